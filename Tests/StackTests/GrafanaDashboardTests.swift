import PromQL
import Signals
import Stack
import Telemetry
import Testing

/// The overview as a dashboard of Grafana.
@Suite struct GrafanaDashboardTests {
  /// The expressions of a dashboard, as Grafana would read them.
  private func expressions(_ text: String) -> [String] {
    text.matches(of: /"expr": "((?:[^"\\]|\\.)*)"/).map { match in
      String(match.output.1).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
  }

  @Test(arguments: MetricProfile.all)
  func everyProfileHasPanelsWithSoundPromQL(_ profile: MetricProfile) throws {
    let text = GrafanaDashboard(profile: profile, hasLogs: false, version: "1").text
    let expressions = expressions(text)
    #expect(!expressions.isEmpty)
    for expression in expressions {
      #expect(!expression.contains("[1m]"), "\(expression)")
      let filled = expression.replacing("$__rate_interval", with: "1m")
      #expect(throws: Never.self) { try Expression.parse(filled) }
    }
  }

  @Test func expressionsAreThoseOfThePanels() throws {
    let text = GrafanaDashboard(version: "1").text
    var context = QueryContext(
      selector: [LabelMatcher("job", .matches, "$service")],
      rateWindow: .seconds(60)
    )
    context.windowVariable = "$__rate_interval"
    let all = expressions(text)
    for id in [Signal.ID.latencyP95, .errorRatio, .cacheHitRatio, .databaseP95, .modelCost24h] {
      let signal = try #require(Signal.row(id))
      #expect(all.contains(signal.expression(context)), "\(id)")
    }
  }

  @Test func aDataSourceThatIsGivenNeedsNoVariable() {
    let free = GrafanaDashboard(version: "1").text
    #expect(free.contains("\"uid\": \"${datasource}\""))
    let fixed = GrafanaDashboard(dataSource: "abc", version: "1").text
    #expect(!fixed.contains("${datasource}"))
    #expect(fixed.contains("\"uid\": \"abc\""))
  }

  @Test func panelsLeadToTheirLogLinesWithGrafanasVariables() throws {
    let text = GrafanaDashboard(version: "1").text
    let url = try #require(text.firstMatch(of: /"url": "(\/explore[^"]*)"/)?.output.1)
    for variable in ["${logs}", "${service:regex}", "${__from}", "${__to}"] {
      #expect(url.contains(variable))
    }
    #expect(!url.contains(" ") && !url.contains("["))
    #expect(!GrafanaDashboard(hasLogs: false, version: "1").text.contains("loki"))
  }
}
