package import Telemetry

/// A panel of the user's own.
package struct OwnPanel: Hashable, Sendable {
  /// One expression with its name in the legend.
  package struct Line: Hashable, Sendable {
    /// The PromQL; `$selector` stands for the matchers and `$window` for the rate window.
    package var expression: String
    /// What its series are called, with `{{label}}` for values of labels; empty for all labels.
    package var legend: String

    package init(expression: String, legend: String = "") {
      self.expression = expression
      self.legend = legend
    }
  }

  /// The name by which `panels.hide` and `panels.order` call it: lower-case letters, digits and
  /// dashes, and none of goldtop's own.
  package var id: String
  /// The title.
  package var title: String
  /// The unit of all its lines.
  package var unit: SignalUnit
  /// Where its values are bad, in the unit; `nil` where no bound is set.
  package var threshold: Threshold?
  /// The lines; at least one.
  package var lines: [Line]

  package init(
    id: String,
    title: String,
    unit: SignalUnit,
    threshold: Threshold? = nil,
    lines: [Line]
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.threshold = threshold
    self.lines = lines
  }

  /// The units that one may have, as they are written.
  package static let units = SignalUnit.allCases.filter { $0 != .time }.map(\.rawValue)
}
