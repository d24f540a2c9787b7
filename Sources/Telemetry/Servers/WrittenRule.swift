/// A rule with the group that evaluates it, as a server or a file tells of it.
///
/// - Source: `/api/v1/rules`, or a rule file.
package struct WrittenRule: Hashable, Sendable {
  /// What comes of a rule.
  package enum Kind: String, Hashable, Sendable {
    /// Alerts.
    case alerting
    /// Series.
    case recording
  }

  /// What comes of it.
  package var kind = Kind.alerting
  /// The alert's name, or that of the recorded metric.
  package var name: String
  /// The group that evaluates it.
  package var group: String
  /// PromQL as it was written.
  package var expression: String
  /// Where it stands: the server's file and group, or a file with its line.
  package var place: String
  /// How long the expression must hold before the alert fires.
  package var holdFor = Duration.zero
  /// How often its group is evaluated; `nil` where the server's own interval counts and is not known.
  package var interval: Duration?
  /// Labels that the rule adds.
  package var labels = LabelSet.empty
  /// Annotations by name, their templates as they were written.
  package var annotations: [String: String] = [:]
  /// What came of the latest evaluation; `nil` where nobody evaluates it, as in a file.
  package var health: AlertRule.Health?
  /// Why the latest evaluation failed; `nil` where it did not.
  package var lastError: String?
  /// When it was last evaluated; `nil` before the first time, and where nobody evaluates it.
  package var lastEvaluation: Timestamp?
  /// How long the latest evaluation of all rules of its group took; `nil` where nobody tells.
  package var groupTime: Duration?

  package init(_ name: String, group: String, expression: String, at place: String) {
    self.name = name
    self.group = group
    self.expression = expression
    self.place = place
  }
}
