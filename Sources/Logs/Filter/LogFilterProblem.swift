/// Why a filter cannot be used.
package struct LogFilterProblem: Error, Hashable, Sendable {
  /// The problem, and its position if known.
  package var message: String
  /// The character of the text at which it is wrong, from 0; `nil` where no text was read.
  package var position: Int?

  package init(_ message: String, at position: Int? = nil) {
    self.message = message
    self.position = position
  }
}
