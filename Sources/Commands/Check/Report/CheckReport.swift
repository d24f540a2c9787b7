import ArgumentParser
import Checks
import Telemetry

/// What checks came to, in the forms that are printed.
struct CheckReport {
  /// The forms.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, junit, markdown
  }

  /// Worst first, else in the order of the checks.
  let findings: [Finding]
  let unchecked: [Unchecked]
  let inOrder: [Checked]
  /// The mildest findings that count as a failure.
  let failOn: Finding.Severity
  /// Whether text has the remedies too; the other forms always do.
  let hasRemedies: Bool

  init(_ outcome: CheckOutcome, failOn: Finding.Severity, hasRemedies: Bool) {
    let severities = Finding.Severity.allCases.sorted(by: >)
    findings = severities.flatMap { severity in
      outcome.findings.filter { $0.severity == severity }
    }
    unchecked = outcome.unchecked
    inOrder = outcome.inOrder
    self.failOn = failOn
    self.hasRemedies = hasRemedies
  }

  /// Whether a finding is as bad as was asked for.
  var hasFailed: Bool { findings.contains { $0.severity >= failOn } }

  /// Such as `1 critical, 2 warnings, 12 in order, 3 not checked`.
  var summary: String {
    func count(_ severity: Finding.Severity) -> Int {
      findings.filter { $0.severity == severity }.count
    }
    let counts: [(Int, one: String, many: String)] = [
      (count(.critical), "critical", "critical"), (count(.warning), "warning", "warnings"),
      (count(.note), "note", "notes"),
    ]
    var words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.0 == 1 ? $0.one : $0.many)" }
    if words.isEmpty { words = ["no findings"] }
    words.append("\(inOrder.count) in order")
    if !unchecked.isEmpty { words.append("\(unchecked.count) not checked") }
    return words.joined(separator: ", ")
  }

  /// The report in a form.
  func text(as format: Format) -> String {
    switch format {
    case .text: CheckText.text(self)
    case .json: JSONText(CheckJSON.value(self), .spread).text + "\n"
    case .junit: CheckJUnit.text(self)
    case .markdown: CheckMarkdown.text(self)
    }
  }
}
