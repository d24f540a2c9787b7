/// Values of number, duration and string literals.
enum Literal {
  /// The value of a number as Go reads it; `nil` for what has no value, or none that is finite.
  ///
  /// A leading zero before digits below eight makes a number octal.
  static func number(_ text: String) -> Double? {
    switch text.lowercased() {
    case "inf": return .infinity
    case "nan": return .nan
    default: break
    }
    let digits = text.filter { $0 != "_" }
    if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
      return Int64(digits.dropFirst(2), radix: 16).map(Double.init)
    }
    if digits.hasPrefix("0"), let octal = Int64(digits, radix: 8) { return Double(octal) }
    guard let value = Double(digits.hasSuffix(".") ? String(digits.dropLast()) : digits),
      value.isFinite
    else { return nil }
    return value
  }

  /// The seconds of a duration.
  ///
  /// Units come in descending order, each at most once.
  ///
  /// - Throws: `LiteralProblem` with Prometheus' words.
  static func seconds(_ text: String) throws(LiteralProblem) -> Double {
    let badSyntax = LiteralProblem("not a valid duration string: \(PromQLQuote.text(text))")
    let outOfRange = LiteralProblem("duration out of range")
    var total: UInt64 = 0
    var lastRank = -1
    var rest = Substring(text)
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { !$0.isNumber }
      rest = rest.dropFirst(unit.count)
      guard !digits.isEmpty, let count = UInt64(digits), !unit.isEmpty else { throw badSyntax }
      guard let rank = units.firstIndex(where: { $0.name == unit }) else {
        throw LiteralProblem(
          "unknown unit \(PromQLQuote.text(String(unit))) in duration \(PromQLQuote.text(text))"
        )
      }
      guard rank > lastRank else { throw badSyntax }
      lastRank = rank
      let (product, isOver) = count.multipliedReportingOverflow(by: units[rank].nanoseconds)
      let (sum, isOverSum) = total.addingReportingOverflow(product)
      guard !isOver, !isOverSum, sum <= UInt64(Int64.max) else { throw outOfRange }
      total = sum
    }
    return Double(total / 1_000_000_000) + Double(total % 1_000_000_000) / 1e9
  }

  /// Seconds as whole milliseconds, cut off as Prometheus does; `nil` beyond 292 years.
  static func milliseconds(seconds: Double) -> Int64? {
    let nanoseconds = (seconds * 1e9).rounded(.toNearestOrAwayFromZero)
    return Int64(exactly: nanoseconds).map { $0 / 1_000_000 }
  }

  private static let units: [(name: String, nanoseconds: UInt64)] = [
    ("y", 31_536_000_000_000_000), ("w", 604_800_000_000_000), ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
  ]
}

/// Why a literal has no value.
struct LiteralProblem: Error {
  var message: String

  init(_ message: String) {
    self.message = message
  }
}

extension Literal {
  /// A string without its quotes, its escapes resolved as Go does.
  ///
  /// - Parameter token: The bytes with the quotes, which are there.
  /// - Returns: The text; bytes that are not UTF-8 are those of `StrayByte`.
  /// - Throws: `LiteralProblem` that names the escape.
  static func string(_ token: ArraySlice<UInt8>) throws(LiteralProblem) -> String {
    let inside = token.dropFirst().dropLast()
    guard let quote = token.first, quote != UInt8(ascii: "`"), inside.contains(UInt8(ascii: "\\"))
    else { return String(decoding: inside, as: UTF8.self) }
    var reader = EscapeReader(bytes: inside, quote: quote)
    return try reader.text()
  }
}

/// Resolves the escapes of a string.
private struct EscapeReader {
  let bytes: ArraySlice<UInt8>
  let quote: UInt8
  var position: Int
  var resolved: [UInt8] = []

  init(bytes: ArraySlice<UInt8>, quote: UInt8) {
    self.bytes = bytes
    self.quote = quote
    position = bytes.startIndex
  }

  mutating func text() throws(LiteralProblem) -> String {
    while position < bytes.endIndex {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\\") {
        try escape()
      } else {
        resolved.append(byte)
      }
    }
    return StrayByte.text(resolved)
  }

  private mutating func escape() throws(LiteralProblem) {
    guard position < bytes.endIndex else {
      throw LiteralProblem("escape sequence not terminated")
    }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "a"): resolved.append(0x07)
    case UInt8(ascii: "b"): resolved.append(0x08)
    case UInt8(ascii: "f"): resolved.append(0x0c)
    case UInt8(ascii: "n"): resolved.append(0x0a)
    case UInt8(ascii: "r"): resolved.append(0x0d)
    case UInt8(ascii: "t"): resolved.append(0x09)
    case UInt8(ascii: "v"): resolved.append(0x0b)
    case UInt8(ascii: "\\"), quote: resolved.append(byte)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      position -= 1
      try appendByte(try value(digits: 3, radix: 8))
    case UInt8(ascii: "x"): try appendByte(try value(digits: 2, radix: 16))
    case UInt8(ascii: "u"): try appendScalar(try value(digits: 4, radix: 16))
    case UInt8(ascii: "U"): try appendScalar(try value(digits: 8, radix: 16))
    default:
      throw LiteralProblem("unknown escape sequence \(PromQLQuote.codePoint(scalar(byte)))")
    }
  }

  private mutating func value(digits: Int, radix: UInt32) throws(LiteralProblem) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard position < bytes.endIndex else {
        throw LiteralProblem("escape sequence not terminated")
      }
      let byte = bytes[position]
      guard byte < 0x80, let digit = UInt32(String(scalar(byte)), radix: Int(radix)) else {
        throw LiteralProblem(
          "illegal character \(PromQLQuote.codePoint(scalar(byte))) in escape sequence"
        )
      }
      value = value &* radix &+ digit
      position += 1
    }
    return value
  }

  private mutating func appendByte(_ value: UInt32) throws(LiteralProblem) {
    guard let byte = UInt8(exactly: value) else { throw Self.invalid }
    resolved.append(byte)
  }

  private mutating func appendScalar(_ value: UInt32) throws(LiteralProblem) {
    guard let scalar = Unicode.Scalar(value) else { throw Self.invalid }
    resolved.append(contentsOf: String(scalar).utf8)
  }

  /// The character of which a byte is the first; good for ASCII, else a stand-in.
  private func scalar(_ byte: UInt8) -> Unicode.Scalar {
    byte < 0x80 ? Unicode.Scalar(byte) : "\u{FFFD}"
  }

  private static let invalid = LiteralProblem(
    "escape sequence is an invalid Unicode code point"
  )
}
