/// A word of LogQL with its place.
struct FakeLogQLToken: Hashable {
  enum Kind: Hashable {
    case string(String)
    case number(Double)
    /// Nanoseconds.
    case duration(Int64)
    case identifier(String)
    case flag(String)
    /// What stands in square brackets, in nanoseconds.
    case range(Int64)
    /// A keyword in lower case, or signs.
    case sign(String)
    case end
  }

  var kind: Kind
  var line: Int
  var column: Int

  /// What a server calls it in its complaints.
  var name: String {
    switch kind {
    case .string: "STRING"
    case .number: "NUMBER"
    case .duration: "DURATION"
    case .identifier: "IDENTIFIER"
    case .flag: "PARSER_FLAG"
    case .range: "RANGE"
    case .sign(let text): text
    case .end: "$end"
    }
  }
}

/// Cuts LogQL into words by the rules of Loki, which are those of Go: keywords are no names in
/// whatever case, texts in double quotes end with their line, and escapes are those that Go knows.
///
/// - Source: <https://grafana.com/docs/loki/latest/query/>,
///   <https://go.dev/ref/spec#String_literals>.
struct FakeLogQLLexer {
  private static let keywords: Set<String> = [
    "by", "without", "bool", "offset", "on", "ignoring", "group_left", "group_right", "or", "and",
    "unless", "json", "regexp", "logfmt", "unpack", "pattern", "label_format", "line_format",
    "unwrap", "decolorize", "drop", "keep", "variants", "of", "label_replace",
  ]
  private static let signs = [
    "|=", "|~", "|>", "!=", "!~", "!>", "=~", "==", ">=", "<=", "=", ">", "<", "|", "{", "}", "(",
    ")", ",", "+", "-", "*", "/", "%", "^", ".",
  ]
  private static let units: [(name: String, nanoseconds: Double)] = [
    ("ms", 1e6), ("us", 1e3), ("µs", 1e3), ("ns", 1), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
    ("d", 86_400e9), ("w", 604_800e9), ("y", 31_536_000e9),
  ]

  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var line = 1
  private var column = 1

  private init(_ text: String) {
    scalars = Array(text.unicodeScalars)
  }

  /// All words of a text and the end.
  static func tokens(_ text: String) throws(FakeLokiQuery.Fault) -> [FakeLogQLToken] {
    var lexer = FakeLogQLLexer(text)
    var tokens: [FakeLogQLToken] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private mutating func next() throws(FakeLokiQuery.Fault) -> FakeLogQLToken {
    while let scalar = peek, scalar.properties.isWhitespace || scalar == "#" {
      guard scalar == "#" else {
        advance()
        continue
      }
      while let scalar = peek, scalar != "\n" { advance() }
    }
    let (line, column) = (line, column)
    return FakeLogQLToken(kind: try kind(), line: line, column: column)
  }

  private mutating func kind() throws(FakeLokiQuery.Fault) -> FakeLogQLToken.Kind {
    guard let first = peek else { return .end }
    switch first {
    case "\"": return .string(try quoted())
    case "`": return .string(try raw())
    case "[": return .range(try range())
    case "0"..."9": return try number()
    case _ where first == "_" || first.properties.isAlphabetic: return word()
    case "-" where rest.hasPrefix("--strict") || rest.hasPrefix("--keep-empty"):
      let flag = rest.hasPrefix("--strict") ? "--strict" : "--keep-empty"
      for _ in flag { advance() }
      return .flag(flag)
    default:
      guard let sign = Self.signs.first(where: { rest.hasPrefix($0) }) else {
        throw fault("syntax error: unexpected \(first)")
      }
      for _ in sign.unicodeScalars { advance() }
      return .sign(sign)
    }
  }

  /// A name, unless it is a keyword; `ip`, `sum` and others are names where no bracket follows.
  private mutating func word() -> FakeLogQLToken.Kind {
    var text = String.UnicodeScalarView()
    while let scalar = peek,
      scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
    {
      text.append(scalar)
      advance()
    }
    let lower = String(text).lowercased()
    return Self.keywords.contains(lower) ? .sign(lower) : .identifier(String(text))
  }

  private mutating func number() throws(FakeLokiQuery.Fault) -> FakeLogQLToken.Kind {
    var text = ""
    while let scalar = peek {
      let isSign = (scalar == "-" || scalar == "+") && text.last.map { "eE".contains($0) } == true
      guard
        ("0"..."9").contains(scalar) || scalar == "." || scalar.properties.isAlphabetic || isSign
      else { break }
      text.unicodeScalars.append(scalar)
      advance()
    }
    if let value = Double(text) { return .number(value) }
    if let value = Self.nanoseconds(text) { return .duration(value) }
    throw fault("syntax error: unexpected IDENTIFIER")
  }

  private mutating func range() throws(FakeLokiQuery.Fault) -> Int64 {
    advance()
    var text = ""
    while let scalar = peek, scalar != "]" {
      text.unicodeScalars.append(scalar)
      advance()
    }
    guard peek != nil else { throw fault("missing closing ']' in duration") }
    advance()
    guard let value = Self.nanoseconds(text) else {
      throw fault("not a valid duration string: \"\(text)\"")
    }
    return value
  }

  /// A duration as Prometheus writes it.
  static func nanoseconds(_ text: String) -> Int64? {
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      guard let count = Double(String(digits)),
        let unit = units.first(where: { rest.hasPrefix($0.name) })
      else { return nil }
      rest = rest.dropFirst(unit.name.count)
      total += count * unit.nanoseconds
    }
    return text.isEmpty ? nil : Int64(total)
  }

  // MARK: Texts

  private mutating func raw() throws(FakeLokiQuery.Fault) -> String {
    advance()
    var text = String.UnicodeScalarView()
    while let scalar = peek, scalar != "`" {
      // Go takes these out.
      if scalar != "\r" { text.append(scalar) }
      advance()
    }
    guard peek != nil else { throw fault("literal not terminated") }
    advance()
    return String(text)
  }

  private mutating func quoted() throws(FakeLokiQuery.Fault) -> String {
    advance()
    var bytes: [UInt8] = []
    while let scalar = peek, scalar != "\"" {
      guard scalar != "\n" else { throw fault("literal not terminated") }
      guard scalar != "\0" else { throw fault("invalid character NUL") }
      advance()
      if scalar == "\\" {
        try escape(&bytes)
      } else {
        bytes += Array(String(scalar).utf8)
      }
    }
    guard peek != nil else { throw fault("literal not terminated") }
    advance()
    return String(decoding: bytes, as: UTF8.self)
  }

  private mutating func escape(_ bytes: inout [UInt8]) throws(FakeLokiQuery.Fault) {
    guard let scalar = peek else { throw fault("literal not terminated") }
    let simple: [Unicode.Scalar: UInt8] = [
      "a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "\"": 34,
    ]
    if let byte = simple[scalar] {
      advance()
      bytes.append(byte)
      return
    }
    let (digits, radix): (Int, Int)
    switch scalar {
    case "x": (digits, radix) = (2, 16)
    case "u": (digits, radix) = (4, 16)
    case "U": (digits, radix) = (8, 16)
    case "0"..."7": (digits, radix) = (3, 8)
    default: throw fault("invalid char escape")
    }
    if radix == 16 { advance() }
    let text = String(String.UnicodeScalarView(scalars[position...].prefix(digits)))
    guard text.unicodeScalars.count == digits, let value = UInt32(text, radix: radix) else {
      throw fault("invalid char escape")
    }
    for _ in 0..<digits { advance() }
    if digits <= 3 {
      guard value < 256 else { throw fault("invalid char escape") }
      bytes.append(UInt8(value))
    } else {
      guard let scalar = Unicode.Scalar(value) else { throw fault("invalid char escape") }
      bytes += Array(String(scalar).utf8)
    }
  }

  // MARK: Places

  private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  /// What lies ahead, as far as the longest sign.
  private var rest: String { String(String.UnicodeScalarView(scalars[position...].prefix(12))) }

  private mutating func advance() {
    let isBreak = position < scalars.count && scalars[position] == "\n"
    position += 1
    column = isBreak ? 1 : column + 1
    if isBreak { line += 1 }
  }

  private func fault(_ message: String) -> FakeLokiQuery.Fault {
    FakeLokiQuery.Fault(message: "parse error at line \(line), col \(column): \(message)")
  }
}
