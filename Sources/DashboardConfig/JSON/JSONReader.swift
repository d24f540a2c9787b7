/// Reads JSON (RFC 8259) into nodes with positions; the only thing it adds is better words.
///
/// The standard decoders tell neither the line of an error nor that a name came twice.
package struct JSONReader {
  /// How deep objects and lists may be nested.
  package static let depthLimit = 32
  /// How many bytes a text may have.
  package static let sizeLimit = 1 << 20

  let bytes: [UInt8]
  let file: String
  var position = 0
  var line = 1
  var lineStart = 0
  var path = ConfigPath()
  var duplicates: [ConfigProblem] = []

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    // A byte order mark is what some editors leave; it means nothing here.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (position, lineStart) = (3, 3) }
  }

  /// Reads a whole text.
  ///
  /// A text that is not JSON gives no node and one problem, for what follows an error cannot be
  /// trusted; names that came twice are problems beside the node, in which the first one counts.
  package static func read(
    _ bytes: [UInt8],
    file: String
  ) -> (node: ConfigNode?, problems: [ConfigProblem]) {
    var reader = JSONReader(bytes, file: file)
    do throws(ConfigProblem) {
      guard bytes.count <= sizeLimit else {
        throw reader.problem("larger than \(sizeLimit) bytes: is it a config file?")
      }
      let node = try reader.document()
      return (node, reader.duplicates)
    } catch {
      return (nil, reader.duplicates + [error])
    }
  }

  var here: ConfigOrigin {
    // A byte that continues a UTF-8 sequence starts no column of its own.
    let column = bytes[min(lineStart, position)..<position].count { $0 & 0xC0 != 0x80 } + 1
    return .file(file, TextPosition(line: line, column: column))
  }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  func problem(_ message: String, at origin: ConfigOrigin? = nil) -> ConfigProblem {
    ConfigProblem(ConfigPath(), at: origin ?? here, message)
  }

  private mutating func document() throws(ConfigProblem) -> ConfigNode {
    try skipSpace()
    guard next != nil else { throw problem("the file is empty: it needs at least '{}'") }
    let node = try value(depth: 0)
    try skipSpace()
    guard next == nil else { throw unexpected("the end of the file after the value") }
    return node
  }

  private mutating func value(depth: Int) throws(ConfigProblem) -> ConfigNode {
    let start = here
    guard depth < Self.depthLimit else {
      throw problem("nested deeper than \(Self.depthLimit) levels")
    }
    switch next {
    case UInt8(ascii: "{"): return ConfigNode(.object(try members(depth)), at: start)
    case UInt8(ascii: "["): return ConfigNode(.list(try items(depth)), at: start)
    case UInt8(ascii: "\""): return ConfigNode(.text(try text()), at: start)
    case let byte? where "-0123456789".utf8.contains(byte):
      return ConfigNode(.number(try number()), at: start)
    default: return ConfigNode(try word(), at: start)
    }
  }

  private mutating func members(_ depth: Int) throws(ConfigProblem) -> [ConfigNode.Member] {
    var found: [ConfigNode.Member] = []
    position += 1
    try skipSpace()
    while next != UInt8(ascii: "}") {
      guard next == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes or '}'") }
      let nameOrigin = here
      let name = try text()
      try skipSpace()
      try take(":", expecting: "':' after the name")
      try skipSpace()
      path.steps.append(.name(name))
      let node = try value(depth: depth + 1)
      if let first = found.first(where: { $0.name == name }) {
        duplicates.append(
          ConfigProblem(
            path,
            at: nameOrigin,
            "duplicate of \(first.nameOrigin): remove one"
          )
        )
      } else {
        found.append(ConfigNode.Member(name, at: nameOrigin, node))
      }
      path.steps.removeLast()
      guard try takesComma(before: "}") else { break }
    }
    position += 1
    return found
  }

  private mutating func items(_ depth: Int) throws(ConfigProblem) -> [ConfigNode] {
    var found: [ConfigNode] = []
    position += 1
    try skipSpace()
    while next != UInt8(ascii: "]") {
      path.steps.append(.index(found.count))
      found.append(try value(depth: depth + 1))
      path.steps.removeLast()
      guard try takesComma(before: "]") else { break }
    }
    position += 1
    return found
  }

  /// Whether another element follows; leaves the position at it, or at the closing bracket.
  private mutating func takesComma(before close: Character) throws(ConfigProblem) -> Bool {
    try skipSpace()
    if next == close.asciiValue { return false }
    let comma = here
    try take(",", expecting: "',' or '\(close)' after the value")
    try skipSpace()
    guard next != close.asciiValue else {
      throw problem("trailing comma: remove it", at: comma)
    }
    return true
  }

  private mutating func take(
    _ character: Character,
    expecting: String
  ) throws(ConfigProblem) {
    guard next == character.asciiValue else { throw unexpected(expecting) }
    position += 1
  }

  private mutating func skipSpace() throws(ConfigProblem) {
    while let byte = next {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "\n"):
        position += 1
        line += 1
        lineStart = position
      case UInt8(ascii: "/"), UInt8(ascii: "#"):
        throw problem("JSON has no comments: remove it")
      default:
        return
      }
    }
  }
}
