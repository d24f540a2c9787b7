/// Where the arguments of a call or an aggregation begin in the text that it was read from.
///
/// They serve messages alone: expressions are equal wherever their parts stand, and so all positions
/// are.
package struct SourcePositions: Hashable, Sendable {
  /// A place in a text.
  package struct Place: Sendable {
    /// The line, from 1.
    package var line: Int
    /// The byte in the line, from 1.
    package var column: Int
  }

  /// One for each argument; none for an expression that was not read from a text.
  package var places: [Place]

  package init(_ places: [Place] = []) {
    self.places = places
  }

  package static func == (left: SourcePositions, right: SourcePositions) -> Bool { true }

  package func hash(into hasher: inout Hasher) {}

  /// Suffix of a message about an argument: ` (1:6)`, or nothing.
  func remark(_ index: Int) -> String {
    guard places.indices.contains(index) else { return "" }
    return " (\(places[index].line):\(places[index].column))"
  }
}

extension SourcePositions.Place {
  /// The place of a byte, counted from 0.
  init(of offset: Int, in bytes: [UInt8]) {
    let before = bytes[..<min(offset, bytes.count)]
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    column = offset - (before.lastIndex(of: UInt8(ascii: "\n")) ?? -1)
  }
}
