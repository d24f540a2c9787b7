/// A place in a text.
struct YAMLPlace: Hashable, Sendable {
  /// From 1.
  var line: Int
  /// The byte in the line, from 1.
  var column: Int
}

/// A value of a YAML text, with the place where it begins.
///
/// All scalars are texts; what they mean is for the reader to say.
struct YAMLNode: Hashable, Sendable {
  /// The value.
  enum Content: Hashable, Sendable {
    /// Nothing at all, `~` or `null`.
    case nothing
    case scalar(String)
    case sequence([YAMLNode])
    /// In the order of the text, each key once.
    case mapping([Entry])
  }

  /// One field of a mapping.
  struct Entry: Hashable, Sendable {
    var key: String
    /// Where the key begins.
    var place: YAMLPlace
    var value: YAMLNode
  }

  /// How the text of a scalar stands in the file.
  enum Spelling: Hashable, Sendable {
    /// Letter by letter in one line, beginning at this place.
    case line(YAMLPlace)
    /// Line by line, the first one at this place and the others below it.
    case block(YAMLPlace)
    /// With escapes or line ends that mean something else.
    case changed
  }

  var content: Content
  var place: YAMLPlace
  var spelling = Spelling.changed
  /// Whether a scalar has neither quotes nor a tag, so that it may be a number.
  var isPlain = false

  /// Where a line and a column of the scalar's text stand in the file, both from 1.
  func place(line: Int, column: Int) -> YAMLPlace {
    switch spelling {
    case .line(let start) where line == 1:
      YAMLPlace(line: start.line, column: start.column + column - 1)
    case .block(let start):
      YAMLPlace(line: start.line + line - 1, column: start.column + column - 1)
    case .line, .changed: place
    }
  }

  /// The number that a plain scalar is, as YAML 1.1 and Go write whole numbers: `10`, `0x1F`, `0o17`,
  /// `0b11`, `1_000`, `1e3`, and `1.5` without its fraction; `nil` for anything else.
  var wholeNumber: Int? {
    guard isPlain, case .scalar(let text) = content else { return nil }
    let digits = text.filter { $0 != "_" }
    let sign = digits.hasPrefix("-") ? -1 : 1
    let unsigned = digits.drop { $0 == "-" || $0 == "+" }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where unsigned.hasPrefix(prefix) {
      return Int(unsigned.dropFirst(2), radix: radix).map { sign * $0 }
    }
    if let number = Int(digits) { return number }
    return Double(digits).flatMap { Int(exactly: $0.rounded(.towardZero)) }
  }

  /// Reads a text; of several documents the first one.
  ///
  /// - Throws: `RuleProblem` with the place.
  static func parse(_ text: String) throws(RuleProblem) -> YAMLNode {
    try YAMLDocument(text).root
  }
}

/// The first document of a YAML text.
struct YAMLDocument {
  /// Its value.
  var root: YAMLNode
  /// Where something follows that is not read; `nil` where nothing does.
  var rest: YAMLPlace?

  init(root: YAMLNode, rest: YAMLPlace?) {
    self.root = root
    self.rest = rest
  }

  /// Reads a text.
  ///
  /// - Throws: `RuleProblem` with the place.
  init(_ text: String) throws(RuleProblem) {
    self = try YAMLReader.read(YAMLSource(text))
  }
}
