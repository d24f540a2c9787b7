import Checks
import Telemetry

/// What checks came to, for programs.
enum CheckJSON {
  static func value(_ report: CheckReport) -> JSONValue {
    [
      "failed": .boolean(report.hasFailed),
      "fail_on": .text(report.failOn.word),
      "findings": .list(report.findings.map(finding)),
      "unchecked": .list(
        report.unchecked.map {
          ["check": .text($0.check), "place": .text($0.place), "reason": .text($0.reason)]
        }
      ),
      "in_order": .list(
        report.inOrder.map {
          ["check": .text($0.check), "place": .text($0.place), "seen": .text($0.seen)]
        }
      ),
    ]
  }

  private static func finding(_ finding: Finding) -> JSONValue {
    [
      "check": .text(finding.check),
      "severity": .text(finding.severity.word),
      "place": .text(finding.place),
      "what": .text(finding.what),
      "why": .text(finding.why),
      "remedy": finding.remedy.map { .text($0) } ?? .null,
    ]
  }
}
