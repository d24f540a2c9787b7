/// The order of texts in which runs of digits count as numbers: `a2` before `a10`.
enum NaturalOrder {
  static func isBefore(_ one: String, _ other: String) -> Bool {
    let (left, right) = (runs(one), runs(other))
    for (first, second) in zip(left, right) where first != second {
      if let size = Int(first), let otherSize = Int(second) {
        if size == otherSize { continue }
        return size < otherSize
      }
      return first < second
    }
    return left.count < right.count
  }

  /// The text cut where digits begin or end.
  private static func runs(_ text: String) -> [String] {
    var runs: [String] = []
    var wasDigit = false
    for scalar in text.unicodeScalars {
      let isDigit = scalar >= "0" && scalar <= "9"
      if runs.isEmpty || isDigit != wasDigit { runs.append("") }
      runs[runs.count - 1].unicodeScalars.append(scalar)
      wasDigit = isDigit
    }
    return runs
  }
}
