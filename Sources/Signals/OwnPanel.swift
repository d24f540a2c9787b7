package import Telemetry

/// A panel of the user's own.
package struct OwnPanel: Hashable, Sendable {
  /// One expression with its name in the legend.
  package struct Line: Hashable, Sendable {
    /// The language of an expression, which says who is asked.
    package enum Language: Hashable, Sendable {
      /// That of the metrics server.
      case promQL
      /// Loki's.
      case logQL
    }

    /// The expression; `$selector` stands for the matchers, `$window` for the rate window, `$range` for
    /// the range that is shown, and `$range_s` for its seconds.
    package var expression: String
    /// What its series are called, with `{{label}}` for values of labels; empty for all labels.
    package var legend: String
    /// Its language.
    package var language: Language

    package init(expression: String, legend: String = "", language: Language = .promQL) {
      self.expression = expression
      self.legend = legend
      self.language = language
    }
  }

  /// How its values are shown.
  package enum Form: String, Hashable, Sendable, CaseIterable {
    /// Numbers above a chart of the range.
    case chart
    /// The present values alone, a row for each; no range is asked for.
    case values
    /// The newest log lines.
    case logs
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
  /// Words that stand for values, such as those of states; the first that fits a value is shown.
  package var texts: [ValueText] = []
  /// Whether the lines of its chart are shares of a whole.
  package var isStacked = false
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

  /// Whether it asks for log lines of the service that is looked at.
  package var asksLogsOfService: Bool {
    lines.contains { $0.language == .logQL && $0.expression.contains("$selector") }
  }

  /// The units that one may have, as they are written.
  package static let units = SignalUnit.allCases.filter { $0 != .time }.map(\.rawValue)
}

extension OwnPanel.Line {
  /// The expression as it is asked: `$selector`, `$window`, `$range` and `$range_s` are the only words
  /// that are replaced.
  ///
  /// - Parameters:
  ///   - matchers: What stands for `$selector`, with commas between.
  ///   - window: What stands for `$window`.
  ///   - range: What stands for `$range`.
  /// - Returns: The expression.
  package func resolved(matchers: String, window: Duration, range: Duration) -> String {
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
