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
  /// What the value is.
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

  /// Reads a text with one document or none.
  ///
  /// The part of YAML is read that people write by hand: block and flow collections, plain, quoted
  /// and block scalars, comments, anchors with their aliases and merges of them. Tags, directives and
  /// complex keys are refused by name.
  ///
  /// - Parameter text: The text.
  /// - Returns: The root.
  /// - Throws: `RuleProblem` with the place.
  /// - Source: <https://yaml.org/spec/1.2.2/>.
  static func parse(_ text: String) throws(RuleProblem) -> YAMLNode {
    var reader = YAMLReader(text)
    return try reader.document()
  }
}
