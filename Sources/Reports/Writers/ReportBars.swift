import Screen
import Telemetry

/// Values over time as a line of bars.
enum ReportBars {
  /// One bar a value, in eighths of the largest; a dot where there is none.
  ///
  /// - Parameters:
  ///   - values: Oldest first.
  ///   - count: How many neighbours make one bar, their mean.
  /// - Returns: One line.
  static func text(_ values: [Double], merging count: Int = 1) -> String {
    let bars = Symbols.unicode.verticalEighths
    let values = merged(values, count)
    let finite = values.filter(\.isFinite)
    let (low, high) = (min(0, finite.min() ?? 0), finite.max() ?? 0)
    var text = String.UnicodeScalarView()
    for value in values {
      guard value.isFinite else {
        text.append("·")
        continue
      }
      let share = high > low ? (value - low) / (high - low) : 0
      text.append(bars[min(7, max(0, Int(saturating: (share * 8).rounded(.up)) - 1))])
    }
    return String(text)
  }

  private static func merged(_ values: [Double], _ count: Int) -> [Double] {
    guard count > 1 else { return values }
    // The newest stand together, whatever is over at the start.
    return stride(from: values.count, to: 0, by: -count).reversed().map { end in
      let part = values[max(0, end - count)..<end].filter(\.isFinite)
      return part.isEmpty ? .nan : part.reduce(0, +) / Double(part.count)
    }
  }

  /// How many neighbours make one bar, so that so many values fit into so many columns.
  static func merging(_ count: Int, into columns: Int) -> Int {
    max(1, (count + columns - 1) / max(1, columns))
  }

  /// A title that says what one bar is: `BY HOUR` becomes `BY 2 HOURS`.
  static func title(_ title: String, merging count: Int) -> String {
    guard count > 1, let word = ["HOUR", "DAY"].first(where: { title.hasSuffix("BY \($0)") }) else {
      return title
    }
    return "\(title.dropLast(word.count))\(count) \(word)S"
  }
}
