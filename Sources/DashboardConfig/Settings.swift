package import Signals
package import Telemetry

/// Everything that can be set, read and checked.
///
/// It compares, so that a changed file can be told from one that was only touched.
package struct Settings: Hashable, Sendable {
  /// Colours, by name.
  package enum Theme: String, Hashable, Sendable, CaseIterable {
    /// For a dark background.
    case dark
    /// For a light background.
    case light
    /// With colours that differ in lightness too.
    case highContrast = "high-contrast"
    /// Without colours.
    case mono
  }

  /// How times are written.
  package enum TimeZone: String, Hashable, Sendable, CaseIterable {
    /// In the zone of this machine.
    case local
    /// In UTC.
    case utc
    /// As an age.
    case relative
  }

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
  package var environments: [String]
  /// The metrics server; `nil` where none is named.
  package var prometheus: ServerAddress?
  /// Alertmanager; `nil` where none is named.
  package var alertmanager: ServerAddress?
  /// The log server; `nil` where none is named.
  package var loki: ServerAddress?
  /// Matchers for the service's own metrics.
  package var selector: [LabelMatcher]
  /// Matchers for exporters' metrics.
  package var exporterSelector: [LabelMatcher]
  /// How often servers are asked, 1 s to 5 min.
  package var refresh: Duration
  /// The time that charts show at first; one of `ConfigTable.ranges`.
  package var range: Duration
  /// The window of `rate`; `nil` takes it from how often targets are scraped.
  package var rateWindow: Duration?
  /// How long a request may take.
  package var timeout: Duration
  /// How many requests a server gets at a time.
  package var concurrency: Int
  /// Colours.
  package var theme: Theme
  /// Whether colours are used.
  package var color: Preference
  /// Whether drawing keeps to ASCII.
  package var ascii: Preference
  /// Whether frames are bracketed.
  package var synchronizedOutput: Preference
  /// How times are written.
  package var timeZone: TimeZone
  /// The metric profile, with what the settings changed in it.
  package var profile: MetricProfile
  /// The rows that a service's profile is found among, the user's own first; `nil` where one is named.
  package var profileTable: [MetricProfile]?
  /// Where signals start to be bad, and the budget.
  package var thresholds: SignalThresholds
  /// Log lines.
  package var logs: LogsSettings
  /// Panels that are left out, by name.
  package var hiddenPanels: [String]
  /// Panels that come first, by name.
  package var panelOrder: [String]
  /// Panels of the user's own, in the order of the file.
  package var ownPanels: [PanelSettings]
  /// Keys in text form by action; an action without an entry keeps its own.
  package var keys: [String: String]

  /// What to do where no metrics server is named; `nil` where one is.
  package var missingServerAdvice: String? {
    guard prometheus == nil else { return nil }
    guard environment == nil, !environments.isEmpty else {
      return "no Prometheus is named: give --prometheus URL, set GOLDTOP_PROMETHEUS_URL, "
        + "or write 'prometheus.url' in the config file; without a server, 'goldtop demo' shows a "
        + "simulated shop and 'goldtop local' the services of this machine"
    }
    return "no environment is chosen: give --env with one of \(Words.list(environments)), "
      + "or write 'environment' in the config file"
  }
}
