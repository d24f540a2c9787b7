import Logs
import Telemetry
import Testing

@testable import Commands

@Suite struct LogsExplanationTests {
  private func text(_ lines: String...) -> String {
    let entries = lines.map { line in
      LineScanner().entry(
        arrival: Timestamp(rfc3339: "2026-11-28T06:05:06Z") ?? Timestamp(nanoseconds: 0),
        stream: .empty,
        line: Array(line.utf8)
      )
    }
    return LogsExplanation(entries, notes: [], table: .standard).text
  }

  @Test func eachFindingNamesItsSource() {
    #expect(
      text(
        #"web-1  | {"ts":"2026-11-28T04:05:06Z","lvl":"warn","msg":"slow","mdc":{"traceId":"abc-1"}}"#
      )
        == """
        1  web-1  | {"ts":"2026-11-28T04:05:06Z","lvl":"warn","msg":"slow","mdc":{"traceId":"abc-1"}}
           shape    JSON carried by compose
           time     2026-11-28T04:05:06Z, from field 'ts': 2026-11-28T04:05:06Z
           level    warn, from field 'lvl' = warn
           id       abc-1, from field 'mdc.traceId'
           message  slow, from field 'msg'

        time     1 of 1
        level    1 of 1
        id       1 of 1

        """
    )
  }

  @Test func whatIsMissingHasItsRemedy() {
    let shown = text("2026-11-28 04:05:06 ERROR boom", #"{"when":"now","grade":"bad","code":5}"#)
    #expect(
      shown.contains("from the beginning, in that form: 2026-11-28 04:05:06, no zone")
    )
    #expect(shown.contains("level    error, from the beginning"))
    #expect(shown.contains("name the field in logs.fields.time"))
    #expect(shown.contains("name the field in logs.fields.level"))
    #expect(shown.contains("set logs.time_zone"))
    #expect(shown.contains("name its field in logs.fields.message"))
    #expect(text("a\u{1B}[2Jb").contains("\u{1B}") == false)
  }
}
