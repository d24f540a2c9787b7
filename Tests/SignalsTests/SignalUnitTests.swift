import Signals
import Testing

@Suite struct SignalUnitTests {
  @Test(
    arguments: [
      (.none, "1.5"), (.seconds, "1.50 s"), (.ratio, "150 %"), (.requestsPerSecond, "1.5 req/s"),
      (.perSecond, "1.5/s"), (.count, "1.5"), (.tokens, "1.5 tok"), (.bytes, "1.5 B"),
      (.bytesPerSecond, "1.5 B/s"), (.dollars, "$1.50"), (.dollarsPerHour, "$1.50/h"),
      (.cores, "1.5 cores"), (.time, "1.5"),
    ] as [(SignalUnit, String)]
  )
  func valuesAreWrittenWithTheirUnit(unit: SignalUnit, text: String) {
    #expect(unit.text(1.5) == text)
  }

  @Test func settingsCallUnitsAsPanelsShowThem() {
    #expect(
      SignalUnit.allCases.map(\.rawValue) == [
        "none", "seconds", "ratio", "req/s", "/s", "count", "tokens", "bytes", "bytes/s", "dollars",
        "dollars/h", "cores", "time",
      ]
    )
  }
}
