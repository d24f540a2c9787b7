import YAML

/// What a file configures, told by its fields; by its name only where its YAML cannot be read.
enum FileKind: Hashable {
  case prometheus
  /// Rule files of Prometheus.
  case rules
  /// Rules in a `PrometheusRule` of Kubernetes.
  case kubernetesRules
  /// Rule files of another server, whose expressions are in this language.
  case foreignRules(String)
  case alertmanager
  case loki
  case promtail
  case alloy
  case compose
  /// Data sources that Grafana is provisioned with.
  case dataSources
  /// Settings of Grafana, which are no YAML.
  case grafana

  /// How it is called in messages.
  var words: String {
    switch self {
    case .prometheus: "Prometheus' configuration"
    case .rules: "rules"
    case .kubernetesRules: "rules of Kubernetes"
    case .foreignRules(let language): "rules in \(language)"
    case .alertmanager: "Alertmanager's configuration"
    case .loki: "Loki's configuration"
    case .promtail: "Promtail's configuration"
    case .alloy: "Alloy's configuration"
    case .compose: "a compose file"
    case .dataSources: "data sources of Grafana"
    case .grafana: "settings of Grafana"
    }
  }

  /// What documents configure; `nil` for what is nobody's here.
  init?(_ documents: [YAMLNode], name: String) {
    guard let root = documents.first(where: { $0.content != .nothing }) else { return nil }
    if let kind = Self.kubernetes(documents) {
      self = kind
    } else {
      let keys = Set(root.entries.map(\.key))
      guard let kind = Self.kind(root, keys, name) else { return nil }
      self = kind
    }
  }

  private static func kubernetes(_ documents: [YAMLNode]) -> Self? {
    documents.contains { $0["kind"]?.text == "PrometheusRule" } ? .kubernetesRules : nil
  }

  private static func kind(_ root: YAMLNode, _ keys: Set<String>, _ name: String) -> Self? {
    // Kubernetes and Grafana have it in all their files.
    if keys.contains("apiVersion") {
      return keys.contains("datasources") ? .dataSources : nil
    }
    if keys.contains("tests"), keys.contains("rule_files") { return nil }
    if keys.contains("groups") { return rules(root, name) }
    if keys.contains("scrape_configs"), keys.contains("clients") || keys.contains("positions") {
      return .promtail
    }
    if keys.contains("receivers"),
      keys.contains("route") || root["receivers"]?.items.isEmpty == false
    {
      return .alertmanager
    }
    if keys.contains("route"), !keys.contains("services") { return .alertmanager }
    if !keys.isDisjoint(with: lokiKeys) { return .loki }
    if !keys.isDisjoint(with: prometheusKeys) { return .prometheus }
    if let services = root["services"], !services.entries.isEmpty,
      services.entries.allSatisfy({ if case .mapping = $0.value.content { true } else { false } })
    {
      return .compose
    }
    return nil
  }

  private static let lokiKeys: Set = [
    "schema_config", "storage_config", "limits_config", "chunk_store_config", "table_manager",
  ]

  private static let prometheusKeys: Set = [
    "scrape_configs", "rule_files", "alerting", "remote_write", "scrape_config_files",
  ]

  /// Whose rules they are: Loki's where an expression filters lines, vmalert's where a group has fields
  /// of its own, and else Prometheus'.
  ///
  /// - Source: <https://docs.victoriametrics.com/victoriametrics/vmalert/#groups>.
  private static func rules(_ root: YAMLNode, _ name: String) -> Self {
    let groups = root["groups"]?.items ?? []
    let own: Set = [
      "type", "concurrency", "params", "eval_offset", "eval_delay", "headers", "debug",
    ]
    if groups.contains(where: { !own.isDisjoint(with: $0.entries.map(\.key)) }) {
      return .foreignRules("MetricsQL")
    }
    let pipes = ["|= ", "|~ ", "| json", "| logfmt", "| pattern ", "| unwrap "]
    let expressions = groups.flatMap { $0["rules"]?.items ?? [] }.compactMap { $0["expr"]?.text }
    // A folder of that name may as well have Prometheus' rules about Loki.
    let isOfLoki = name.lowercased().split(separator: "/").dropLast().contains("loki")
    let isLoki = expressions.contains { text in
      pipes.contains { text.contains($0) }
        || isOfLoki && RuleExpressionChecks.refusal(of: text) != nil
    }
    return isLoki ? .foreignRules("LogQL") : .rules
  }

  /// What a file that is not valid YAML is meant for, by its name; `nil` for what is nobody's here.
  init?(name: String) {
    let base = (name.split(separator: "/").last ?? "").lowercased()
    guard base.hasSuffix(".yml") || base.hasSuffix(".yaml") || base.hasSuffix(".rules") else {
      return nil
    }
    if base.contains("rule") || base.contains("alerts") {
      self = .rules
    } else if base.hasPrefix("prometheus") {
      self = .prometheus
    } else if base.hasPrefix("alertmanager") {
      self = .alertmanager
    } else if base.hasPrefix("loki") {
      self = .loki
    } else if base.hasPrefix("promtail") {
      self = .promtail
    } else if base.contains("compose") {
      self = .compose
    } else {
      return nil
    }
  }
}
