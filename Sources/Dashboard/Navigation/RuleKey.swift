package import Telemetry

/// What an alerting rule is known by: several may share a name.
package struct RuleKey: Hashable, Sendable {
  /// The group that evaluates it.
  package let group: String
  /// Its name.
  package let name: String
  /// The labels that it adds.
  package let labels: LabelSet
  /// Its PromQL.
  package let expression: String

  package init(_ rule: AlertRule) {
    group = rule.group
    name = rule.name
    labels = rule.labels
    expression = rule.expression
  }
}
