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

  @Test func aReloadSaysWhichKeysChanged() {
    let old = resolve(
      #"{"theme": "mono", "panels": {"hide": ["cost"]}, "loki": {"url": "http://l"}}"#
    )
    let moved = resolve(
      #"{"panels":   {"hide": ["cost"]}, "loki": {"url": "http://l"}, "theme": "mono"}"#
    )
    #expect(ConfigListing.changedKeys(from: old, to: moved) == [])
    let new = resolve(#"{"refresh": "9s", "theme": "mono", "panels": {"hide": []}}"#)
    let changed = ConfigListing.changedKeys(from: old, to: new)
    #expect(changed.prefix(3) == ["refresh", "panels.hide", "loki.url"])
  }

  @Test func aChangedSecretIsAChangeThatIsNotShown() {
    func withPassword(_ text: String) -> SettingsResolution {
      resolve(
        #"{"loki": {"url": "http://l", "authorization": {"credentials": "\#(text)"}}}"#
      )
    }
    #expect(
      ConfigListing.changedKeys(from: withPassword("a"), to: withPassword("b"))
        == ["loki.authorization.credentials"]
    )
  }
}
