/// Arrows at the right edge of an area that say that there is more above or below.
package struct ScrollMarks: Hashable, Sendable {
  /// Whether something is hidden above.
  package var hasAbove: Bool
  /// Whether something is hidden below.
  package var hasBelow: Bool

  package init(hasAbove: Bool, hasBelow: Bool) {
    self.hasAbove = hasAbove
    self.hasBelow = hasBelow
  }

  /// Draws over the last column; in a single row the one below wins.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    let x = area.endX - 1
    if hasAbove { grid.set(symbols.arrows.up, x: x, y: area.y, style: Style(.muted)) }
    if hasBelow { grid.set(symbols.arrows.down, x: x, y: area.endY - 1, style: Style(.muted)) }
  }

  /// The first row to show so that a selected one is visible, moving as little as possible.
  ///
  /// - Parameters:
  ///   - selected: The row that must be visible; others than 0..<count are clamped.
  ///   - offset: The first row shown before.
  ///   - visible: How many rows are shown.
  ///   - count: How many rows there are.
  /// - Returns: An offset that leaves no empty rows below the last one.
  package static func offset(
    showing selected: Int,
    from offset: Int,
    visible: Int,
    count: Int
  ) -> Int {
    let selected = max(0, min(count - 1, selected))
    let rows = max(1, visible)
    let near = max(selected - rows + 1, min(offset, selected))
    return max(0, min(near, count - rows))
  }
}
