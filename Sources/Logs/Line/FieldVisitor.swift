/// What a reader of lines tells of the fields that it passes.
protocol FieldVisitor {
  /// What stands for the dotted name of a field: a hash where nothing is drawn, else a text.
  associatedtype Name
  /// Whether the objects and texts in arrays are visited, and not the array as a whole.
  static var entersArrays: Bool { get }
  /// The name of the line itself, which has none.
  var root: Name { get }
  /// The name of a field within an object.
  func name(_ key: Range<Int>, in parent: Name, of line: LineBytes) -> Name
  /// Notes that `key=value` pairs follow.
  mutating func beginPairs()
  /// The name of what stands in an array.
  func element(of array: Name) -> Name
  /// Takes a field; repeated names come repeatedly.
  mutating func visit(_ name: Name, _ value: FieldValue, of line: LineBytes)
}

extension FieldVisitor {
  static var entersArrays: Bool { false }

  mutating func beginPairs() {}

  func element(of array: Name) -> Name { array }
}

/// Where the value of a field stands in a line, and what it is.
struct FieldValue: Hashable {
  enum Kind: Hashable {
    /// Text without escapes; the range is without quotes.
    case text
    /// Text in which backslashes escape; the range is without quotes.
    case escaped
    /// A number as it is written.
    case number
    case yes
    case no
    case null
    /// An array, an empty object, or one that lies too deep: its JSON.
    case nested
  }

  var kind: Kind
  var range: Range<Int>
}
