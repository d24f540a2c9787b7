import DashboardConfig
import Testing

@Suite struct ConfigListingTests {
  @Test func columnsAreAligned() {
    let lines = ConfigListing(resolve(#"{"range": "1h"}"#)).text.split(separator: "\n")
    #expect(lines.first == "refresh                             \"5s\"     default")
    #expect(lines.contains { $0.hasPrefix("range ") && $0.hasSuffix("etc/goldtop.json:1:11") })
  }

  @Test func keysComeInTheOrderOfTheTable() {
    let json = """
      {"keys": {"quit": "x"}, "theme": "mono", "prometheus": {"url": "http://h"}, "range": "1h"}
      """
    let keys = ConfigListing(resolve(json)).entries.map(\.key)
    let wanted = ["prometheus.url", "range", "theme", "keys.quit"]
    #expect(keys.filter(wanted.contains) == wanted)
  }
}
