/// The one allow-list that all text passes on its way to a cell, a copy or an export.
package enum VisibleText {
  /// Hands each scalar that may be shown, with its columns (0 for a combining mark), to `body`
  /// until that returns false. What may not be shown arrives as its visible mark.
  package static func forEachScalar(
    in text: some StringProtocol,
    _ body: (Unicode.Scalar, Int) -> Bool
  ) {
    for scalar in text.unicodeScalars {
      let shown: Unicode.Scalar = scalar.value < 0x20 || scalar.value == 0x7F ? "?" : scalar
      guard body(shown, 1) else { return }
    }
  }

  /// The columns that a text takes in a grid.
  package static func width(of text: some StringProtocol) -> Int {
    var columns = 0
    forEachScalar(in: text) { _, width in
      columns += width
      return true
    }
    return columns
  }
}
