package import Signals
package import Telemetry

/// Settings in force: the configuration in the dashboard's own terms.
package struct DashboardSettings: Hashable, Sendable {
  /// Name of the service in the title bar, such as the selector's job; empty for none.
  package var service = ""
  /// The environment's name; empty for none.
  package var environment = ""
  /// The servers that there are; `.prometheus` is always one of them.
  package var servers: [ServerRole] = [.prometheus]
  /// Name of the PromQL server in the title bar.
  package var metricsName = "prom"
  /// Whether there is anything to scrape; goldtop's own engine may have nothing.
  package var hasTargets = true
  /// How often is asked which metrics there are, and never more often than anything else is.
  package var inventoryInterval = Duration.seconds(60)
  /// Metric and label names.
  package var profile = MetricProfile.prometheusClient
  /// The rows that the profile of each service is found among; `nil` where one is named for all.
  package var profileTable: [MetricProfile]?
  /// Whether the table of services comes first, where there are several.
  package var startsWithServices = false
  /// Matchers for the service's metrics.
  package var selector: [LabelMatcher] = []
  /// Matchers for exporters' metrics.
  package var exporterSelector: [LabelMatcher] = []
  /// Where signals start to be bad.
  package var thresholds = SignalThresholds()
  /// Prices of language models' tokens.
  package var modelPrices = ModelPrices()
  /// The time between refreshes.
  package var refresh = Duration.seconds(5)
  /// The window of `rate`; `nil` takes it from how often targets are scraped.
  package var rateWindow: Duration?
  /// The range at the start.
  package var range = TimeRange.quarterHour
  /// Where the window ends at the start; `nil` follows the clock.
  package var end: Timestamp?
  /// How times are shown at the start.
  package var timeDisplay = TimeDisplay.local
  /// The zone of local times.
  package var zone = ZoneOffsets.utc
  /// IDs of panels that are not shown.
  package var hiddenPanels: Set<String> = []
  /// IDs of panels in the order wanted; those not named follow in the catalogue's order.
  package var panelOrder: [String] = []
  /// Panels of the user's own.
  package var ownPanels: [OwnPanel] = []
  /// The titles of those panels, by their ID.
  var ownTitles: [String: String] {
    Dictionary(ownPanels.map { ($0.id, $0.title) }) { first, _ in first }
  }
  /// Log lines.
  package var logs = LogSettings()
  /// Whether silences may be set; without it, goldtop only reads.
  package var allowsWriting = false
  /// Who is named as the author of silences.
  package var author = ""
  /// Keys that differ from the key map's: name of the action to key text.
  package var keys: [String: String] = [:]
  /// Whether the mouse is used, which takes the selection of text from the terminal.
  package var isPointing = false
  /// Whether to draw in ASCII only.
  package var isASCII = false
  /// The words of the command that opens this dashboard, without view, scope, time and filter.
  package var commandWords = ["goldtop"]
  /// Whether that command takes a selector.
  package var takesSelector = true
  /// The matchers that were given with the command.
  package var givenSelector: [LabelMatcher] = []
  /// The address of the PromQL server's own pages, without credentials; `nil` where it has none.
  package var prometheusAddress: String?
  /// Grafana, for links; `nil` where none is named.
  package var grafana: GrafanaLink?
  /// Notices from the start, such as a replaced TERM.
  package var notices: [String] = []
  /// Where goldtop looked for targets by itself, and what came of it; empty where it did not.
  package var searchLines: [String] = []

  /// The defaults.
  package init() {}
}
