/// A text as an argument of a test, of which the log shows a line at most.
package struct LongText: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// The whole text.
  package let text: String

  /// Wraps a text.
  package init(_ text: String) {
    self.text = text
  }

  package init(stringLiteral text: String) {
    self.text = text
  }

  package var description: String {
    let shown = text.unicodeScalars.prefix(48)
    let count = text.unicodeScalars.count
    guard shown.count < count else { return text.debugDescription }
    return "\(String(shown).debugDescription)… (\(count) characters)"
  }
}
