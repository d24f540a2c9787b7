/// Checks to the letter what is handed on as JSON, of which reading a line accepts a little more.
///
/// - Source: <https://www.rfc-editor.org/rfc/rfc8259>.
struct JSONGrammar {
  private enum Awaited {
    case value
    case valueOrEnd
    case keyOrEnd
    case key
    case colon
    case commaOrEnd
  }

  private let line: LineBytes
  private let end: Int
  private var position: Int
  /// The brackets that are open, `{` or `[`.
  private var open: [UInt8] = []

  private init(_ line: LineBytes, _ range: Range<Int>) {
    self.line = line
    position = range.lowerBound
    end = range.upperBound
  }

  /// Whether a range is an array or an object.
  static func isNested(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    var grammar = JSONGrammar(line, range)
    return grammar.check()
  }

  /// Whether a range is a number.
  static func isNumber(_ line: LineBytes, _ range: Range<Int>) -> Bool {
    var grammar = JSONGrammar(line, range)
    return grammar.number() && grammar.position == range.upperBound
  }

  private mutating func check() -> Bool {
    var awaited = Awaited.value
    while position < end {
      let byte = line[position]
      if byte == 32 || byte == 9 || byte == 10 || byte == 13 {
        position += 1
        continue
      }
      guard let next = step(byte, awaited) else { return false }
      awaited = next
      if open.isEmpty { return position == end }
    }
    return false
  }

  /// Passes one token; `nil` where it is not one of those that are awaited.
  private mutating func step(_ byte: UInt8, _ awaited: Awaited) -> Awaited? {
    switch (byte, awaited) {
    case (UInt8(ascii: "{"), .value), (UInt8(ascii: "{"), .valueOrEnd):
      return enter(byte, .keyOrEnd)
    case (UInt8(ascii: "["), .value), (UInt8(ascii: "["), .valueOrEnd):
      return enter(byte, .valueOrEnd)
    case (UInt8(ascii: "}"), .keyOrEnd), (UInt8(ascii: "}"), .commaOrEnd):
      return leave(UInt8(ascii: "{"))
    case (UInt8(ascii: "]"), .valueOrEnd), (UInt8(ascii: "]"), .commaOrEnd):
      return leave(UInt8(ascii: "["))
    case (UInt8(ascii: ","), .commaOrEnd):
      position += 1
      return open.last == UInt8(ascii: "{") ? .key : .value
    case (UInt8(ascii: ":"), .colon):
      position += 1
      return .value
    case (UInt8(ascii: "\""), .key), (UInt8(ascii: "\""), .keyOrEnd):
      return text() ? .colon : nil
    case (_, .value), (_, .valueOrEnd):
      let isScalar =
        byte == UInt8(ascii: "\"")
        ? text() : word("true") || word("false") || word("null") || number()
      return isScalar ? .commaOrEnd : nil
    default: return nil
    }
  }

  private mutating func enter(_ bracket: UInt8, _ awaited: Awaited) -> Awaited {
    open.append(bracket)
    position += 1
    return awaited
  }

  private mutating func leave(_ bracket: UInt8) -> Awaited? {
    guard open.popLast() == bracket else { return nil }
    position += 1
    return .commaOrEnd
  }

  private mutating func text() -> Bool {
    position += 1
    while position < end {
      switch line[position] {
      case UInt8(ascii: "\""):
        position += 1
        return true
      case UInt8(ascii: "\\"):
        guard position + 1 < end, escape() else { return false }
      case 0..<32: return false
      default: position += 1
      }
    }
    return false
  }

  private mutating func escape() -> Bool {
    let kind = line[position + 1]
    if "\"\\/bfnrt".utf8.contains(kind) {
      position += 2
      return true
    }
    guard kind == UInt8(ascii: "u"), position + 6 <= end else { return false }
    let isHex = (position + 2..<position + 6).allSatisfy { IDBytes.isHex(line[$0]) }
    position += 6
    return isHex
  }

  private mutating func word(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position + count <= end,
      (0..<count).allSatisfy({ line[position + $0] == word.utf8Start[$0] })
    else { return false }
    position += count
    return true
  }

  private mutating func number() -> Bool {
    if position < end, line[position] == UInt8(ascii: "-") { position += 1 }
    let start = position
    let whole = digits()
    guard whole > 0, whole == 1 || line[start] != UInt8(ascii: "0") else { return false }
    if position < end, line[position] == UInt8(ascii: ".") {
      position += 1
      guard digits() > 0 else { return false }
    }
    if position < end, line[position] | 32 == UInt8(ascii: "e") {
      position += 1
      let hasSign =
        position < end && (line[position] == UInt8(ascii: "+") || line[position] == 45)
      if hasSign { position += 1 }
      guard digits() > 0 else { return false }
    }
    return true
  }

  private mutating func digits() -> Int {
    let start = position
    while position < end, line[position] &- 48 < 10 { position += 1 }
    return position - start
  }
}
