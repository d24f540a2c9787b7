/// The characters that screens are drawn with beside text: every one takes one column.
///
/// Widgets are given a set instead of choosing one, so that a whole screen can be drawn with ASCII
/// alone. `unicode` keeps to box drawing, blocks, braille and signs that every terminal font and
/// every width table has as one column; emoji are never among them.
package struct Symbols: Hashable, Sendable {
  /// The lines of a border.
  package struct Border: Hashable, Sendable {
    /// Corners.
    package let topLeft, topRight, bottomLeft, bottomRight: Unicode.Scalar
    /// Lines between corners.
    package let horizontal, vertical: Unicode.Scalar
  }

  /// Signs that stand in text.
  package struct Signs: Hashable, Sendable {
    /// Past a threshold, firing.
    package let alarm: Unicode.Scalar
    /// There, answering.
    package let dot: Unicode.Scalar
    /// Not there.
    package let circle: Unicode.Scalar
    /// Pending, waiting for time to pass.
    package let clock: Unicode.Scalar
    /// Good.
    package let check: Unicode.Scalar
    /// Failed.
    package let cross: Unicode.Scalar
    /// Separator between facts on one line.
    package let separator: Unicode.Scalar
    /// In place of a value that is missing.
    package let dash: Unicode.Scalar
    /// Greater or equal.
    package let atLeast: Unicode.Scalar
    /// Approximately.
    package let about: Unicode.Scalar
    /// Signs that tell chart series apart without colour, in the order of the palette.
    package let series: [Unicode.Scalar]
  }

  /// Arrows, and what is drawn at an edge beyond which there is more.
  package struct Arrows: Hashable, Sendable {
    /// The four directions.
    package let up, down, left, right: Unicode.Scalar
    /// Ascending and descending order.
    package let ascending, descending: Unicode.Scalar
  }

  /// Lines and axes of charts and gauges.
  package struct Lines: Hashable, Sendable {
    /// The y axis between its labels.
    package let axis: Unicode.Scalar
    /// The y axis beside a label.
    package let axisTick: Unicode.Scalar
    /// A threshold across a chart.
    package let threshold: Unicode.Scalar
    /// The time cursor down a chart.
    package let cursor: Unicode.Scalar
    /// What has happened, down a chart.
    package let mark: Unicode.Scalar
    /// A column without data.
    package let gap: Unicode.Scalar
    /// The part of a gauge that is not filled.
    package let track: Unicode.Scalar
    /// A threshold on a gauge.
    package let gaugeMark: Unicode.Scalar
    /// The gauge's two ends; `nil` where it needs none.
    package let gaugeOpen, gaugeClose: Unicode.Scalar?
  }

  /// Borders of panels.
  package let border: Border
  /// Border of the panel that has the focus; told apart without colour.
  package let focusBorder: Border
  /// One eighth to eight eighths of a cell, filled from the bottom; 8 long.
  package let verticalEighths: [Unicode.Scalar]
  /// One eighth to eight eighths of a cell, filled from the left; 8 long.
  ///
  /// In ASCII the first four are blank.
  package let horizontalEighths: [Unicode.Scalar]
  /// Shades of a cell, from the faintest to a filled one: one more than `HeatMap.shares`.
  ///
  /// None of them stands for a gap, an axis or the cursor.
  package let shades: [Unicode.Scalar]
  /// Where text was cut or parts were left out.
  package let ellipsis: Unicode.Scalar
  /// Signs in text.
  package let signs: Signs
  /// Arrows.
  package let arrows: Arrows
  /// Lines of charts and gauges.
  package let lines: Lines
  /// Whether every symbol is ASCII.
  package let isASCII: Bool

  /// The character that shows some of the eight dots of a cell, two across and four down.
  ///
  /// Bit `2 * row + column` stands for a dot; 0 is a blank. ASCII tells top, middle, bottom, both
  /// ends, a vertical stroke and a filled cell apart.
  package func dots(_ bits: UInt8) -> Unicode.Scalar {
    guard bits != 0 else { return " " }
    guard isASCII else { return Unicode.Scalar(0x2800 + Self.brailleBits(bits)) ?? " " }
    let rows = (0..<4).filter { bits >> (2 * $0) & 3 != 0 }
    if rows.count == 4 { return bits == 0xFF ? "#" : "|" }
    if rows.allSatisfy({ $0 <= 1 }) { return "'" }
    if rows.allSatisfy({ $0 >= 2 }) { return "." }
    return rows == [1, 2] ? "*" : ":"
  }

  /// Unicode numbers the dots of braille column by column for the upper three rows, and the
  /// fourth row afterwards.
  private static func brailleBits(_ bits: UInt8) -> UInt32 {
    let bits = UInt32(bits)
    let left = bits & 1 | bits >> 1 & 2 | bits >> 2 & 4
    let right = bits << 2 & 8 | bits << 1 & 16 | bits & 32
    return left | right | bits & 0xC0
  }
}

extension Symbols {
  /// Box drawing, blocks and braille.
  package static let unicode = Symbols(
    border: Border(
      topLeft: "┌",
      topRight: "┐",
      bottomLeft: "└",
      bottomRight: "┘",
      horizontal: "─",
      vertical: "│"
    ),
    focusBorder: Border(
      topLeft: "┏",
      topRight: "┓",
      bottomLeft: "┗",
      bottomRight: "┛",
      horizontal: "━",
      vertical: "┃"
    ),
    verticalEighths: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    horizontalEighths: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    shades: ["░", "▒", "▓", "█"],
    ellipsis: "…",
    signs: Signs(
      alarm: "▲",
      dot: "●",
      circle: "○",
      clock: "◷",
      check: "✓",
      cross: "✗",
      separator: "·",
      dash: "–",
      atLeast: "≥",
      about: "≈",
      series: ["●", "◆", "■", "▼", "○", "◇", "□", "▽"]
    ),
    arrows: Arrows(
      up: "↑",
      down: "↓",
      left: "←",
      right: "→",
      ascending: "▴",
      descending: "▾"
    ),
    lines: Lines(
      axis: "│",
      axisTick: "┤",
      threshold: "┄",
      cursor: "│",
      mark: "┊",
      gap: "·",
      track: "·",
      gaugeMark: "╎",
      gaugeOpen: nil,
      gaugeClose: nil
    ),
    isASCII: false
  )

  /// ASCII only, for locales without UTF-8 and terminals without the glyphs.
  package static let ascii = Symbols(
    border: Border(
      topLeft: "+",
      topRight: "+",
      bottomLeft: "+",
      bottomRight: "+",
      horizontal: "-",
      vertical: "|"
    ),
    focusBorder: Border(
      topLeft: "#",
      topRight: "#",
      bottomLeft: "#",
      bottomRight: "#",
      horizontal: "=",
      vertical: "#"
    ),
    verticalEighths: ["_", ".", ":", "-", "=", "+", "*", "#"],
    horizontalEighths: [" ", " ", " ", " ", "#", "#", "#", "#"],
    shades: ["-", "=", "*", "#"],
    ellipsis: "~",
    signs: Signs(
      alarm: "!",
      dot: "*",
      circle: "o",
      clock: "@",
      check: "+",
      cross: "x",
      separator: "|",
      dash: "-",
      atLeast: ">",
      about: "~",
      series: ["1", "2", "3", "4", "5", "6", "7", "8"]
    ),
    arrows: Arrows(
      up: "^",
      down: "v",
      left: "<",
      right: ">",
      ascending: "^",
      descending: "v"
    ),
    lines: Lines(
      axis: "|",
      axisTick: "+",
      threshold: "-",
      cursor: "|",
      mark: ":",
      gap: ".",
      track: "-",
      gaugeMark: "!",
      gaugeOpen: "[",
      gaugeClose: "]"
    ),
    isASCII: true
  )
}
