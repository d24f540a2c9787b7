import Checks
import Screen

/// What checks came to, for people: all words of servers are cleaned of what a terminal obeys.
enum CheckText {
  static func text(_ report: CheckReport) -> String {
    var text = ""
    for finding in report.findings {
      text += "\(finding.severity.word)  \(finding.check)  \(line(finding.place))\n"
      text += "  \(line(finding.what))\n  why: \(line(finding.why))\n"
      guard report.hasRemedies, let remedy = finding.remedy else { continue }
      text += "  to mend it:\n"
      for row in remedy.split(separator: "\n", omittingEmptySubsequences: false) {
        text += "    \(line(String(row)))\n"
      }
    }
    if !report.findings.isEmpty { text += "\n" }
    text += list(
      "not checked",
      report.unchecked.map { ($0.check, $0.place, $0.reason) }
    )
    text += list("in order", report.inOrder.map { ($0.check, $0.place, $0.seen) })
    text += report.summary + "\n"
    if !report.hasRemedies, report.findings.contains(where: { $0.remedy != nil }) {
      text += "--fix-hints shows what to paste\n"
    }
    return text
  }

  private static func list(_ title: String, _ rows: [(String, String, String)]) -> String {
    guard !rows.isEmpty else { return "" }
    let width = rows.map { $0.0.count }.max() ?? 0
    let lines = rows.map { check, place, words in
      let space = String(repeating: " ", count: width - check.count)
      return "  \(check)\(space)  \(line(words))  (\(line(place)))\n"
    }
    return "\(title):\n\(lines.joined())\n"
  }

  /// One line of visible text.
  static func line(_ text: String) -> String {
    VisibleText.sanitized(
      text.split(whereSeparator: \.isNewline).joined(separator: " ")
    )
  }
}
