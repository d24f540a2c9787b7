import Telemetry
import Testing

@testable import Commands

/// The moments that the flags of a query ask for.
@Suite struct QuerySpanTests {
  private let now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)

  private func span(
    time: String? = nil,
    range: String? = nil,
    step: String? = nil,
    from: String? = nil,
    to: String? = nil
  ) throws(CommandEnd) -> QuerySpan {
    try QuerySpan(time: time, range: range, step: step, from: from, to: to, now: now)
  }

  @Test func withoutFlagsItIsNow() throws {
    #expect(try span() == .moment(now))
    #expect(try span(time: "-1h") == .moment(now - .seconds(3600)))
    #expect(try span(time: "1.5") == .moment(Timestamp(milliseconds: 1_500)))
  }

  @Test func rangesEndNowOrWhereTheyAreTold() throws {
    #expect(
      try span(range: "1h", step: "15s")
        == .range(Stretch(from: now - .seconds(3600), to: now), step: .seconds(15))
    )
    #expect(
      try span(time: "-1h", range: "30m", step: "0.5")
        == .range(
          Stretch(from: now - .seconds(5400), to: now - .seconds(3600)),
          step: .milliseconds(500)
        )
    )
    #expect(
      try span(step: "10", from: "0", to: "100")
        == .range(
          Stretch(from: Timestamp(milliseconds: 0), to: Timestamp(milliseconds: 100_000)),
          step: .seconds(10)
        )
    )
    #expect(
      try span(range: "1h")
        == .range(Stretch(from: now - .seconds(3600), to: now), step: .seconds(15))
    )
  }

  @Test(arguments: [
    ["to": "0"], ["step": "1s"], ["range": "1h", "from": "-1h"], ["range": "x"], ["time": "noon"],
    ["from": "5", "to": "1"], ["range": "1h", "step": "0"],
    ["time": "1", "range": "1h", "to": "2"],
  ])
  func whatMakesNoSenseIsRefused(_ flags: [String: String]) {
    #expect(throws: CommandEnd.self) {
      try span(
        time: flags["time"],
        range: flags["range"],
        step: flags["step"],
        from: flags["from"],
        to: flags["to"]
      )
    }
  }
}
