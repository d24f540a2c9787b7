/// A black-and-white picture of dots, two across and four down in each cell.
struct DotCanvas: Hashable, Sendable {
  /// Cells across.
  let columns: Int
  /// Cells down.
  let rows: Int
  /// One byte a cell, row by row; bit `2 * row + column` is a dot.
  private(set) var bits: [UInt8]

  /// Negative numbers become 0.
  init(columns: Int, rows: Int) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    bits = Array(repeating: 0, count: self.columns * self.rows)
  }

  /// Dots across.
  var width: Int { columns * 2 }
  /// Dots down.
  var height: Int { rows * 4 }

  /// Sets one dot, counted from the top left; outside nothing happens.
  mutating func set(x: Int, y: Int) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    bits[(y / 4) * columns + x / 2] |= 1 << UInt8(2 * (y % 4) + x % 2)
  }

  /// Sets the dots of one column from one row through another, in any order.
  mutating func setColumn(x: Int, from first: Int, through last: Int) {
    let top = max(0, min(first, last))
    let bottom = min(height - 1, max(first, last))
    guard x >= 0, x < width, top <= bottom else { return }
    let column: UInt8 = x % 2 == 0 ? 0b0101_0101 : 0b1010_1010
    for row in top / 4...bottom / 4 {
      // The dots of the cell that lie above the top and below the bottom stay.
      let above = UInt8(2 * max(0, top - 4 * row))
      let below = UInt8(2 * max(0, 4 * row + 3 - bottom))
      bits[row * columns + x / 2] |= column & (0xFF << above) & (0xFF >> below)
    }
  }

  /// Draws a line between two dots and hands each visible column with its topmost and lowest row to
  /// `body`; columns outside cost nothing.
  ///
  /// The course depends on the two ends alone, not on the edges, so that a picture that moves keeps
  /// its dots.
  mutating func setLine(
    from start: (x: Int, y: Int),
    to end: (x: Int, y: Int),
    _ body: (_ x: Int, _ top: Int, _ bottom: Int) -> Void = { _, _, _ in }
  ) {
    guard start.x <= end.x else {
      setLine(from: end, to: start, body)
      return
    }
    let across = end.x - start.x
    let down = end.y - start.y
    for x in max(0, start.x)..<max(max(0, start.x), min(width, end.x + 1)) {
      var top: Int
      var bottom: Int
      if abs(down) <= across {
        let offset = across == 0 ? 0 : Self.rounded(2 * (x - start.x) * down, 2 * across)
        (top, bottom) = (start.y + offset, start.y + offset)
      } else {
        // A steep line is a stroke in each column, from half a column before to half one after.
        let before = max(0, 2 * (x - start.x) - 1)
        let after = min(2 * across, 2 * (x - start.x) + 1)
        let first = across == 0 ? 0 : Self.rounded(before * down, 2 * across)
        var last = across == 0 ? down : Self.rounded(after * down, 2 * across)
        if x < end.x, last != first { last -= down.signum() }
        top = start.y + min(first, last)
        bottom = start.y + max(first, last)
      }
      setColumn(x: x, from: top, through: bottom)
      body(x, top, bottom)
    }
  }

  /// A quotient rounded to the nearest whole number, halves upwards; the divisor is positive.
  private static func rounded(_ dividend: Int, _ divisor: Int) -> Int {
    let shifted = 2 * dividend + divisor
    let double = 2 * divisor
    return shifted >= 0 ? shifted / double : -((-shifted + double - 1) / double)
  }
}
