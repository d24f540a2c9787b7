package import Telemetry

/// A panel of the user's own.
package struct OwnPanel: Hashable, Sendable {
  /// One expression with its name in the legend.
  package struct Line: Hashable, Sendable {
    /// The PromQL; `$selector` stands for the matchers, `$window` for the rate window, `$range` for the
    /// range that is shown, and `$range_s` for its seconds.
    package var expression: String
    /// What its series are called, with `{{label}}` for values of labels; empty for all labels.
    package var legend: String

    package init(expression: String, legend: String = "") {
      self.expression = expression
      self.legend = legend
    }
  }

  /// How its values are shown.
  package enum Form: String, Hashable, Sendable, CaseIterable {
    /// Numbers above a chart of the range.
    case chart
    /// The present values alone, a row for each; no range is asked for.
    case values
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
  /// How its values are shown.
  package var form = Form.chart
  /// The value of a full gauge, in the unit; `nil` draws none.
  ///
  /// Only rows have gauges.
  package var full: Double?
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

extension OwnPanel.Line {
  /// The PromQL as it is asked: `$selector`, `$window`, `$range` and `$range_s` are the only words that
  /// are replaced.
  ///
  /// - Parameters:
  ///   - matchers: What stands for `$selector`, with commas between.
  ///   - window: What stands for `$window`.
  ///   - range: What stands for `$range`.
  /// - Returns: The PromQL.
  package func promQL(matchers: String, window: Duration, range: Duration) -> String {
    expression
      .replacingAll("$selector", with: matchers)
      .replacingAll("$window", with: window.prometheusText)
      .replacingAll("$range_s", with: "\(range.components.seconds)")
      .replacingAll("$range", with: range.prometheusText)
  }
}

extension String {
  /// Every occurrence of a text replaced by another, from left to right.
  fileprivate func replacingAll(_ target: String, with replacement: String) -> String {
    var result = ""
    var rest = self[...]
    while let first = rest.first {
      if rest.hasPrefix(target) {
        result += replacement
        rest = rest.dropFirst(target.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
