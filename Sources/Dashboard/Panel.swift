package import Signals

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
  /// What it asks; more for the full screen than for the overview.
  package let queries: @Sendable (QueryContext, _ isFullScreen: Bool) -> [PanelQuery]
  /// What it has to say.
  package let content: @Sendable (PanelInput) -> PanelContent

  /// Makes a panel.
  package init(
    id: String,
    title: String,
    minimumWidth: Int = 36,
    isChart: Bool = true,
    queries: @escaping @Sendable (QueryContext, _ isFullScreen: Bool) -> [PanelQuery],
    content: @escaping @Sendable (PanelInput) -> PanelContent
  ) {
    self.id = id
    self.title = title
    self.minimumWidth = minimumWidth
    self.isChart = isChart
    self.queries = queries
    self.content = content
  }
}
