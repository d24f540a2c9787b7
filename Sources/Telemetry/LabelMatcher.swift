/// One matcher of a PromQL selector.
package struct LabelMatcher: Hashable, Sendable {
  /// How a value is compared.
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    /// Equal.
    case equal = "="
    /// Different.
    case notEqual = "!="
    /// Matches an anchored regular expression.
    case matches = "=~"
    /// Does not match it.
    case matchesNot = "!~"
  }

  /// The label name.
  package var name: String
  /// How the value is compared.
  package var comparison: Comparison
  /// The value, unquoted.
  package var value: String

  package init(_ name: String, _ comparison: Comparison, _ value: String) {
    self.name = name
    self.comparison = comparison
    self.value = value
  }

  package static func == (left: LabelMatcher, right: LabelMatcher) -> Bool {
    left.comparison == right.comparison && ByteText.areEqual(left.name, right.name)
      && ByteText.areEqual(left.value, right.value)
  }

  /// The matcher in PromQL.
  package var promQL: String {
    PromQLText.name(name) + comparison.rawValue + PromQLText.quoted(value)
  }
}

/// Why a selector that a person typed could not be read.
package struct SelectorProblem: Error, Hashable, Sendable {
  /// The problem and its position, counting characters from 1.
  package var message: String
}

extension LabelMatcher {
  /// Reads matchers as PromQL writes them: `job="backend",env=~"prod|stage"`, braces optional.
  ///
  /// - Parameter text: What the person typed; empty text gives no matchers.
  /// - Returns: The matchers in the order given.
  /// - Throws: `SelectorProblem` that says what was expected where.
  package static func parse(_ text: String) throws(SelectorProblem) -> [LabelMatcher] {
    var reader = MatcherReader(text)
    return try reader.matchers()
  }
}

/// Reads the matchers of a selector from left to right.
///
/// By scalars, as a server does: a combining mark at the start of a value would swallow the quote.
private struct MatcherReader {
  let characters: [Unicode.Scalar]
  var position = 0

  init(_ text: String) {
    characters = Array(text.unicodeScalars)
  }

  mutating func matchers() throws(SelectorProblem) -> [LabelMatcher] {
    skipSpace()
    let braced = take("{")
    var found: [LabelMatcher] = []
    skipSpace()
    while position < characters.count, characters[position] != "}" {
      found.append(try matcher())
      skipSpace()
      guard take(",") else { break }
      skipSpace()
    }
    if braced, !take("}") { throw problem("'}'") }
    skipSpace()
    guard position == characters.count else { throw problem("',' or the end") }
    return found
  }

  mutating func matcher() throws(SelectorProblem) -> LabelMatcher {
    let name: String
    if position < characters.count, characters[position] == "\"" || characters[position] == "'" {
      name = try quotedText()
    } else {
      name = bareName()
    }
    guard !name.isEmpty else { throw problem("a label name") }
    skipSpace()
    guard let comparison = comparison() else { throw problem("=, !=, =~ or !~") }
    skipSpace()
    return LabelMatcher(name, comparison, try quotedText())
  }

  mutating func bareName() -> String {
    let start = position
    while position < characters.count,
      PromQLText.isBare(characters[position], first: position == start)
    {
      position += 1
    }
    return Self.text(characters[start..<position])
  }

  mutating func comparison() -> LabelMatcher.Comparison? {
    for length in [2, 1] where position + length <= characters.count {
      let text = Self.text(characters[position..<position + length])
      if let found = LabelMatcher.Comparison(rawValue: text) {
        position += length
        return found
      }
    }
    return nil
  }

  mutating func quotedText() throws(SelectorProblem) -> String {
    guard position < characters.count, "\"'`".unicodeScalars.contains(characters[position]) else {
      throw problem("a value in quotes")
    }
    let quote = characters[position]
    position += 1
    var text = String.UnicodeScalarView()
    while position < characters.count, characters[position] != quote {
      if characters[position] == "\\", quote != "`" {
        position += 1
        guard position < characters.count else { break }
        switch characters[position] {
        case "n": text.append("\n")
        case "t": text.append("\t")
        case "r": text.append("\r")
        case "\\", "\"", "'": text.append(characters[position])
        case "x": text.append(try hexadecimal())
        default: throw problem("one of \\n \\t \\r \\\\ \\\" \\' \\x after the backslash")
        }
      } else {
        text.append(characters[position])
      }
      position += 1
    }
    guard take(quote) else { throw problem("the closing \(quote)") }
    return String(text)
  }

  /// The character of the two digits behind `\x`; more than ASCII has would be a part of one.
  private mutating func hexadecimal() throws(SelectorProblem) -> Unicode.Scalar {
    let digits = Self.text(characters[(position + 1)...].prefix(2))
    guard digits.utf8.count == 2, digits.allSatisfy(\.isHexDigit),
      let value = UInt8(digits, radix: 16), value < 0x80
    else {
      position += 1
      throw problem("two digits from 00 to 7f")
    }
    position += 2
    return Unicode.Scalar(value)
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < characters.count, characters[position] == character else { return false }
    position += 1
    return true
  }

  mutating func skipSpace() {
    while position < characters.count, characters[position].properties.isWhitespace {
      position += 1
    }
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  func problem(_ expected: String) -> SelectorProblem {
    let found = position < characters.count ? "'\(characters[position])'" : "the end"
    return SelectorProblem(
      message: "expected \(expected) at character \(position + 1), found \(found)"
    )
  }
}
