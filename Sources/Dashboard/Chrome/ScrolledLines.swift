import Screen

/// Lines of which an area shows those from an offset on; what lies above or below is marked right of
/// them.
struct ScrolledLines {
  /// All lines.
  let lines: [TextLine]
  /// The first line shown.
  let offset: Int

  /// The columns at the right of lines that can be scrolled: a blank, and where there is more.
  static let markWidth = 2

  /// How far lines can be scrolled in so many rows.
  static func limit(_ count: Int, in height: Int) -> Int { max(0, count - max(1, height)) }

  /// The first line shown after a move; left and right are none.
  ///
  /// - Parameters:
  ///   - offset: The first line shown before.
  ///   - move: The way.
  ///   - limit: The offset at which the last line is on screen.
  ///   - page: The lines of a page.
  /// - Returns: An offset within the limit.
  static func offset(_ offset: Int, moved move: Action.Move, limit: Int, page: Int) -> Int {
    max(0, min(move.target(from: offset, last: limit, page: page) ?? offset, limit))
  }

  func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    var text = area
    if lines.count > area.height { text.width = max(1, area.width - Self.markWidth) }
    let first = max(0, min(offset, lines.count - area.height))
    let shown = Target.Shown(first: first, visible: area.height, count: lines.count)
    grid.mark(area, as: .rows(shown))
    for (row, line) in lines.dropFirst(first).prefix(area.height).enumerated() {
      line.draw(in: text.row(row), on: &grid, symbols: symbols)
    }
    if first > 0 {
      grid.set(symbols.arrows.up, x: area.endX - 1, y: area.y, style: Style(.key, .bold))
    }
    if first + area.height < lines.count {
      grid.set(symbols.arrows.down, x: area.endX - 1, y: area.endY - 1, style: Style(.key, .bold))
    }
  }
}
