extension Grid {
  /// The grid with every character that is not ASCII replaced by a look-alike or a question mark.
  ///
  /// For terminals whose locale has nothing else: widgets drawn with `Symbols.ascii` are ASCII
  /// already, this is for texts. Combining marks go, and a wide character leaves a blank behind it.
  package func inASCII() -> Grid {
    var grid = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        let cell = self[x, y]
        guard cell.scalar >= 0x7F || cell.mark1 != 0 else { continue }
        grid.set(Self.lookAlike(of: cell.scalar), x: x, y: y, style: cell.style)
        // "More than" is another statement than "at least"; the blank before the number has room.
        guard Self.bounds.contains(cell.scalar), x + 1 < size.width, grid[x + 1, y].scalar == 0x20
        else { continue }
        grid.set("=", x: x + 1, y: y, style: cell.style)
      }
    }
    return grid
  }

  /// `≥` and `≤`.
  private static let bounds: Set<UInt32> = [0x2265, 0x2264]

  private static func lookAlike(of value: UInt32) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value), !scalar.isASCII else {
      return Unicode.Scalar(value) ?? "?"
    }
    return lookAlikes[scalar] ?? "?"
  }

  /// Never a digit, which could be read as one: infinity is a star.
  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "–": "-", "—": "-", "‐": "-", "−": "-", "·": "|", "•": "*", "…": "~", "µ": "u", "μ": "u",
    "≈": "~", "≥": ">", "≤": "<", "×": "x", "‘": "'", "’": "'", "“": "\"", "”": "\"",
    "→": ">", "←": "<", "↑": "^", "↓": "v", "▴": "^", "▾": "v", "▲": "!", "●": "*", "○": "o",
    "◌": "o", "◷": "@", "✓": "+", "✗": "x", "│": "|", "─": "-", "┄": "-", "∞": "*", "€": "E",
    "£": "L", "¥": "Y", "°": "o",
  ]
}
