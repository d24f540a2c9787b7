extension Grid {
  /// Replaces every character that is not ASCII by a look-alike or a question mark.
  ///
  /// For terminals whose locale has nothing else: widgets drawn with `Symbols.ascii` are ASCII
  /// already, this is for the text of others. A wide character leaves a blank behind it.
  package mutating func foldToASCII() {
    for y in 0..<size.height {
      for x in 0..<size.width {
        let cell = self[x, y]
        if cell.scalar >= 0x7F || cell.mark1 != 0 {
          set(Self.lookAlike(of: cell.scalar), x: x, y: y, style: cell.style)
        }
      }
    }
  }

  private static func lookAlike(of value: UInt32) -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value), !scalar.isASCII else {
      return Unicode.Scalar(value) ?? "?"
    }
    return lookAlikes[scalar] ?? "?"
  }

  private static let lookAlikes: [Unicode.Scalar: Unicode.Scalar] = [
    "–": "-", "—": "-", "‐": "-", "−": "-", "·": ".", "•": "*", "…": "~", "µ": "u", "≈": "~",
    "≥": ">", "≤": "<", "×": "x", "‘": "'", "’": "'", "“": "\"", "”": "\"", "→": ">", "←": "<",
    "↑": "^", "↓": "v", "▲": "!", "●": "*", "○": "o", "◌": "o", "◷": "@", "✓": "+", "✗": "x",
    "│": "|", "─": "-", "┄": "-", "∞": "8", "€": "E", "£": "L", "¥": "Y", "°": "o",
  ]
}
