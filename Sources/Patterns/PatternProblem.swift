/// Why a text is no regular expression.
package struct PatternProblem: Error, Hashable, Sendable {
  /// What is wrong, in one line.
  package var message: String
  /// Where, in bytes from the start of the pattern.
  package var offset: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}
