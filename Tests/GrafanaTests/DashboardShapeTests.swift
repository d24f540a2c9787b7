import DashboardConfig
import FoundationEssentials
import Grafana
import PromQL
import Signals
import Telemetry
import TestSupport
import Testing

/// Dashboards in the shape of those that are downloaded most often: what becomes of each stands beside
/// it, and is sound.
@Suite struct DashboardShapeTests {
  private static let folder = Golden.folder(of: #filePath) + "/Dashboards"

  static let names = [
    "blackbox", "cadvisor", "docker", "elasticsearch", "go-runtime", "haproxy", "jvm-micrometer",
    "kafka", "kubernetes-cluster", "loki-logs", "mysql-overview", "nginx", "node-exporter-full",
    "postgresql", "prometheus-stats", "rabbitmq", "redis", "spring-boot", "traefik",
    "windows-exporter",
  ]

  private func dashboard(
    _ name: String,
    chosen: [String: [String]] = [:]
  ) throws -> GrafanaImport {
    let json = try #require(Golden.read("\(Self.folder)/\(name).json"))
    return try GrafanaImport(json: Array(json.utf8), chosen: chosen, taken: ["latency", "errors"])
  }

  @Test(arguments: names) func whatBecomesOfItIsAsRecorded(_ name: String) throws {
    let dashboard = try dashboard(name)
    var text = "\(dashboard.title): \(dashboard.panels.count) of \(dashboard.count)\n"
    for remark in dashboard.remarks {
      text += "\(remark.kind.rawValue): \(remark.subject): \(remark.text)\n"
    }
    text += JSONText(dashboard.configuration, .spread).text + "\n"
    let path = "\(Self.folder)/\(name).txt"
    if Golden.isRecording { try Golden.write(text, to: path) }
    #expect(Golden.read(path) == text)
  }

  @Test(arguments: names) func configurationReadsItBack(_ name: String) throws {
    let dashboard = try dashboard(name)
    let text = JSONText(dashboard.configuration, .spread)
    let resolution = SettingsResolution(
      ConfigSources(file: ConfigSources.File(path: "\(name).json", bytes: text.bytes))
    )
    #expect(resolution.problems.isEmpty)
    #expect(resolution.settings?.ownPanels == dashboard.panels)
  }

  @Test(arguments: names) func everyExpressionIsPromQL(_ name: String) throws {
    for line in try dashboard(name).panels.flatMap(\.lines) {
      let text = line.resolved(matchers: "", window: .seconds(60), range: .seconds(900))
      if line.language == .promQL { #expect(throws: Never.self) { try Expression.parse(text) } }
      #expect(!text.contains("$__") && !text.contains("${"))
    }
  }

  /// Panels as far as this test looks at them; rows hold some.
  private struct Shape: Decodable {
    let type: String?
    let title: String?
    let panels: [Shape]?
    let rows: [Shape]?

    /// The titles of panels that name no variable.
    var titles: [String] {
      let own = type == nil || type == "row" ? [] : [title ?? ""]
      return (own + ((panels ?? []) + (rows ?? [])).flatMap(\.titles))
        .filter { !$0.isEmpty && !$0.contains("$") }
    }

    private enum Key: CodingKey { case type, title, panels, rows, dashboard }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      type = try values.decodeIfPresent(String.self, forKey: .type)
      title = try values.decodeIfPresent(String.self, forKey: .title)
      let inner = try? values.decodeIfPresent(Shape.self, forKey: .dashboard)
      panels = try inner?.panels ?? values.decodeIfPresent([Shape].self, forKey: .panels)
      rows = try values.decodeIfPresent([Shape].self, forKey: .rows)
    }
  }

  @Test(arguments: names.filter { $0 != "go-runtime" })
  func noPanelIsLostWithoutAWord(_ name: String) throws {
    let json = try #require(Golden.read("\(Self.folder)/\(name).json"))
    let titles = try JSONDecoder().decode(Shape.self, from: Data(json.utf8)).titles
    let dashboard = try dashboard(name)
    let told = dashboard.panels.map(\.title) + dashboard.remarks.map(\.subject)
    #expect(!titles.isEmpty)
    for title in titles { #expect(told.contains { $0.contains(title) }, "\(title)") }
  }
}
