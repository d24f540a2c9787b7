extension Grid {
  /// The grid with every character that is not ASCII replaced by the nearest that is.
  ///
  /// Symbols become those of `Symbols.ascii`, other signs of texts what people type for them, and
  /// all else a question mark; combining marks go.
  package func inASCII() -> Grid {
    var grid = self
    for y in 0..<size.height {
      for x in 0..<size.width {
        let cell = self[x, y]
        guard cell.scalar > 0x7E || cell.mark1 != 0 || cell.isContinuation else { continue }
        let scalar = cell.isContinuation ? "?" : Self.ascii[cell.scalar] ?? "?"
        grid.set(scalar, x: x, y: y, style: cell.style)
      }
    }
    return grid
  }

  private static let ascii: [UInt32: Unicode.Scalar] = {
    let pairs: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("…", "~"), ("·", "|"), ("–", "-"), ("—", "-"), ("≥", ">"), ("≤", "<"), ("≈", "~"),
      ("×", "x"), ("∞", "*"), ("▲", "!"), ("●", "*"), ("○", "o"), ("◷", "@"), ("✓", "+"),
      ("✗", "x"), ("‘", "'"), ("’", "'"), ("“", "\""), ("”", "\""), ("→", ">"), ("←", "<"),
      ("↑", "^"), ("↓", "v"), ("▴", "^"), ("▾", "v"), ("µ", "u"), ("│", "|"), ("─", "-"),
      ("┄", "-"), ("°", "o"),
    ]
    return Dictionary(uniqueKeysWithValues: pairs.map { ($0.0.value, $0.1) })
  }()
}
