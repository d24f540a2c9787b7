package import Signals

/// How much of a panel is looked at, which decides what is asked for it.
package struct PanelDetail: Hashable, Sendable {
  /// Whether it fills the screen.
  package var isFullScreen = false
  /// Whether there is room for a heat map.
  package var hasRoomForHeat = false
  /// The rows of the screen, of which lines of a log need no more.
  package var rows = 24
  /// Whether the time cursor is open, so that single values are wanted over the window.
  package var hasCursor = false

  /// A panel of the overview without a cursor.
  package init() {}
}

/// A panel: what it asks, and what it makes of the answers.
package struct Panel: Sendable, Identifiable {
  /// Unique; settings hide and order panels by it.
  package let id: String
  /// The title.
  package let title: String
  /// Columns that it needs as a box, with its border.
  package let minimumWidth: Int
  /// Whether a chart is its main part, which deserves more rows.
  package let isChart: Bool
  /// Its queries; more for the full screen and the time cursor than for the overview.
  package let queries: @Sendable (QueryContext, PanelDetail) -> [PanelQuery]
  /// Its content.
  package let content: @Sendable (PanelInput) -> PanelContent

  package init(
    id: String,
    title: String,
    minimumWidth: Int = 36,
    isChart: Bool = true,
    queries: @escaping @Sendable (QueryContext, PanelDetail) -> [PanelQuery],
    content: @escaping @Sendable (PanelInput) -> PanelContent
  ) {
    self.id = id
    self.title = title
    self.minimumWidth = minimumWidth
    self.isChart = isChart
    self.queries = queries
    self.content = content
  }

  /// Whether every service should have it.
  var isGolden: Bool { ["latency", "traffic", "errors"].contains(id) }
}
