import Telemetry

/// A case for `promtool test rules`.
struct RuleTest {
  /// A series of the case, and its values in promtool's notation.
  typealias Series = (selector: String, values: String)

  /// An alert that has to fire.
  struct Firing {
    let severity: String
    let job: String
    /// What the rule measures, as the template of the summary writes it.
    var value = ""
  }

  /// What an alert has to do at a moment.
  struct Expectation {
    let alert: String
    let time: String
    let firing: [Firing]
  }

  let name: String
  let series: [Series]
  let alerts: [Expectation]
  /// Expressions that must have no value at a moment.
  var empty: [(expression: String, time: String)] = []

  /// A series with its labels.
  static func series(
    _ metric: String,
    _ labels: [(String, String)],
    _ values: String
  ) -> Series {
    (PromQLText.selector(metric, labels.map { LabelMatcher($0, .equal, $1) }), values)
  }
}
