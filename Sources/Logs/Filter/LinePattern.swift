import Patterns

/// A regular expression that is matched with the bytes of lines and with values.
struct LinePattern: Sendable {
  private let pattern: Pattern

  /// Compiles an expression.
  ///
  /// - Parameters:
  ///   - source: In the syntax of RE2, which is Loki's.
  ///   - anchored: Whether all of a value has to match, as with labels.
  /// - Throws: `LogFilterProblem` that says what is wrong.
  init(_ source: String, anchored: Bool) throws(LogFilterProblem) {
    do throws(PatternProblem) {
      pattern = try anchored ? Pattern(anchored: source) : Pattern(source)
    } catch {
      throw LogFilterProblem("in '\(source)': \(error.message)")
    }
  }

  /// Whether it matches somewhere in a line.
  func matches(_ line: LineBytes) -> Bool { pattern.matches(line) }

  /// Where it matches first; `nil` where it does not.
  func first(in line: LineBytes) -> Range<Int>? { pattern.firstRange(in: line) }

  /// Whether it matches a value.
  func matches(_ value: String) -> Bool { pattern.matches(value) }
}
