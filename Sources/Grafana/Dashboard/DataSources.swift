/// What kind of data source a query goes to.
enum DataSourceKind: Hashable, Sendable {
  /// Prometheus, or a server with its API.
  case prometheus
  /// Loki, or a server with its API.
  case loki
  /// Another, by the name of its plugin or its own.
  case other(String)
}

/// The data sources of a dashboard.
struct DataSources {
  private let inputs: [String: GrafanaNode]
  private let variables: [String: String]

  /// - Parameters:
  ///   - inputs: What whoever imports the dashboard is to give.
  ///   - variables: The variables of the dashboard, of which those of data sources name a plugin.
  init(inputs: [String: GrafanaNode], variables: [GrafanaNode]) {
    self.inputs = inputs
    let plugins = variables.filter { $0["type"].text == "datasource" }.compactMap { variable in
      variable["name"].text.flatMap { name in variable["query"].text.map { (name, $0) } }
    }
    self.variables = Dictionary(plugins) { first, _ in first }
  }

  /// The kind of a query's source: the query's own, or that of its panel; `nil` for the default one,
  /// of which the file does not say the kind.
  func kind(of target: GrafanaNode, in panel: GrafanaNode) -> DataSourceKind? {
    for source in [target["datasource"], panel["datasource"]] {
      if let type = source["type"].text, type != "datasource" { return Self.kind(plugin: type) }
      guard let name = source.text ?? source["uid"].text else { continue }
      // Then each query says its own.
      if name == "-- Mixed --" { continue }
      if name.hasPrefix("-- ") { return .other(name) }
      return kind(named: name)
    }
    return nil
  }

  private func kind(named name: String) -> DataSourceKind? {
    let variable = name.filter { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    if let plugin = inputs[variable]?["pluginId"].text { return Self.kind(plugin: plugin) }
    if let plugin = variables[variable] { return Self.kind(plugin: plugin) }
    let lowered = name.lowercased()
    if lowered.contains("loki") { return .loki }
    return lowered.contains("prom") ? .prometheus : nil
  }

  private static func kind(plugin: String) -> DataSourceKind {
    let lowered = plugin.lowercased()
    if lowered == "loki" { return .loki }
    let isKin = ["prometheus", "victoriametrics-metrics", "mimir", "thanos"].contains {
      lowered.contains($0)
    }
    return isKin ? .prometheus : .other(plugin)
  }
}
