import Checks
import FoundationEssentials
import Testing

@testable import Commands

/// What checks came to, as text, JSON, JUnit and Markdown.
@Suite struct CheckReportTests {
  private func report(
    failOn: Finding.Severity = .warning,
    hasRemedies: Bool = false
  ) -> CheckReport {
    var outcome = CheckOutcome()
    outcome.findings = [
      Finding("alert-without-runbook", .note, at: "Slow", "no runbook", why: "nobody knows"),
      Finding(
        "target-down",
        .critical,
        at: "a\u{1b}[31m:1",
        "down: <b>|*refused*|</b>",
        why: "nothing is known of it",
        remedy: "curl a:1\necho \"`x`\""
      ),
    ]
    outcome.unchecked = [Unchecked("backups", at: "server", because: "nobody tells")]
    outcome.inOrder = [Checked("clock-skew", at: "server", "within 2 s")]
    return CheckReport(outcome, failOn: failOn, hasRemedies: hasRemedies)
  }

  @Test func textHasTheWorstFirstAndEndsWithASummary() {
    let text = report().text(as: .text)
    #expect(text.hasPrefix("critical  target-down  a"))
    #expect(text.contains("note  alert-without-runbook  Slow\n"))
    #expect(text.contains("  why: nothing is known of it\n"))
    #expect(text.contains("not checked:\n  backups  nobody tells  (server)\n"))
    #expect(text.contains("in order:\n  clock-skew  within 2 s  (server)\n"))
    #expect(text.contains("1 critical, 1 note, 1 in order, 1 not checked\n"))
    #expect(text.hasSuffix("--fix-hints shows what to paste\n"))
    #expect(!text.contains("\u{1b}") && !text.contains("curl"))
  }

  @Test func remediesAreThereWhereAsked() {
    let text = report(hasRemedies: true).text(as: .text)
    #expect(text.contains("  to mend it:\n    curl a:1\n    echo \"`x`\"\n"))
    #expect(!text.contains("--fix-hints"))
  }

  @Test(arguments: [
    (Finding.Severity.note, true), (.warning, true), (.critical, true),
  ])
  func theBoundDecides(_ bound: Finding.Severity, _ hasFailed: Bool) {
    #expect(report(failOn: bound).hasFailed == hasFailed)
    var outcome = CheckOutcome()
    outcome.findings = [Finding("a", .note, at: "b", "c", why: "d")]
    let mild = CheckReport(outcome, failOn: bound, hasRemedies: false)
    #expect(mild.hasFailed == (bound == .note))
  }

  @Test func jsonHasEverything() throws {
    struct Document: Decodable {
      struct Item: Decodable {
        let check: String
        var remedy: String?
      }
      let failed: Bool
      let fail_on: String
      let findings: [Item]
      let unchecked: [Item]
      let in_order: [Item]
    }
    let text = report().text(as: .json)
    let document = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
    #expect(document.failed && document.fail_on == "warning")
    #expect(document.findings.map(\.check) == ["target-down", "alert-without-runbook"])
    #expect(document.findings.first?.remedy == "curl a:1\necho \"`x`\"")
    #expect(document.unchecked.count == 1 && document.in_order.count == 1)
  }

  @Test func junitIsSoundAndCountsAlike() {
    let text = report().text(as: .junit)
    #expect(text.contains("tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\""))
    #expect(text.contains("message=\"down: &lt;b&gt;|*refused*|&lt;/b&gt;\""))
    #expect(text.contains("<skipped message=\"nobody tells\"/>"))
    #expect(!text.contains("\u{1b}"))
    #expect(text.ranges(of: "<testcase ").count == text.ranges(of: "</testcase>").count)
  }

  @Test func markdownMarksNothingOfOthers() {
    let text = report().text(as: .markdown)
    #expect(text.contains("## critical: target-down\n"))
    #expect(text.contains(#"- what: down: \<b\>\|\*refused\*\|\</b\>"#))
    #expect(text.contains("```\ncurl a:1\necho \"`x`\"\n```\n"))
    #expect(text.contains("| backups | server | nobody tells |\n"))
  }
}
