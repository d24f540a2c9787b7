import Telemetry
import Testing

@Suite struct NearestNameTests {
  private let names = ["refresh", "range", "theme", "thresholds", "time_zone", "panels"]

  @Test(arguments: [
    ("refersh", "refresh"), ("refrsh", "refresh"), ("refreshh", "refresh"), ("Refresh", "refresh"),
    ("rnage", "range"), ("time-zone", "time_zone"), ("timezone", "time_zone"),
    ("treshold", "thresholds"), ("panel", "panels"), ("pan", "panels"),
    ("refresh_interval", "refresh"),
  ])
  func findsWhatWasMeant(typed: String, meant: String) {
    #expect(NearestName.of(typed, among: names) == meant)
  }

  @Test(arguments: ["x", "colour", "interval", "", "t", "th"])
  func suggestsNothingFarFetched(typed: String) {
    #expect(NearestName.of(typed, among: names) == nil)
  }

  @Test func takesTheFirstOfEquallyNearOnes() {
    #expect(NearestName.of("ab", among: ["abc", "abd"]) == "abc")
    #expect(NearestName.of("a", among: []) == nil)
  }
}
