import Logs
import Telemetry
import Testing

@testable import Commands

@Suite struct LogLineTextTests {
  private func entry(_ line: String, metadata: LabelSet = .empty) -> LogEntry {
    LineScanner().entry(
      at: Timestamp(nanoseconds: 1_763_900_000_123_456_789),
      stream: LabelSet(["job": "shop"]),
      metadata: metadata,
      line: Array(line.utf8)
    )
  }

  private func text(
    _ form: LogLineForm,
    _ entry: LogEntry,
    isForTerminal: Bool = false,
    isColored: Bool = false
  ) -> String {
    var output: [UInt8] = []
    LogLineText(form, isForTerminal: isForTerminal, isColored: isColored).add(entry, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private let failure = #"{"level":"error","event":"it failed","status":500,"correlation_id":"c1"}"#

  @Test func textHasTimeLevelServiceMessageFieldsAndID() {
    #expect(
      text(.text, entry(failure))
        == "2025-11-23T12:13:20.123Z ERROR shop it failed status=500 c1\n"
    )
  }

  @Test func aLineEndInAValueForgesNoLine() {
    let line = #"{"level":"info","event":"a\n2025 ERROR forged","x":"\u001b[2J"}"#
    let shown = text(.text, entry(line))
    #expect(shown.filter { $0 == "\n" }.count == 1)
    #expect(shown.contains("a␊2025 ERROR forged"))
    #expect(!shown.contains("\u{1B}"))
  }

  @Test func rawIsWhatWasSentButNotForATerminal() {
    let line = "a\u{1B}[31mb\u{202E}"
    #expect(text(.raw, entry(line)) == line + "\n")
    #expect(text(.raw, entry(line), isForTerminal: true) == "a␛[31mb<U+202E>\n")
  }

  @Test func jsonIsOneObjectALine() {
    let metadata = LabelSet(["trace_id": "t\"1"])
    #expect(
      text(.json, entry(failure, metadata: metadata))
        == #"{"timestamp":"1763900000123456789","labels":{"job":"shop"},"#
        + #""metadata":{"trace_id":"t\"1"},"fields":{"level":"error","event":"it failed","#
        + #""status":500,"correlation_id":"c1"},"line":"{\"level\":\"error\","#
        + #"\"event\":\"it failed\",\"status\":500,\"correlation_id\":\"c1\"}"}"# + "\n"
    )
  }

  @Test func whatLogfmtCallsANumberIsATextInJSON() {
    let shown = text(.json, entry("level=info msg=x count=007"))
    #expect(shown.contains(#""count":"007""#))
  }

  @Test func controlCharactersAreEscapedInJSON() {
    let shown = text(.json, entry("a\u{1B}b\u{7F}\tc"))
    #expect(shown.contains(#""line":"a\u001bb\u007f\tc""#))
  }

  @Test func coloursAreForTerminals() {
    #expect(text(.text, entry(failure), isColored: true).contains("\u{1B}[31mERROR\u{1B}[m"))
  }

  @Test func aBreakHasItsPlaceInTextAlone() {
    let mark = LogMark(
      at: Timestamp(nanoseconds: 0),
      .reconnected(recovered: 37),
      reason: "reconnected"
    )
    var output: [UInt8] = []
    let text = LogLineText(.text, isForTerminal: false, isColored: false)
    #expect(text.add(mark, to: &output))
    #expect(String(decoding: output, as: UTF8.self) == "── reconnected, 37 lines recovered ──\n")
    let raw = LogLineText(.raw, isForTerminal: false, isColored: false)
    #expect(!raw.add(mark, to: &output))
  }
}
