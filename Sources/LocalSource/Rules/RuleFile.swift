package import PromQL

/// The rules of one file, in Prometheus' own format.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/> and
///   <https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/>.
package struct RuleFile: Sendable {
  /// In the order of the file.
  package var groups: [RuleGroup]
  /// Parts of the file that are ignored, each with its place and the reason.
  package var remarks: [RuleProblem] = []

  package init(groups: [RuleGroup]) {
    self.groups = groups
  }
}

/// Rules that are evaluated together, one after the other.
package struct RuleGroup: Sendable {
  /// The name, which the file has once.
  package var name: String
  /// How often it is evaluated; `nil` for the default of who evaluates.
  package var interval: Duration?
  /// The most alerts or series that one of its rules may make; 0 for any number.
  package var limit: Int
  /// In the order of the file.
  package var rules: [Rule]

  package init(name: String, interval: Duration? = nil, limit: Int = 0, rules: [Rule]) {
    self.name = name
    self.interval = interval
    self.limit = limit
    self.rules = rules
  }
}

/// A recording or an alerting rule.
package struct Rule: Sendable {
  /// The output of the rule.
  package enum Kind: Hashable, Sendable {
    /// Series of the rule's name.
    case recording
    /// Alerts that fire once the expression holds so long, and go on so long after it held.
    case alerting(holdFor: Duration, keepFiringFor: Duration)
  }

  /// The name of the series or the alert.
  package var name: String
  /// The output.
  package var kind: Kind
  /// The expression as it was written.
  package var text: String
  /// The expression.
  package var expression: Expression
  /// Labels that are added, their values templates in alerting rules.
  package var labels: [(name: String, value: RuleTemplate)]
  /// Annotations of alerts.
  package var annotations: [(name: String, value: RuleTemplate)]

  package init(
    name: String,
    kind: Kind,
    text: String,
    expression: Expression
  ) {
    self.name = name
    self.kind = kind
    self.text = text
    self.expression = expression
    labels = []
    annotations = []
  }
}

/// Something that is wrong with a rule file.
package struct RuleProblem: Error, Hashable, Sendable {
  /// The line, from 1.
  package var line: Int
  /// The byte in the line, from 1.
  package var column: Int
  /// The problem.
  package var reason: String

  package init(line: Int, column: Int, reason: String) {
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// All in one line, for people and for editors: `4:11: reason`.
  package var message: String { "\(line):\(column): \(reason)" }
}

/// All that is wrong with a rule file; never empty.
package struct RuleProblems: Error, Hashable, Sendable {
  /// In the order of the file.
  package var problems: [RuleProblem]

  /// One line for each.
  package var message: String { problems.map(\.message).joined(separator: "\n") }
}
