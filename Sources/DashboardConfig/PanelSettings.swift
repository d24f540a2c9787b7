package import Signals
package import Telemetry

/// A panel that the user wrote.
package struct PanelSettings: Hashable, Sendable {
  /// One expression of it.
  package struct Query: Hashable, Sendable {
    /// The PromQL, as it was written; `$selector` stands for the matchers and `$window` for the
    /// rate window.
    package var expression: String
    /// Legend of its series, with `{{label}}` for label values; `nil` for all labels.
    package var legend: String?

    package init(_ expression: String, legend: String? = nil) {
      self.expression = expression
      self.legend = legend
    }
  }

  /// The name by which `panels.hide` and `panels.order` call it: lower-case letters, digits and
  /// dashes, and none of goldtop's own.
  package var name: String
  /// The title.
  package var title: String
  /// The unit of its values.
  package var unit: SignalUnit
  /// Where its values are bad, in the unit; `nil` where no bound is set.
  package var threshold: Threshold?
  /// The queries; at least one.
  package var queries: [Query]

  package init(
    name: String,
    title: String,
    unit: SignalUnit,
    threshold: Threshold?,
    queries: [Query]
  ) {
    self.name = name
    self.title = title
    self.unit = unit
    self.threshold = threshold
    self.queries = queries
  }

  /// The units that a panel may have, as they are written.
  static let units = SignalUnit.allCases.filter { $0 != .time }.map(\.rawValue)
}
