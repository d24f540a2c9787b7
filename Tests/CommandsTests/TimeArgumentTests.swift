import Dashboard
import Telemetry
import Testing

@testable import Commands

@Suite struct TimeArgumentTests {
  private let now = Timestamp(seconds: 1_790_000_000)

  @Test(arguments: [
    ("now", 1_790_000_000.0), ("-1h", 1_789_996_400), ("-1h30m", 1_789_994_600),
    ("1789999000", 1_789_999_000), ("1789999000.5", 1_789_999_000.5),
    ("2026-09-21T14:13:20Z", 1_790_000_000), ("2026-09-21T16:13:20+02:00", 1_790_000_000),
  ])
  func readsEveryFormOfAMoment(text: String, seconds: Double) {
    #expect(TimeArgument.moment(text, now: now) == Timestamp(seconds: seconds))
  }

  @Test(arguments: ["", "yesterday", "-", "-1x", "1h", "2026-13-01T00:00:00Z", "nan"])
  func refusesWhatIsNoMoment(text: String) {
    #expect(TimeArgument.moment(text, now: now) == nil)
  }

  @Test func takesTheShortestRangeThatHoldsFromAndTo() throws {
    let stretch = try TimeArgument.stretch(from: "-3h", to: "-1h", now: now)
    #expect(stretch.range == .sixHours)
    #expect(stretch.end == now - .seconds(3600))
  }

  @Test func leavesTheEndToTheClockWithoutTo() throws {
    let stretch = try TimeArgument.stretch(from: "-10m", to: nil, now: now)
    #expect(stretch.range == .quarterHour)
    #expect(stretch.end == nil)
  }

  @Test(arguments: [
    ("-1h", "-2h", "must be before"), ("-8d", nil, "7 days"), ("soon", nil, "not a time"),
  ])
  func saysWhatIsWrongWithAStretch(from: String, to: String?, words: String) {
    let end = #expect(throws: CommandEnd.self) {
      try TimeArgument.stretch(from: from, to: to, now: now)
    }
    #expect(end?.status == .usage)
    #expect(end?.message.contains(words) == true)
  }
}
