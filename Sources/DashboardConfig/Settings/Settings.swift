package import Screen
package import Signals
package import Telemetry

/// Everything that can be set, read and checked.
///
/// It compares, so that a changed file can be told from one that was only touched.
package struct Settings: Hashable, Sendable {
  /// Something that is found out unless somebody says.
  package enum Preference: String, Hashable, Sendable, CaseIterable {
    /// Find out.
    case auto
    /// Yes, without asking.
    case always
    /// No, without asking.
    case never
  }

  /// The environment that is shown; `nil` where the servers stand at the top level.
  package var environment: String?
  /// The names of all environments, in the order of the file.
  package var environments: [String] = []
  /// The metrics server; `nil` where none is named.
  package var prometheus: ServerAddress?
  /// Alertmanager; `nil` where none is named.
  package var alertmanager: ServerAddress?
  /// The log server; `nil` where none is named.
  package var loki: ServerAddress?
  /// Grafana, for links; `nil` where none is named.
  package var grafana: GrafanaLink?
  /// Who is named as the author of silences; `nil` for the user of the process.
  package var author: String?
  /// Matchers for the service's own metrics.
  package var selector: [LabelMatcher] = []
  /// Matchers for exporters' metrics.
  package var exporterSelector: [LabelMatcher] = []
  /// How often servers are asked, 1 s to 5 min.
  package var refresh = Duration.seconds(5)
  /// The time that charts show at first.
  package var range = TimeRange.quarterHour
  /// The window of `rate`; `nil` derives it from the scrape interval.
  package var rateWindow: Duration?
  /// Request timeout.
  package var timeout = Duration.seconds(10)
  /// Concurrent requests per server.
  package var concurrency = 6
  /// Colours.
  package var theme = ThemeName.dark
  /// Whether colours are used.
  package var color = Preference.auto
  /// Whether drawing keeps to ASCII.
  package var ascii = Preference.auto
  /// Whether frames are bracketed.
  package var synchronizedOutput = Preference.auto
  /// Whether the mouse is used.
  package var mouse = false
  /// Whether what a start has found out about the metrics server is kept for the next.
  package var remember = true
  /// How times are written.
  package var timeDisplay = TimeDisplay.local
  /// The metric profile, with what the settings changed in it.
  package var profile = MetricProfile.prometheusClient
  /// The rows that a service's profile is found among, the user's own first; `nil` if one is named.
  package var profileTable: [MetricProfile]?
  /// Warning and critical thresholds, and the budget.
  package var thresholds = SignalThresholds()
  /// The share of requests that is to succeed, 0…1.
  package var objective = 0.999
  /// Prices of language models' tokens.
  package var modelPrices = ModelPrices()
  /// Log lines.
  package var logs = LogsSettings()
  /// How long a check wants samples to be kept.
  package var metricsRetention = Duration.seconds(30 * 86_400)
  /// How long a check wants log lines to be kept.
  package var logsRetention = Duration.seconds(7 * 86_400)
  /// Within which time a check wants log lines to arrive.
  package var logDelay = Duration.seconds(60)
  /// Panels that are left out, by name.
  package var hiddenPanels: [String] = []
  /// Panels that come first, by name.
  package var panelOrder: [String] = []
  /// Panels of the user's own, in the order of the file.
  package var ownPanels: [OwnPanel] = []
  /// Keys in text form by action; an action without an entry keeps its own.
  package var keys: [String: String] = [:]

  /// The defaults.
  init() {}

  /// Advice if no metrics server is configured; `nil` if one is.
  package var missingServerAdvice: String? {
    guard prometheus == nil else { return nil }
    guard environment == nil, !environments.isEmpty else {
      return "no Prometheus configured: use --prometheus URL, GOLDTOP_PROMETHEUS_URL, "
        + "or 'prometheus.url' in the config file; without a server, 'goldtop demo' shows a "
        + "simulated shop and 'goldtop local' the services of this machine"
    }
    return "no environment chosen: use --env with one of \(Words.list(environments)), "
      + "or set 'environment' in the config file"
  }
}

extension Settings {
  /// The keys that are used once, at the start, and differ from those of then, in text form.
  ///
  /// Servers are left out, which are not changed at all without a new start.
  package func needingNewStart(since initial: Settings) -> [String] {
    ConfigTable.keys.filter { $0.isForStart && $0.property?.differs(self, initial) == true }
      .map { ConfigPath($0.path).description }
  }
}
