import Signals

/// A query of a panel.
struct PanelQuery {
  /// The letter that transformations and overrides call it by.
  let letter: String
  /// The expression as own panels write it.
  var expression: String
  /// The legend, with `{{label}}` for labels; empty for all labels.
  var legend: String
  /// Its language.
  var language = OwnPanel.Line.Language.promQL
  /// The ID of its unit, where an override gives it one of its own.
  var unit: String?

  /// The line of an own panel, with values of its unit.
  func line(_ unit: GrafanaUnit) -> OwnPanel.Line {
    OwnPanel.Line(expression: unit.scaled(expression), legend: legend, language: language)
  }
}
