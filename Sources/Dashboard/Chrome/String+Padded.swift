import Screen

extension String {
  /// The text cut or filled with blanks to so many columns.
  func padded(to width: Int) -> String {
    let own = VisibleText.width(of: self)
    return own >= width
      ? VisibleText.truncated(self, to: width, ellipsis: "…")
      : self + String(repeating: " ", count: width - own)
  }

  /// The text filled with blanks at its left to so many columns.
  func padded(leftTo width: Int) -> String {
    let own = VisibleText.width(of: self)
    return own >= width ? self : String(repeating: " ", count: width - own) + self
  }
}
