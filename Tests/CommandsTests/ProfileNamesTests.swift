import DashboardConfig
import PromQL
import Signals
import TestSupport
import Testing

/// The names of a profile that the configuration takes are such that all queries can be asked.
@Suite struct ProfileNamesTests {
  /// Whether the configuration takes a name, for a metric and for a label.
  private func isTaken(_ name: String) -> Bool {
    let quoted = ConfigNode.Content.text(name).json
    let json = #"{"profiles": {"own": {"requests": \#(quoted), "status_label": \#(quoted)}}}"#
    let file = ConfigSources.File(path: "c.json", bytes: Array(json.utf8))
    return SettingsResolution(ConfigSources(file: file)).settings != nil
  }

  @Test func namesThatAreTakenMakeQueries() throws {
    var random = SeededGenerator(seed: 11)
    var taken = 0
    for _ in 0..<2000 {
      let name = random.awkwardText()
      guard isTaken(name) else { continue }
      taken += 1
      var profile = MetricProfile.prometheusClient
      (profile.requests.counter, profile.requests.statusLabel) = (name, name)
      let context = QueryContext(profile: profile, rateWindow: .seconds(60))
      let expressions = Signal.catalog.values.map { $0.expression(context) }
      for expression in expressions + [Signal.inventoryExpression(in: context)] {
        #expect(throws: Never.self, "\(expression)") { try Expression.parse(expression) }
      }
    }
    #expect(taken > 20)
  }
}
