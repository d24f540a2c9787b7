/// A syntax error in a regular expression.
package struct PatternProblem: Error, Hashable, Sendable {
  /// The problem in one line.
  package var message: String
  /// Where, in bytes from the start of the pattern.
  package var offset: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}
