/// A word that is shown in place of values: of one, or of all between two.
package struct ValueText: Hashable, Sendable {
  /// The smallest of the values.
  package let low: Double
  /// The largest of them.
  package let high: Double
  /// The word.
  package let text: String

  /// A word for the values between two, these included.
  package init(_ low: Double, _ high: Double, _ text: String) {
    (self.low, self.high, self.text) = (low, high, text)
  }

  /// Reads values as settings name them: `1`, `2..5`, `..0` or `10..`.
  ///
  /// `nil` where they are neither a number nor two of which the second is not smaller.
  package init?(_ values: String, _ text: String) {
    guard let dots = values.firstRange(of: "..") else {
      guard let value = Double(values), value.isFinite else { return nil }
      self.init(value, value, text)
      return
    }
    let ends = [values[..<dots.lowerBound], values[dots.upperBound...]]
    let numbers = ends.map { Double($0) }
    guard zip(ends, numbers).allSatisfy({ $0.isEmpty || $1?.isFinite == true }),
      !ends.allSatisfy(\.isEmpty)
    else { return nil }
    let (low, high) = (numbers[0] ?? -.infinity, numbers[1] ?? .infinity)
    guard low <= high else { return nil }
    self.init(low, high, text)
  }

  /// The values as settings name them.
  package var values: String {
    func digits(_ number: Double) -> String {
      number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
    }
    if low == high { return digits(low) }
    return (low.isFinite ? digits(low) : "") + ".." + (high.isFinite ? digits(high) : "")
  }

  /// Whether it stands for a value.
  package func holds(_ value: Double) -> Bool { value >= low && value <= high }
}
