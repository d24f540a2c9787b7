/// A regular expression as a tree.
indirect enum PatternNode: Hashable, Sendable {
  /// Where in the text something has to be.
  enum Place: UInt8, Hashable, Sendable {
    case startOfText
    case endOfText
    case startOfLine
    case endOfLine
    case wordBoundary
    case noWordBoundary
  }

  /// Nothing at all.
  case empty
  /// One scalar of a set.
  case scalars(ScalarSet)
  /// A place.
  case place(Place)
  /// One after the other.
  case sequence([PatternNode])
  /// The first one that fits.
  case choice([PatternNode])
  /// Again and again; `nil` without an upper bound.
  case repetition(PatternNode, least: Int, most: Int?, isLazy: Bool)
  /// A group whose range is wanted; the first one is 1.
  case group(PatternNode, Int)
}
