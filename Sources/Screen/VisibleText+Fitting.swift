extension VisibleText {
  /// A text cut to so many columns; where something was cut, its last column is the ellipsis.
  package static func truncated(
    _ text: some StringProtocol,
    to columns: Int,
    ellipsis: Unicode.Scalar = "…"
  ) -> String {
    var kept = String.UnicodeScalarView()
    var whole = String.UnicodeScalarView()
    var used = 0
    var fits = true
    forEachScalar(in: text) { scalar, width in
      guard used + width <= columns else {
        fits = false
        return false
      }
      used += width
      whole.append(scalar)
      if used < columns { kept.append(scalar) }
      return true
    }
    if fits { return String(whole) }
    guard columns > 0 else { return "" }
    kept.append(ellipsis)
    return String(kept)
  }
}
