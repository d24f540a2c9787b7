/// A panel of a dashboard, in the form that panels of schema version 1 have, whatever the dashboard's.
struct SourcePanel {
  /// Its JSON.
  let node: GrafanaNode
  /// The title of the row or tab that it is in; empty for none.
  let row: String
  /// The variables that it is repeated by, the outermost first.
  let repeats: [String]

  /// The kind of visualisation, such as `timeseries`.
  var type: String { node["type"].text ?? "" }
  /// The title as it is written, with variables in it.
  var title: String { node["title"].text ?? "" }
}
