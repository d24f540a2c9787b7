import Checks
import Screen

/// What checks came to, as JUnit's XML: a test case for each finding, for each check that could not be
/// made, which is skipped, and for each that is in order.
///
/// - Source: <https://github.com/testmoapp/junitxml>, which describes the format that CI servers read.
enum CheckJUnit {
  static func text(_ report: CheckReport) -> String {
    let failed = report.findings.filter { $0.severity >= report.failOn }.count
    let count = report.findings.count + report.unchecked.count + report.inOrder.count
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
        <testsuite name="goldtop check" tests="\(count)" failures="\(failed)" errors="0" \
      skipped="\(report.unchecked.count)">

      """
    for finding in report.findings { text += testCase(finding, report) }
    for item in report.unchecked {
      text += open(item.check, item.place)
      text += "      <skipped message=\"\(attribute(item.reason))\"/>\n    </testcase>\n"
    }
    for item in report.inOrder {
      text += open(item.check, item.place)
      text += "      <system-out>\(content(item.seen))</system-out>\n    </testcase>\n"
    }
    return text + "  </testsuite>\n</testsuites>\n"
  }

  private static func testCase(_ finding: Finding, _ report: CheckReport) -> String {
    let words = ["\(finding.severity.word): \(finding.what)", finding.why, finding.remedy]
    let body = words.compactMap { $0.map(content) }.joined(separator: "\n")
    let isFailure = finding.severity >= report.failOn
    let element =
      isFailure
      ? "<failure type=\"\(finding.severity.word)\" message=\"\(attribute(finding.what))\">"
        + "\(body)</failure>"
      : "<system-out>\(body)</system-out>"
    return open(finding.check, finding.place) + "      \(element)\n    </testcase>\n"
  }

  private static func open(_ check: String, _ place: String) -> String {
    "    <testcase classname=\"\(attribute(check))\" name=\"\(attribute("\(check): \(place)"))\">\n"
  }

  private static func attribute(_ text: String) -> String {
    content(CheckText.line(text)).replacing("\"", with: "&quot;")
  }

  /// Text between tags; lines are kept, what else is invisible stands as its picture.
  private static func content(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { VisibleText.sanitized(String($0)) }.joined(separator: "\n")
      .replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
