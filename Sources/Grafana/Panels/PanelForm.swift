import Signals

/// What becomes of a kind of visualisation.
enum PanelForm: Hashable {
  /// An own panel of a form; what it loses by that, or `nil` for nothing.
  case own(OwnPanel.Form, loss: String?)
  /// Log lines.
  case logs
  /// Nothing, with the reason.
  case none(String)

  /// - Parameter type: The ID of the visualisation, of any version.
  init(_ type: String) {
    self = Self.table[type] ?? .none("goldtop has no panel of the kind '\(type)'")
  }

  /// By ID.
  ///
  /// Those of plugins that were downloaded often are named too.
  private static let table: [String: PanelForm] = {
    var table: [String: PanelForm] = [
      "logs": .logs,
      "heatmap": .none("an own panel has no heat map: chart its quantiles"),
      "text": .none("a text asks nothing"),
      "alertlist": .none("alerts have a view of their own"),
      "dashlist": .none("a list of dashboards asks nothing"),
      "state-timeline": .own(.chart, loss: "states are drawn as lines of their numbers"),
      "status-history": .own(.chart, loss: "states are drawn as lines of their numbers"),
      "piechart": .own(.values, loss: "shares are listed and not drawn as a pie"),
      "grafana-piechart-panel": .own(.values, loss: "shares are listed and not drawn as a pie"),
      "barchart": .own(.values, loss: "bars are listed as values"),
      "histogram": .none("an own panel has no histogram of its values"),
      "row": .none("a row asks nothing"),
    ]
    for type in ["timeseries", "graph", "trend"] {
      table[type] = .own(.chart, loss: nil)
    }
    let values = [
      "stat", "singlestat", "gauge", "bargauge", "table", "table-old", "grafana-singlestat-panel",
    ]
    for type in values { table[type] = .own(.values, loss: nil) }
    for type in ["news", "welcome", "gettingstarted", "annolist", "canvas", "geomap", "nodeGraph"] {
      table[type] = .none("'\(type)' shows no values of series")
    }
    return table
  }()
}
