import PromQL
import Telemetry
import YAML

/// The rules of a file as they are written.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/> and
///   <https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/>.
struct RuleFileText {
  /// A group with what it is read from.
  struct Group {
    let node: YAMLNode
    let name: String
    let interval: Duration?
    let rules: [YAMLNode]
  }

  let file: ReadFile
  /// In the order of the file; of a manifest, of all its rule objects.
  let groups: [Group]

  init(_ file: ReadFile) {
    self.file = file
    let roots =
      file.kind == .kubernetesRules
      ? file.documents.filter { $0["kind"]?.text == "PrometheusRule" }.compactMap { $0["spec"] }
      : file.documents.prefix(1).map(\.self)
    groups = roots.flatMap { $0["groups"]?.items ?? [] }.map { node in
      Group(
        node: node,
        name: node["name"]?.text ?? "",
        interval: node["interval"]?.duration,
        rules: node["rules"]?.items ?? []
      )
    }
  }

  /// Whether any of the rules alerts.
  var hasAlerts: Bool { groups.contains { $0.rules.contains { $0["alert"] != nil } } }

  /// The rules that have a name and an expression; groups without an interval are evaluated so often,
  /// or nobody knows how often.
  func written(every evaluation: Duration?) -> [WrittenRule] {
    groups.flatMap { group in
      group.rules.compactMap { node -> WrittenRule? in
        let alert = node["alert"]?.text
        guard let name = alert ?? node["record"]?.text, let expression = node["expr"]?.text,
          !SettingText.isFilledIn(expression)
        else { return nil }
        var rule = WrittenRule(
          name,
          group: group.name,
          expression: expression,
          at: file.place(node)
        )
        rule.kind = alert == nil ? .recording : .alerting
        rule.holdFor = node["for"]?.duration ?? .zero
        rule.interval = group.interval ?? evaluation
        rule.labels = LabelSet(texts(node["labels"]))
        rule.annotations = texts(node["annotations"])
        return rule
      }
    }
  }

  private func texts(_ node: YAMLNode?) -> [String: String] {
    let fields = (node?.entries ?? []).map { ($0.key, $0.value.text ?? "") }
    return Dictionary(fields) { $1 }
  }
}
