/// A value of a YAML text, with the line where it begins.
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
    /// The line of the key.
    var line: Int
    var value: YAMLNode
  }

  var content: Content
  /// From 1.
  var line: Int

  /// Reads a text with one document or none.
  ///
  /// The part of YAML is read that people write by hand: block and flow collections, plain, quoted
  /// and block scalars, comments. Anchors, tags, directives and complex keys are refused by name.
  ///
  /// - Parameter text: The text.
  /// - Returns: The root.
  /// - Throws: `RuleProblem` with the line.
  /// - Source: <https://yaml.org/spec/1.2.2/>.
  static func parse(_ text: String) throws(RuleProblem) -> YAMLNode {
    var reader = YAMLReader(text)
    return try reader.document()
  }
}
