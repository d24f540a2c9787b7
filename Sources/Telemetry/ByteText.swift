/// A text that is compared by its UTF-8 bytes, as servers written in Go compare names and values.
///
/// Swift's own comparison takes texts of one canonical form as equal: to it, `é` is the same as `e`
/// with an accent behind it, while for a server these are two label values.
package struct ByteText: Hashable, Comparable, Sendable {
  /// The text.
  package var text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (left: ByteText, right: ByteText) -> Bool {
    areEqual(left.text, right.text)
  }

  package static func < (left: ByteText, right: ByteText) -> Bool {
    isBefore(left.text, right.text)
  }

  /// Whether two texts have the same bytes.
  @inline(__always) package static func areEqual(_ left: String, _ right: String) -> Bool {
    // What is equal byte for byte is equal canonically too, and that is mostly found in no time.
    guard left == right else { return false }
    if left.utf8Span.isKnownASCII, right.utf8Span.isKnownASCII { return true }
    return left.utf8.elementsEqual(right.utf8)
  }

  /// Whether one text comes before the other in the order of their bytes.
  package static func isBefore(_ left: String, _ right: String) -> Bool {
    if left.utf8Span.isKnownASCII, right.utf8Span.isKnownASCII { return left < right }
    return left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
