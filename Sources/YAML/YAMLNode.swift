/// A place in a text.
package struct YAMLPlace: Hashable, Sendable {
  /// From 1.
  package var line: Int
  /// The byte in the line, from 1.
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A value of a YAML text, with the place where it begins.
///
/// All scalars are texts; what they mean is for the reader to say.
package struct YAMLNode: Hashable, Sendable {
  /// The value.
  package enum Content: Hashable, Sendable {
    /// Nothing at all, `~` or `null`.
    case nothing
    case scalar(String)
    case sequence([YAMLNode])
    /// In the order of the text, each key once.
    case mapping([Entry])
  }

  /// One field of a mapping.
  package struct Entry: Hashable, Sendable {
    /// The key; empty where it is nothing.
    package var key: String
    /// Where the key begins.
    package var place: YAMLPlace
    /// What stands behind it.
    package var value: YAMLNode
  }

  /// How the text of a scalar stands in the file.
  package enum Spelling: Hashable, Sendable {
    /// Letter by letter in one line, beginning at this place.
    case line(YAMLPlace)
    /// Line by line, the first one at this place and the others below it.
    case block(YAMLPlace)
    /// With escapes or line ends that mean something else.
    case changed
  }

  /// The value.
  package var content: Content
  /// Where it begins; of an alias, where that stands.
  package var place: YAMLPlace
  /// How the text of a scalar stands in the file.
  package var spelling = Spelling.changed
  /// Whether a scalar has neither quotes nor a tag, so that it may be a number.
  package var isPlain = false

  package init(
    content: Content,
    place: YAMLPlace,
    spelling: Spelling = .changed,
    isPlain: Bool = false
  ) {
    self.content = content
    self.place = place
    self.spelling = spelling
    self.isPlain = isPlain
  }

  /// Where a line and a column of the scalar's text stand in the file, both from 1.
  package func place(line: Int, column: Int) -> YAMLPlace {
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
  package var wholeNumber: Int? {
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
  /// - Throws: `YAMLProblem` with the place.
  package static func parse(_ text: String) throws(YAMLProblem) -> YAMLNode {
    try YAMLDocument(text).root
  }

  /// Reads all documents of a text, as files for Kubernetes have several.
  ///
  /// - Throws: `YAMLProblem` with the place, whichever document it is in.
  package static func parseAll(_ text: String) throws(YAMLProblem) -> [YAMLNode] {
    try YAMLReader.readAll(YAMLSource(text))
  }
}

extension YAMLNode {
  /// The value of a field of a mapping; `nil` where there is none, and for anything but a mapping.
  package subscript(_ key: String) -> YAMLNode? {
    entries.first { $0.key == key }?.value
  }

  /// The fields of a mapping; none for anything else.
  package var entries: [Entry] {
    if case .mapping(let entries) = content { entries } else { [] }
  }

  /// The items of a sequence; none for anything else.
  package var items: [YAMLNode] {
    if case .sequence(let items) = content { items } else { [] }
  }

  /// The text of a scalar; `nil` for anything else.
  package var text: String? {
    if case .scalar(let text) = content { text } else { nil }
  }
}

/// The first document of a YAML text.
package struct YAMLDocument: Sendable {
  /// Its value.
  package var root: YAMLNode
  /// Where something follows that is not read; `nil` where nothing does.
  package var rest: YAMLPlace?

  init(root: YAMLNode, rest: YAMLPlace?) {
    self.root = root
    self.rest = rest
  }

  /// Reads a text.
  ///
  /// - Throws: `YAMLProblem` with the place.
  package init(_ text: String) throws(YAMLProblem) {
    self = try YAMLReader.read(YAMLSource(text))
  }
}
