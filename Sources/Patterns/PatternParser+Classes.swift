extension PatternParser {
  /// Escapes outside brackets.
  mutating func escape() throws(PatternProblem) -> PatternNode {
    let start = position
    position += 1
    guard let scalar = peek else { throw problem("trailing backslash at end of expression") }
    switch scalar {
    case "A": return place(.startOfText)
    case "z": return place(.endOfText)
    case "b": return place(.wordBoundary)
    case "B": return place(.noWordBoundary)
    case "Q":
      position += 1
      return quotation()
    default:
      if let set = try classEscape() {
        return .scalars(flags.ignoresCase ? set.foldingCase : set)
      }
      return literal(try scalarEscape(from: start))
    }
  }

  private mutating func place(_ place: PatternNode.Place) -> PatternNode {
    position += 1
    return .place(place)
  }

  /// The literal text up to `\E` or the end.
  private mutating func quotation() -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = peek {
      position += 1
      if scalar == "\\", take("E") { break }
      parts.append(literal(scalar))
    }
    return .sequence(parts)
  }

  /// A class such as `\d` or `\pL` at the letter after the backslash; `nil` for none.
  private mutating func classEscape() throws(PatternProblem) -> ScalarSet? {
    let set: ScalarSet
    switch peek {
    case "d": set = .digits
    case "D": set = ScalarSet.digits.inverted
    case "w": set = .word
    case "W": set = ScalarSet.word.inverted
    case "s": set = .space
    case "S": set = ScalarSet.space.inverted
    case "p", "P": return try categoryEscape()
    default: return nil
    }
    position += 1
    return set
  }

  private mutating func categoryEscape() throws(PatternProblem) -> ScalarSet {
    let start = position - 1
    var isNegated = peek == "P"
    position += 1
    var name = String.UnicodeScalarView()
    if take("{") {
      if take("^") { isNegated.toggle() }
      while let scalar = peek, scalar != "}" {
        name.append(scalar)
        position += 1
      }
      guard take("}") else { throw problem("invalid character class range", at: start) }
    } else if let scalar = peek {
      name.append(scalar)
      position += 1
    }
    guard let set = ScalarSet.category(String(name)) else {
      throw problem(
        "unknown Unicode category \(String(name)); scripts are not supported",
        at: start
      )
    }
    return isNegated ? set.inverted : set
  }

  /// One scalar that is written with a backslash.
  private mutating func scalarEscape(from start: Int) throws(PatternProblem) -> Unicode.Scalar {
    guard let scalar = peek else { throw problem("trailing backslash at end of expression") }
    position += 1
    switch scalar {
    case "a": return "\u{07}"
    case "f": return "\u{0C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{0B}"
    case "x": return try hexEscape(from: start)
    case "0"..."7": return try octalEscape(scalar, from: start)
    default:
      // A letter with a meaning that is not known is an error; a sign stands for itself.
      guard scalar.value < 0x80, !ScalarSet.word.ranges.contains(where: { $0 ~= scalar.value })
      else { throw problem("invalid escape sequence: \\\(scalar)", at: start) }
      return scalar
    }
  }

  private mutating func octalEscape(
    _ first: Unicode.Scalar,
    from start: Int
  ) throws(PatternProblem) -> Unicode.Scalar {
    var value = first.value - 48
    var digits = 1
    while digits < 3, let digit = peek, ("0"..."7").contains(digit) {
      value = value * 8 + digit.value - 48
      digits += 1
      position += 1
    }
    guard first == "0" || digits > 1, let scalar = Unicode.Scalar(value) else {
      throw problem("invalid escape sequence: \\\(first)", at: start)
    }
    return scalar
  }

  private mutating func hexEscape(from start: Int) throws(PatternProblem) -> Unicode.Scalar {
    var text = ""
    if take("{") {
      while let scalar = peek, scalar != "}", text.utf8.count < 8 {
        text.unicodeScalars.append(scalar)
        position += 1
      }
      guard take("}") else { throw problem("invalid escape sequence: \\x", at: start) }
    } else {
      for _ in 0..<2 {
        guard let scalar = peek else { break }
        text.unicodeScalars.append(scalar)
        position += 1
      }
      guard text.unicodeScalars.count == 2 else {
        throw problem("invalid escape sequence: \\x", at: start)
      }
    }
    guard let value = UInt32(text, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw problem("invalid escape sequence: \\x\(text)", at: start)
    }
    return scalar
  }

  /// A class in brackets.
  mutating func scalarClass() throws(PatternProblem) -> ScalarSet {
    let start = position
    position += 1
    let isNegated = take("^")
    var set = ScalarSet()
    var isFirst = true
    while isFirst || peek != "]" {
      guard peek != nil else { throw problem("missing closing ]", at: start) }
      isFirst = false
      if let named = try namedClass() {
        set.formUnion(named)
      } else {
        set.formUnion(try classRange(from: start))
      }
    }
    position += 1
    if flags.ignoresCase { set = set.foldingCase }
    // As in Go, a negated class takes line ends too.
    return isNegated ? set.inverted : set
  }

  /// `[:alpha:]`, `\d` and the like inside brackets; `nil` for none.
  private mutating func namedClass() throws(PatternProblem) -> ScalarSet? {
    let start = position
    if peek == "\\" {
      position += 1
      if let set = try classEscape() { return set }
      position = start
      return nil
    }
    guard take("["), take(":") else {
      position = start
      return nil
    }
    let isNegated = take("^")
    var name = String.UnicodeScalarView()
    while let scalar = peek, scalar != ":", scalar != "]" {
      name.append(scalar)
      position += 1
    }
    guard take(":"), take("]") else {
      position = start
      return nil
    }
    guard let set = ScalarSet.posix(String(name)) else {
      throw problem("invalid character class range: [:\(String(name)):]", at: start)
    }
    return isNegated ? set.inverted : set
  }

  private mutating func classRange(from start: Int) throws(PatternProblem) -> ScalarSet {
    let low = try classScalar(from: start)
    guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
      return ScalarSet(low.value)
    }
    position += 1
    let high = try classScalar(from: start)
    guard low <= high else {
      throw problem("invalid character class range: \(low)-\(high)", at: start)
    }
    return ScalarSet([low.value...high.value])
  }

  private mutating func classScalar(from start: Int) throws(PatternProblem) -> Unicode.Scalar {
    guard let scalar = peek else { throw problem("missing closing ]", at: start) }
    position += 1
    return scalar == "\\" ? try scalarEscape(from: position - 1) : scalar
  }
}
