package import Signals
package import Telemetry

/// All that a dashboard is told at its start; the configuration in the dashboard's own terms.
package struct DashboardSettings: Hashable, Sendable {
  /// What the title bar calls the service, such as the selector's job; empty for none.
  package var service = ""
  /// The environment's name; empty for none.
  package var environment = ""
  /// The servers that there are; `.prometheus` is always one of them.
  package var servers: [ServerRole] = [.prometheus]
  /// What the title bar calls the one that answers PromQL.
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
  /// Log lines.
  package var logs = LogSettings()
  /// Keys that differ from the key map's: name of the action to key text.
  package var keys: [String: String] = [:]
  /// Whether to draw in ASCII alone.
  package var isASCII = false
  /// What went on at the start that the user should know: a TERM that was replaced.
  package var notices: [String] = []

  /// The defaults.
  package init() {}
}

/// A panel from the configuration.
package struct OwnPanel: Hashable, Sendable {
  /// One expression with its name in the legend.
  package struct Line: Hashable, Sendable {
    /// The PromQL; `$selector` stands for the matchers and `$window` for the rate window.
    package var expression: String
    /// The name in the legend; empty takes the labels of each series.
    package var legend: String

    /// Makes a line.
    package init(expression: String, legend: String = "") {
      self.expression = expression
      self.legend = legend
    }
  }

  /// Unique among own panels; made of lower-case letters, digits and dashes.
  package var id: String
  /// The title.
  package var title: String
  /// The unit of all its lines.
  package var unit: SignalUnit
  /// Where it starts to be bad.
  package var threshold: Threshold?
  /// The lines; at least one.
  package var lines: [Line]

  /// Makes a panel.
  package init(
    id: String,
    title: String,
    unit: SignalUnit,
    threshold: Threshold? = nil,
    lines: [Line]
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.threshold = threshold
    self.lines = lines
  }
}

/// The ranges that a dashboard can show.
package enum TimeRange: String, Hashable, Sendable, CaseIterable {
  /// 5 minutes.
  case fiveMinutes = "5m"
  /// 15 minutes.
  case quarterHour = "15m"
  /// 1 hour.
  case hour = "1h"
  /// 6 hours.
  case sixHours = "6h"
  /// 24 hours.
  case day = "24h"
  /// 7 days.
  case week = "7d"

  /// The length.
  package var length: Duration {
    switch self {
    case .fiveMinutes: .seconds(300)
    case .quarterHour: .seconds(900)
    case .hour: .seconds(3600)
    case .sixHours: .seconds(21_600)
    case .day: .seconds(86_400)
    case .week: .seconds(604_800)
    }
  }
}

/// How moments are shown.
package enum TimeDisplay: String, Hashable, Sendable, CaseIterable {
  /// In the time zone of this machine.
  case local
  /// In UTC.
  case utc
  /// As a distance from now: `-5m`.
  case relative
}
