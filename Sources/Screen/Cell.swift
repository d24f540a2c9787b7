/// One cell of a grid: a character of one or two columns with up to two combining marks, or the
/// right half of a wide character.
///
/// Cells hold only scalars that `VisibleText` lets through, since `Grid` puts all text through it.
package struct Cell: Hashable, Sendable {
  /// The spacing character; U+0000 marks the right half of a wide character.
  package internal(set) var scalar: UInt32
  /// The first combining mark, 0 for none.
  package internal(set) var mark1: UInt32 = 0
  /// The second combining mark, 0 for none.
  package internal(set) var mark2: UInt32 = 0
  /// How it is drawn.
  package var style: Style

  /// An empty cell.
  package static let blank = Cell(scalar: 0x20, style: .plain)

  /// The scalar is one that `VisibleText` lets through, or 0.
  init(scalar: UInt32, style: Style) {
    self.scalar = scalar
    self.style = style
  }

  /// Whether it is the right half of the wide character before it.
  package var isContinuation: Bool { scalar == 0 }

  /// The cell's text; empty for a continuation.
  package var text: String {
    guard !isContinuation else { return "" }
    var text = String.UnicodeScalarView()
    for value in [scalar, mark1, mark2] {
      if value != 0, let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return String(text)
  }
}
