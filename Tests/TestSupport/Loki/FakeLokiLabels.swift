/// The labels of one line on its way through a pipeline of a fake Loki.
struct FakeLokiLabels {
  let stream: [String: String]
  private(set) var metadata: [String: String]
  private(set) var parsed: [String: String] = [:]
  /// What a stage could not read; the line goes on all the same.
  var error: String?

  init(stream: [String: String], metadata: [String: String]) {
    self.stream = stream
    self.metadata = metadata
  }

  /// The value of a name: what was parsed hides metadata, and that labels of the stream.
  subscript(name: String) -> String? {
    if name == "__error__" { return error }
    return parsed[name] ?? metadata[name] ?? stream[name]
  }

  /// All of them.
  var all: [String: String] {
    var all = stream.merging(metadata) { $1 }.merging(parsed) { $1 }
    all["__error__"] = error
    return all
  }

  /// Adds what a parser has found: the first value of a name counts, and one that a label of the
  /// stream has gets a suffix.
  mutating func add(_ name: String, _ value: String) {
    let name = stream[name] == nil ? name : name + "_extracted"
    if parsed[name] == nil { parsed[name] = value }
  }

  mutating func drop(_ name: String) {
    parsed[name] = nil
    metadata[name] = nil
  }

  /// The name that a parser gives a field.
  private static func sanitized(_ key: String) -> String {
    var name = String.UnicodeScalarView()
    for scalar in key.unicodeScalars {
      let isWord =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
        || ("0"..."9").contains(scalar)
      if name.isEmpty, ("0"..."9").contains(scalar) { name.append("_") }
      name.append(isWord ? scalar : "_")
    }
    return String(name)
  }

  // MARK: JSON

  mutating func parseJSON(_ text: String) {
    var reader = FakeJSONReader(text)
    guard
      reader.readObject(
        [],
        into: { path, value in
          add(Self.sanitized(path.joined(separator: "_")), value)
        }
      )
    else {
      error = "JSONParserErr"
      return
    }
  }

  // MARK: logfmt

  mutating func parseLogfmt(_ text: String, isStrict: Bool) {
    var rest = text[...]
    while let start = rest.firstIndex(where: { $0 > " " }) {
      rest = rest[start...]
      let key = rest.prefix { $0 > " " && $0 != "=" && $0 != "\"" }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=", !key.isEmpty else {
        let isBroken = rest.first == "=" || rest.first == "\""
        if isBroken, isStrict { error = "LogfmtParserErr" }
        if isBroken, isStrict { return }
        rest = rest.drop { $0 > " " }
        continue
      }
      rest = rest.dropFirst()
      guard let value = Self.logfmtValue(&rest) else {
        if isStrict { error = "LogfmtParserErr" }
        if isStrict { return }
        rest = rest.drop { $0 > " " }
        continue
      }
      if !value.isEmpty { add(Self.sanitized(String(key)), value) }
    }
  }

  private static func logfmtValue(_ rest: inout Substring) -> String? {
    guard rest.first == "\"" else {
      let value = rest.prefix { $0 > " " }
      guard !value.contains("="), !value.contains("\"") else { return nil }
      rest = rest.dropFirst(value.count)
      return String(value)
    }
    var value = ""
    var isEscaped = false
    for (offset, character) in rest.dropFirst().enumerated() {
      if isEscaped {
        value.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        rest = rest.dropFirst(offset + 2)
        return value
      } else {
        value.append(character)
      }
    }
    return nil
  }
}

/// Reads JSON as Loki's parser does: leniently, from the front, arrays and `null` passed over.
struct FakeJSONReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Reads an object and hands out its values with their paths; `false` where it is broken.
  mutating func readObject(
    _ path: [String],
    into take: (_ path: [String], _ value: String) -> Void
  ) -> Bool {
    guard takeByte("{") else { return false }
    if takeByte("}") { return true }
    repeat {
      guard let key = string(), takeByte(":") else { return false }
      guard readValue(path + [key], into: take) else { return false }
    } while takeByte(",")
    return takeByte("}")
  }

  private mutating func readValue(
    _ path: [String],
    into take: (_ path: [String], _ value: String) -> Void
  ) -> Bool {
    skipSpace()
    switch position < bytes.count ? bytes[position] : 0 {
    case UInt8(ascii: "{"): return readObject(path, into: take)
    case UInt8(ascii: "["): return skipArray()
    case UInt8(ascii: "\""):
      guard let text = string() else { return false }
      take(path, text.contains("\u{FFFD}") ? "" : text)
      return true
    default:
      let start = position
      while position < bytes.count, !" \t\r\n,}]".utf8.contains(bytes[position]) { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      guard ["true", "false", "null"].contains(word) || Double(word) != nil else { return false }
      if word != "null" { take(path, word) }
      return true
    }
  }

  private mutating func skipArray() -> Bool {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        guard string() != nil else { return false }
        continue
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
      position += 1
      if depth == 0 { return true }
    }
    return false
  }

  private mutating func string() -> String? {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    var end = position + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < bytes.count else { return nil }
    defer { position = end + 1 }
    return Self.unescaped(String(decoding: bytes[(position + 1)..<end], as: UTF8.self))
  }

  /// The text of JSON's escapes; empty where one is broken.
  private static func unescaped(_ text: String) -> String {
    guard text.contains("\\") else { return text }
    var units: [UInt16] = []
    var rest = Array(text.utf16)[...]
    while let unit = rest.popFirst() {
      guard unit == 92 else {
        units.append(unit)
        continue
      }
      let simple: [UInt16: UInt16] = [
        110: 10, 116: 9, 114: 13, 98: 8, 102: 12, 34: 34, 92: 92, 47: 47,
      ]
      guard let next = rest.popFirst() else { return "" }
      if next == 117 {
        let digits = String(decoding: rest.prefix(4), as: UTF16.self)
        guard let value = UInt16(digits, radix: 16) else { return "" }
        rest = rest.dropFirst(4)
        units.append(value)
      } else if let value = simple[next] {
        units.append(value)
      } else {
        return ""
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  private mutating func takeByte(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\r\n".utf8.contains(bytes[position]) { position += 1 }
  }
}
