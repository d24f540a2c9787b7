/// A regular expression that is matched with the bytes of lines and with values.
struct LinePattern: Sendable {
  private let literal: SoughtText
  private let source: String

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - source: In the syntax of RE2, which is Loki's.
  ///   - anchored: Whether all of a value has to match, as with labels.
  /// - Throws: `LogFilterProblem` that says what is wrong.
  init(_ source: String, anchored: Bool) throws(LogFilterProblem) {
    literal = SoughtText(source)
    self.source = source
  }

  /// Where it matches first; `nil` where it does not.
  func first(in line: LineBytes) -> Range<Int>? { literal.first(in: line) }

  /// Whether it matches a value.
  func matches(_ value: String) -> Bool {
    Array(value.utf8).withUnsafeBufferPointer { first(in: $0) != nil }
  }
}
