import Telemetry

/// The order of texts in which runs of digits count as numbers: `a2` before `a10`.
///
/// All other runs are compared by their bytes.
enum NaturalOrder {
  static func isBefore(_ one: String, _ other: String) -> Bool {
    let (left, right) = (runs(one), runs(other))
    for (first, second) in zip(left, right) where first != second {
      if let size = Int(first.text), let otherSize = Int(second.text) {
        if size == otherSize { continue }
        return size < otherSize
      }
      return first < second
    }
    return left.count < right.count
  }

  /// The text cut where digits begin or end.
  private static func runs(_ text: String) -> [ByteText] {
    var runs: [ByteText] = []
    var wasDigit = false
    for scalar in text.unicodeScalars {
      let isDigit = scalar >= "0" && scalar <= "9"
      if runs.isEmpty || isDigit != wasDigit { runs.append(ByteText("")) }
      runs[runs.count - 1].text.unicodeScalars.append(scalar)
      wasDigit = isDigit
    }
    return runs
  }
}
