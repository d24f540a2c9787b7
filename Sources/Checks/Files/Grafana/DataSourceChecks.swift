import Telemetry
import YAML

/// Judges the data sources that Grafana is provisioned with.
///
/// - Source: <https://grafana.com/docs/grafana/latest/administration/provisioning/#data-sources>.
struct DataSourceChecks {
  private let file: ReadFile
  private let folder: StackFolder
  private(set) var outcome = CheckOutcome()

  init(_ file: ReadFile, in folder: StackFolder) {
    self.file = file
    self.folder = folder
    checkDefaults()
    for source in sources(of: file) where source["type"]?.text == "prometheus" {
      checkInterval(source)
    }
    outcome.add(InlineSecrets(of: file).outcome)
  }

  private func sources(of file: ReadFile) -> [YAMLNode] { file.root["datasources"]?.items ?? [] }

  /// - Source: `ErrInvalidConfigToManyDefault` in `pkg/services/provisioning/datasources` of Grafana.
  private mutating func checkDefaults() {
    let others = folder.all(.dataSources).prefix { $0.name != file.name }.flatMap(sources)
    var seen = Set(others.filter(isDefault).map(organization))
    for source in sources(of: file) where isDefault(source) {
      guard !seen.insert(organization(source)).inserted, let node = source["isDefault"] else {
        continue
      }
      outcome.findings.append(
        Finding(
          "grafana-two-defaults",
          .critical,
          at: file.place(node),
          "a second data source is the default of its organization",
          why: "Grafana does not start",
          remedy: "isDefault: false"
        )
      )
    }
  }

  private func isDefault(_ source: YAMLNode) -> Bool { SettingText.isOn(source["isDefault"]?.text) }

  private func organization(_ source: YAMLNode) -> String { source["orgId"]?.text ?? "1" }

  /// - Source: <https://grafana.com/docs/grafana/latest/datasources/prometheus/>: 15s where nobody
  ///   says; `$__rate_interval` is four of them at least.
  private mutating func checkInterval(_ source: YAMLNode) {
    let settings = folder.all(.prometheus).map(PrometheusSettings.init)
    guard settings.count == 1, let scrape = settings[0].scrapeInterval else { return }
    let setting = source.at("jsonData.timeInterval")
    guard let interval = setting.map(\.duration) ?? .seconds(15), interval < scrape else { return }
    outcome.findings.append(
      Finding(
        "grafana-time-interval",
        .warning,
        at: file.place(setting ?? source),
        "Grafana takes Prometheus to scrape every \(interval.prometheusText), and it does every "
          + scrape.prometheusText,
        why: "$__rate_interval is too short: panels are empty where a scrape is late",
        remedy: "jsonData:\n  timeInterval: \(scrape.prometheusText)"
      )
    )
  }
}
