/// Columns and rows; never negative.
package struct Size: Hashable, Sendable {
  /// Columns.
  package var width: Int
  /// Rows.
  package var height: Int

  /// Negative numbers become 0.
  package init(_ width: Int, _ height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A rectangle of cells, counted from the grid's top left corner; its size is never negative.
package struct Rect: Hashable, Sendable {
  /// The leftmost column.
  package var x: Int
  /// The top row.
  package var y: Int
  /// Columns.
  package var width: Int
  /// Rows.
  package var height: Int

  /// Negative sizes become 0.
  package init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The rectangle of a whole grid.
  package init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }

  /// The first column right of it.
  package var endX: Int { x + width }
  /// The first row below it.
  package var endY: Int { y + height }
  /// Whether it holds no cell.
  package var isEmpty: Bool { width == 0 || height == 0 }
  /// Its columns and rows.
  package var size: Size { Size(width, height) }

  /// The rectangle without a border of so many cells on each side.
  package func inset(horizontal: Int, vertical: Int) -> Rect {
    Rect(
      x: x + horizontal,
      y: y + vertical,
      width: width - 2 * horizontal,
      height: height - 2 * vertical
    )
  }

  /// One row of it, counted from its top; empty when there is no such row.
  package func row(_ index: Int) -> Rect {
    let inside = index >= 0 && index < height
    return Rect(x: x, y: y + index, width: inside ? width : 0, height: inside ? 1 : 0)
  }

  /// Whether a cell lies in it.
  package func contains(x column: Int, y row: Int) -> Bool {
    column >= x && column < endX && row >= y && row < endY
  }

  /// The part that both share.
  package func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(
      x: left,
      y: top,
      width: min(endX, other.endX) - left,
      height: min(endY, other.endY) - top
    )
  }
}
