/// A PromQL syntax error.
package struct ParseProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem and, if definite, what was expected; in Prometheus' words
  /// where it has some.
  package var message: String
  /// The line, from 1.
  package var line: Int
  /// The byte in the line, from 1; one past the last where the text ends too early.
  package var column: Int
  /// The byte in the whole text, from 0.
  package var offset: Int

  /// The problem as Prometheus words it: `1:7: parse error: unexpected end of input`.
  package var description: String { "\(line):\(column): parse error: \(message)" }

  init(_ message: String, at offset: Int, in bytes: [UInt8]) {
    let place = SourcePositions.Place(of: offset, in: bytes)
    self.message = message
    self.offset = offset
    line = place.line
    column = place.column
  }
}
