import Telemetry
import Testing

@testable import Commands

/// The document that `snapshot --output markdown` prints.
@Suite struct SnapshotMarkdownTests {
  private func document(_ more: [JSONValue.Member] = []) -> SnapshotMarkdown {
    let figure: JSONValue = [
      "name": .text("p95"), "value": .number(1.2), "text": .text("1.20 s"),
      "severity": .text("warning"), "state": .text("stale"), "age_seconds": .number(90),
    ]
    let panel: JSONValue = [
      "title": .text("Latency"), "state": .text("fresh"), "severity": .text("warning"),
      "values": .list([figure]), "facts": .list([JSONValue.text("apdex 0.9")]),
      "warnings": .list([JSONValue]()),
    ]
    let silent: JSONValue = [
      "title": .text("Errors"), "state": .text("failed"), "reason": .text("HTTP 503"),
      "values": .list([JSONValue]()), "facts": .list([JSONValue]()),
      "warnings": .list([JSONValue]()),
    ]
    let members: [JSONValue.Member] = [
      ("service", .text("shop")), ("environment", .text("prod")), ("view", .text("overview")),
      ("time", .number(1_800_000_000)), ("range", .text("15m")),
      ("start", .number(1_799_999_100)), ("end", .number(1_800_000_000)),
      ("alerts_state", .text("fresh")), ("targets_up", .digits("2")),
      ("targets_total", .digits("3")), ("panels", .list([panel, silent])),
    ]
    return SnapshotMarkdown(.object(members + more))
  }

  @Test func numbersAreATableWithTheirStates() {
    let text = document().text
    let head = "# shop: overview\n\nenvironment prod, 2027-01-15T08:00:00Z, range 15m"
    #expect(text.hasPrefix(head))
    let columns = "| Panel | Figure | Value | Judgement | State |\n|---|---|---|---|---|\n"
    #expect(text.contains(columns))
    #expect(text.contains("| Latency | p95 | 1.20 s | warning | stale, 1m30s old |\n"))
    #expect(text.contains("| Errors |  | – |  | failed |\n"))
    #expect(text.contains("- **Latency**: apdex 0.9\n- **Errors**: HTTP 503\n"))
    #expect(text.contains("## Alerts\n\nNone.\n"))
    #expect(text.contains("2 of 3 targets are up.\n"))
  }

  @Test func theSummaryHasPanelsAndAlerts() {
    let alert: JSONValue = ["name": .text("HighLatency"), "state": .text("firing")]
    let words = document([("alerts", .list([alert]))]).summary
    #expect(words == "Latency: p95 1.20 s (warning). Errors: failed. HighLatency is firing.")
  }

  @Test func whatAViewAddsIsATable() {
    let service: JSONValue = [
      "name": .text("shop"), "values": ["requests_per_second": .number(12.5)],
      "versions": .list([JSONValue.text("1.2"), .text("1.3")]),
    ]
    let text = document([("services", .list([service])), ("service_queries", .list([service]))])
      .text
    #expect(text.contains("## Services\n\n| name | values requests\\_per\\_second | versions |\n"))
    #expect(text.contains("| shop | 12.5 | 1.2, 1.3 |\n"))
    #expect(!text.contains("queries"))
  }

  @Test func hostileTextIsNoMarkdown() {
    let alert: JSONValue = [
      "name": .text("a|b<script>"), "state": .text("firing"),
      "summary": .text("[x](http://e) **b**\n# h \u{1B}[2J"),
    ]
    let line: JSONValue = [
      "timestamp": .text("1800000000000000000"), "level": .text("error"),
      "line": .text("```\n</details>\u{1B}[2J"),
    ]
    let logs: JSONValue = [
      "source": .text("Loki"), "state": .text("fresh"), "lines": .list([line]),
    ]
    let text = document([("alerts", .list([alert])), ("logs", logs)]).text
    #expect(text.contains("| a\\|b&lt;script&gt; | firing |"))
    #expect(text.contains("\\[x\\](http://e) \\*\\*b\\*\\*"))
    #expect(!text.contains("\n# h"))
    #expect(text.contains("\n````text\n2027-01-15T08:00:00Z error ```"))
    #expect(text.hasSuffix("\n````\n"))
    #expect(!text.unicodeScalars.contains { $0.value == 0x1B })
  }
}
