/// A regular expression in RE2's syntax, over bytes that are mostly UTF-8.
///
/// Matching takes time in proportion to the text whatever the expression, since expressions and
/// texts come from anywhere; back references and looking around do not exist for that reason. A byte
/// that begins no scalar counts as one character. Unicode scripts (`\p{Greek}`) are refused;
/// categories (`\p{Lu}`) are not.
///
/// - Source: <https://github.com/google/re2/wiki/Syntax>.
package struct Pattern: Sendable {
  /// The expression as it was given.
  package let source: String
  /// The groups' names in their order, the first one of group 1; `nil` for one without a name.
  package let groupNames: [String?]

  private let isAnchored: Bool
  private let ignoresCase: Bool
  private let program: PatternProgram
  private let automaton: PatternAutomaton?

  /// An expression that may fit anywhere in a text.
  ///
  /// - Parameters:
  ///   - source: The expression.
  ///   - ignoresCase: Whether letters fit in either case, as `(?i)` says.
  /// - Throws: `PatternProblem`.
  package init(_ source: String, ignoresCase: Bool = false) throws(PatternProblem) {
    var flags = PatternParser.Flags()
    flags.ignoresCase = ignoresCase
    try self.init(source, flags, isAnchored: false)
  }

  /// An expression that has to fit the whole text, and whose dot takes line ends, as Prometheus and
  /// Loki match labels.
  ///
  /// - Parameter source: The expression.
  /// - Throws: `PatternProblem`.
  package init(anchored source: String) throws(PatternProblem) {
    try self.init(source, Self.anchoredFlags, isAnchored: true)
  }

  /// Checks an expression as `init(anchored:)` does, without making what finds it in texts.
  ///
  /// - Parameter source: The expression.
  /// - Throws: `PatternProblem`.
  package static func check(anchored source: String) throws(PatternProblem) {
    var parser = PatternParser(source, flags: anchoredFlags)
    _ = try PatternProgram(try parser.parse())
  }

  private static var anchoredFlags: PatternParser.Flags {
    var flags = PatternParser.Flags()
    flags.dotMatchesNewline = true
    return flags
  }

  private init(
    _ source: String,
    _ flags: PatternParser.Flags,
    isAnchored: Bool
  ) throws(PatternProblem) {
    var parser = PatternParser(source, flags: flags)
    let tree = try parser.parse()
    self.source = source
    self.isAnchored = isAnchored
    ignoresCase = flags.ignoresCase
    groupNames = parser.groupNames
    program = try PatternProgram(tree)
    automaton = PatternAutomaton(program, isAnchored: isAnchored)
  }

  /// Whether the bytes fit.
  package func matches(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if let automaton { return automaton.matches(bytes) }
    return positions(in: bytes, from: 0, slots: 0) != nil
  }

  /// Whether the text fits.
  package func matches(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  /// The first place that fits, in bytes; the longest or shortest one as the expression prefers.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - start: Where to begin; what stands before it still counts for the edges of words and lines.
  /// - Returns: The range, perhaps an empty one; `nil` where nothing fits.
  package func firstRange(
    in bytes: UnsafeBufferPointer<UInt8>,
    from start: Int = 0
  ) -> Range<Int>? {
    if start == 0, let automaton, !automaton.matches(bytes) { return nil }
    guard let slots = positions(in: bytes, from: start, slots: 2) else { return nil }
    return slots[0]..<slots[1]
  }

  /// Start and end of the whole and of each group, as many as are wanted.
  private func positions(
    in bytes: UnsafeBufferPointer<UInt8>,
    from start: Int,
    slots: Int
  ) -> [Int]? {
    if var trail = PatternTrail(program, length: bytes.count, from: start, slots: slots) {
      return trail.run(bytes, isAnchored: isAnchored)
    }
    var threads = PatternThreads(program, slots: slots)
    return threads.run(bytes, from: start, isAnchored: isAnchored)
  }

  /// The texts of the whole and of each group, where the expression fits first.
  ///
  /// - Parameter text: The text.
  /// - Returns: `nil` where the text does not fit.
  package func captures(in text: String) -> PatternCaptures? {
    var text = text
    return text.withUTF8 { fit(in: $0, from: 0)?.captures }
  }

  /// The text with all fits replaced, from left to right and none over another.
  ///
  /// An empty fit right behind a fit is none.
  ///
  /// - Source: `Regexp.ReplaceAllString` of Go's `regexp` package.
  package func replacingAll(in text: String, with replacement: PatternReplacement) -> String {
    var text = text
    let result = text.withUTF8 { bytes -> [UInt8] in
      var result: [UInt8] = []
      var (start, copied) = (0, 0)
      while start <= bytes.count, let fit = fit(in: bytes, from: start) {
        result += bytes[copied..<fit.range.lowerBound]
        if fit.range.upperBound > copied || fit.range.lowerBound == 0 {
          result += replacement.text(fit.captures).utf8
        }
        copied = fit.range.upperBound
        start = fit.range.isEmpty ? Self.nextScalar(in: bytes, after: copied) : copied
      }
      return result + bytes[copied...]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func fit(
    in bytes: UnsafeBufferPointer<UInt8>,
    from start: Int
  ) -> (range: Range<Int>, captures: PatternCaptures)? {
    if start == 0, let automaton, !automaton.matches(bytes) { return nil }
    let wanted = 2 * (groupNames.count + 1)
    guard let slots = positions(in: bytes, from: start, slots: wanted) else { return nil }
    let groups = stride(from: 0, to: slots.count, by: 2).map { index -> String? in
      guard slots[index] >= 0, slots[index + 1] >= slots[index] else { return nil }
      return String(decoding: bytes[slots[index]..<slots[index + 1]], as: UTF8.self)
    }
    return (slots[0]..<slots[1], PatternCaptures(groups: groups, names: groupNames))
  }

  private static func nextScalar(in bytes: UnsafeBufferPointer<UInt8>, after place: Int) -> Int {
    var next = place + 1
    while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
    return next
  }
}

extension Pattern: Hashable {
  package static func == (left: Pattern, right: Pattern) -> Bool {
    left.source == right.source && left.isAnchored == right.isAnchored
      && left.ignoresCase == right.ignoresCase
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(source)
    hasher.combine(isAnchored)
    hasher.combine(ignoresCase)
  }
}
