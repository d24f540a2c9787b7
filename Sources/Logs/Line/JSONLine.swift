/// Reads a line that is one JSON object, once and from left to right.
///
/// Objects are entered to a depth at which names stop telling anything; what lies deeper, and every
/// array, is passed as a whole, so that no nesting uses up the stack. It accepts a little more than
/// JSON does: raw control characters in texts, and Python's `NaN` and `Infinity`.
struct JSONLine {
  /// How many objects deep fields have names of their own.
  static let maxDepth = 12

  private let line: LineBytes
  private var position: Int

  private init(_ line: LineBytes, from start: Int) {
    self.line = line
    position = start
  }

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - line: The bytes.
  ///   - start: Where to begin.
  ///   - visitor: Takes the fields in their order, those before the break of broken JSON too.
  /// - Returns: Whether it is one object from there to the end, and nothing else.
  static func read<Visitor: FieldVisitor>(
    _ line: LineBytes,
    from start: Int = 0,
    _ visitor: inout Visitor
  ) -> Bool {
    var reader = JSONLine(line, from: start)
    reader.skipSpace()
    guard reader.take(UInt8(ascii: "{")), reader.object(visitor.root, 1, &visitor) else {
      return false
    }
    reader.skipSpace()
    return reader.position == line.count
  }

  /// Reads the objects with which a line ends, as Monolog writes two of them.
  static func readAll<Visitor: FieldVisitor>(
    _ line: LineBytes,
    from start: Int,
    _ visitor: inout Visitor
  ) -> Bool {
    var reader = JSONLine(line, from: start)
    while true {
      if reader.take(UInt8(ascii: "{")) {
        guard reader.object(visitor.root, 1, &visitor) else { return false }
      } else if reader.take(UInt8(ascii: "[")) {
        // Monolog's empty context.
        reader.skipSpace()
        guard reader.take(UInt8(ascii: "]")) else { return false }
      } else {
        return reader.position == line.count
      }
      reader.skipSpace()
    }
  }

  /// Where an object begins that ends with the line, behind the words of zap's console or Monolog;
  /// `nil` where there is none.
  static func start(in line: LineBytes, from start: Int) -> Int? {
    var end = line.count
    while end > start, isSpace(line[end - 1]) { end -= 1 }
    guard end > start, line[end - 1] == UInt8(ascii: "}") || line[end - 1] == UInt8(ascii: "]")
    else { return nil }
    return (start + 1..<max(start + 1, min(start + 512, end - 1))).first { index in
      line[index] == UInt8(ascii: "{") && line[index + 1] == UInt8(ascii: "\"")
        && isSpace(line[index - 1])
    }
  }

  /// The fields of an object after its brace.
  private mutating func object<Visitor: FieldVisitor>(
    _ parent: Visitor.Name,
    _ depth: Int,
    _ visitor: inout Visitor
  ) -> Bool {
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    while true {
      skipSpace()
      // nginx writes the times of several attempts as they are: `"upstream":0.1, 0.2,`.
      if position < line.count, line[position] &- 48 < 10 {
        guard passBareValues() else { return false }
        continue
      }
      guard let key = text() else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      let name = visitor.name(key.range, in: parent, of: line)
      guard value(name, depth, &visitor) else { return false }
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      return take(UInt8(ascii: "}"))
    }
  }

  private mutating func value<Visitor: FieldVisitor>(
    _ name: Visitor.Name,
    _ depth: Int,
    _ visitor: inout Visitor
  ) -> Bool {
    guard position < line.count else { return false }
    switch line[position] {
    case UInt8(ascii: "\""):
      guard let text = text() else { return false }
      visitor.visit(name, text, of: line)
    case UInt8(ascii: "{"):
      guard depth < Self.maxDepth, !isEmptyObject() else { return nested(name, &visitor) }
      position += 1
      return object(name, depth + 1, &visitor)
    case UInt8(ascii: "["):
      if Visitor.entersArrays, depth < Self.maxDepth {
        let start = position
        position += 1
        if array(visitor.element(of: name), depth + 1, &visitor) { return true }
        // All readers of a line have to accept the same.
        position = start
      }
      return nested(name, &visitor)
    case UInt8(ascii: ","):
      // nginx again, where it has none.
      visitor.visit(name, FieldValue(kind: .null, range: position..<position), of: line)
    default:
      guard let word = word() else { return false }
      visitor.visit(name, word, of: line)
    }
    return true
  }

  /// The elements of an array after its bracket.
  private mutating func array<Visitor: FieldVisitor>(
    _ name: Visitor.Name,
    _ depth: Int,
    _ visitor: inout Visitor
  ) -> Bool {
    skipSpace()
    if take(UInt8(ascii: "]")) { return true }
    while true {
      skipSpace()
      guard value(name, depth, &visitor) else { return false }
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      return take(UInt8(ascii: "]"))
    }
  }

  /// Passes numbers without a name with the comma behind them.
  private mutating func passBareValues() -> Bool {
    while position < line.count, Self.isNumber(line[position]) || Self.isSpace(line[position]) {
      position += 1
    }
    return take(UInt8(ascii: ","))
  }

  private func isEmptyObject() -> Bool {
    var next = position + 1
    while next < line.count, Self.isSpace(line[next]) { next += 1 }
    return next < line.count && line[next] == UInt8(ascii: "}")
  }

  /// Passes an array or object by counting brackets outside of texts.
  private mutating func nested<Visitor: FieldVisitor>(
    _ name: Visitor.Name,
    _ visitor: inout Visitor
  ) -> Bool {
    let start = position
    var depth = 0
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "\""):
        guard text() != nil else { return false }
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 {
        visitor.visit(name, FieldValue(kind: .nested, range: start..<position), of: line)
        return true
      }
    }
    return false
  }

  /// A text; `nil` where there is none or its end is missing.
  private mutating func text() -> FieldValue? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = position
    var kind = FieldValue.Kind.text
    while true {
      position = line.textEnd(from: position)
      guard position < line.count else { return nil }
      if line[position] == UInt8(ascii: "\"") {
        position += 1
        return FieldValue(kind: kind, range: start..<position - 1)
      }
      kind = .escaped
      position += 2
    }
  }

  /// A number, `true`, `false` or `null`.
  private mutating func word() -> FieldValue? {
    let start = position
    while position < line.count, Self.isWord(line[position]) { position += 1 }
    let range = start..<position
    guard let first = range.first.map({ line[$0] }) else { return nil }
    switch first {
    case UInt8(ascii: "t"): return keyword("true", .yes, range)
    case UInt8(ascii: "f"): return keyword("false", .no, range)
    case UInt8(ascii: "n"): return keyword("null", .null, range)
    case UInt8(ascii: "N"): return keyword("NaN", .number, range)
    case UInt8(ascii: "I"): return keyword("Infinity", .number, range)
    case UInt8(ascii: "-") where range.count > 1 && line[start + 1] == UInt8(ascii: "I"):
      return keyword("-Infinity", .number, range)
    default:
      guard range.allSatisfy({ Self.isNumber(line[$0]) }),
        range.contains(where: { line[$0] &- 48 < 10 })
      else { return nil }
      return FieldValue(kind: .number, range: range)
    }
  }

  private func keyword(
    _ word: StaticString,
    _ kind: FieldValue.Kind,
    _ range: Range<Int>
  ) -> FieldValue? {
    let isWord =
      range.count == word.utf8CodeUnitCount
      && range.allSatisfy { line[$0] == word.utf8Start[$0 - range.lowerBound] }
    return isWord ? FieldValue(kind: kind, range: range) : nil
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < line.count, line[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < line.count, Self.isSpace(line[position]) { position += 1 }
  }

  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || isNumber(byte)
  }

  private static func isNumber(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".") || byte | 32 == UInt8(ascii: "e")
  }
}
