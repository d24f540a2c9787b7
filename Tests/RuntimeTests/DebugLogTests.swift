import Telemetry
import TestSupport
import Testing

@testable import Runtime

struct DebugLogTests {
  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
    (1_735_689_600_000, "2025-01-01T00:00:00.000Z"),
    (4_107_542_399_001, "2100-02-28T23:59:59.001Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
  ])
  func stampsAreUTC(milliseconds: Int64, expected: String) {
    #expect(DebugLog.stamp(Timestamp(milliseconds: milliseconds)) == expected)
  }

  @Test func whatCouldActOnATerminalIsEscaped() {
    let lines = ScriptedState<[String]>([])
    let log = DebugLog(now: { at(0) }) { line in lines.change { $0.append(line) } }
    log("request", "a\u{1B}[31m\nb\u{202E}c é")
    #expect(
      lines.value == [
        "1970-01-01T00:00:00.000Z request a\\u{1b}[31m\\u{a}b\\u{202e}c é"
      ]
    )
  }

  @Test func withoutAFileTheTextIsNotEvenMade() {
    let made = ScriptedState(false)
    let log = DebugLog(now: { at(0) }, write: nil)
    func text() -> String {
      made.change { $0 = true }
      return ""
    }
    log("request", text())
    #expect(!made.value)
  }
}
