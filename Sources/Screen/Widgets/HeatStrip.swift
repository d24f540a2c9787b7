/// One line of cells in shades from calm to alarming, told apart by their characters too.
package struct HeatStrip: Hashable, Sendable {
  /// The shades that a cell can have.
  package enum Level: Int, Hashable, Sendable, Comparable, CaseIterable {
    case calm, raised, warning, critical

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

    fileprivate var role: Role {
      switch self {
      case .calm: .shade1
      case .raised: .shade2
      case .warning: .warning
      case .critical: .critical
      }
    }
  }

  /// The cells from the left; `nil` is a gap.
  package var levels: [Level?]

  package init(_ levels: [Level?]) { self.levels = levels }

  /// What the shades mean, calm first.
  package static func legend(_ words: [String], _ symbols: Symbols) -> String {
    zip(symbols.shades, words).map { "\(Character($0)) \($1)" }.joined(separator: " ")
  }

  /// Draws as many cells as there is room for into the first row of an area.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    for (column, level) in levels.prefix(area.width).enumerated() {
      let symbol = level.map { symbols.shades[$0.rawValue] } ?? symbols.lines.gap
      grid.set(symbol, x: area.x + column, y: area.y, style: Style(level?.role ?? .muted))
    }
  }
}
