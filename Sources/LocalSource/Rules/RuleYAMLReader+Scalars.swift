/// Texts in YAML.
extension YAMLReader {
  /// Whether a field with its colon stands at the current place.
  var isKey: Bool {
    var copy = self
    if copy.byte() == UInt8(ascii: "\"") || copy.byte() == UInt8(ascii: "'") {
      let start = copy.line
      guard (try? copy.quoted()) != nil, copy.line == start else { return false }
      copy.skipSpaces()
      return copy.byte() == Byte.colon && copy.isBlank(copy.byte(1))
    }
    guard !copy.isIndicator else { return false }
    return copy.endOfPlainKey != nil
  }

  /// Whether no plain scalar can begin here.
  private var isIndicator: Bool {
    guard let byte = byte() else { return true }
    if byte == UInt8(ascii: "?") || byte == Byte.colon || byte == UInt8(ascii: "-") {
      return isBlank(self.byte(1))
    }
    return "[]{}|>&*!%@`\"'#,".utf8.contains(byte)
  }

  /// The place of the colon behind a plain key.
  private var endOfPlainKey: Int? {
    var place = position
    while place < bytes.count, bytes[place] != Byte.lineFeed {
      let next = place + 1 < bytes.count ? bytes[place + 1] : nil
      if bytes[place] == Byte.colon, isBlank(next) { return place }
      if bytes[place] == Byte.hash, place > position, isBlank(bytes[place - 1]) { return nil }
      place += 1
    }
    return nil
  }

  /// Takes a field and its colon.
  mutating func key() throws(RuleProblem) -> String {
    if byte() == UInt8(ascii: "\"") || byte() == UInt8(ascii: "'") {
      let text = try quoted()
      skipSpaces()
      advance(1)
      return text
    }
    guard let end = endOfPlainKey else { throw problem("expected a field and ':'") }
    let text = Self.trimmed(bytes[position..<end])
    position = end + 1
    return text
  }

  static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while let last = bytes.last, last == Byte.space || last == Byte.tab || last == 0x0d {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Checks that a plain scalar may begin here.
  func checkPlain() throws(RuleProblem) {
    guard isIndicator, let byte = byte() else { return }
    switch byte {
    case UInt8(ascii: "!"): throw problem("tags are not supported")
    case UInt8(ascii: "?"): throw problem("complex keys are not supported")
    case UInt8(ascii: "%"): throw problem("directives are not supported")
    default:
      throw problem("a value cannot begin with '\(Unicode.Scalar(byte))'; put it into quotes")
    }
  }

  /// Takes a plain scalar that may go on over lines which are indented more than its parent.
  mutating func plainLines(parent: Int) throws(RuleProblem) -> [String] {
    try checkPlain()
    var lines = [try plainLine()]
    var blanks = 0
    while position < bytes.count {
      let mark = self
      var copy = self
      // A blank line inside stays as a line end; a comment ends the scalar.
      while copy.byte() == Byte.space { copy.position += 1 }
      if copy.byte() == Byte.lineFeed || copy.byte() == 0x0d && copy.byte(1) == Byte.lineFeed {
        copy.nextLine()
        self = copy
        blanks += 1
        continue
      }
      guard copy.position < bytes.count, copy.column > parent, !copy.isLineOver,
        !copy.isMarker("---"), !copy.isMarker("...")
      else {
        self = mark
        break
      }
      guard !copy.isKey else { throw copy.problem("a field is not allowed here") }
      self = copy
      lines += Array(repeating: "", count: blanks)
      blanks = 0
      lines.append(try plainLine())
    }
    return lines
  }

  /// Takes what is left of a line as plain text, and goes to the next line.
  private mutating func plainLine() throws(RuleProblem) -> String {
    let start = position
    while let next = byte(), next != Byte.lineFeed {
      if next == Byte.hash, position > start, isBlank(bytes[position - 1]) { break }
      if next == Byte.colon, isBlank(byte(1)) { throw problem("a field is not allowed here") }
      position += 1
    }
    let text = Self.trimmed(bytes[start..<position])
    nextLine()
    return text
  }

  /// Lines with single line ends as spaces; empty lines are line ends.
  static func folded(_ lines: [String]) -> String {
    var text = lines.first ?? ""
    var breaks = 0
    for line in lines.dropFirst() {
      if line.isEmpty {
        breaks += 1
      } else {
        text += breaks > 0 ? String(repeating: "\n", count: breaks) : " "
        text += line
        breaks = 0
      }
    }
    return text + String(repeating: "\n", count: breaks)
  }

  /// Takes a scalar that begins with `|` or `>`.
  mutating func blockScalar(parent: Int) throws(RuleProblem) -> YAMLNode {
    let start = place
    let header = try blockHeader(parent: parent)
    var indentation = header.indentation
    let first = line
    var lines: [String] = []
    while position < bytes.count {
      var copy = self
      while copy.byte() == Byte.space, indentation.map({ copy.column < $0 }) ?? true {
        copy.position += 1
      }
      let isEmpty = copy.byte() == Byte.lineFeed || copy.byte() == 0x0d || copy.byte() == nil
      if !isEmpty {
        guard copy.column > parent, copy.column >= indentation ?? 0 else { break }
        indentation = indentation ?? copy.column
      }
      let start = copy.position
      copy.nextLine()
      let end = copy.position > start && bytes[copy.position - 1] == Byte.lineFeed
      var text = bytes[start..<copy.position - (end ? 1 : 0)]
      if text.last == 0x0d { text.removeLast() }
      lines.append(isEmpty ? "" : String(decoding: text, as: UTF8.self))
      self = copy
    }
    return YAMLNode(
      content: .scalar(Self.block(lines, isFolded: header.isFolded, keepsEnd: header.keepsEnd)),
      place: start,
      spelling: header.isFolded
        ? .changed : .block(YAMLPlace(line: first, column: (indentation ?? 0) + 1))
    )
  }

  /// Takes `|` or `>` with what is said behind it: whether line ends at the end stay, and how far the
  /// text is indented.
  private mutating func blockHeader(
    parent: Int
  ) throws(RuleProblem) -> (isFolded: Bool, keepsEnd: Bool?, indentation: Int?) {
    let isFolded = byte() == UInt8(ascii: ">")
    advance(1)
    var keepsEnd: Bool?
    var indentation: Int?
    while let next = byte(), !isBlank(next) {
      switch next {
      case UInt8(ascii: "+"): keepsEnd = true
      case UInt8(ascii: "-"): keepsEnd = false
      case UInt8(ascii: "1")...UInt8(ascii: "9"): indentation = max(0, parent) + Int(next) - 0x30
      default: throw problem("unexpected text behind '|' or '>'")
      }
      advance(1)
    }
    try endOfLine()
    return (isFolded, keepsEnd, indentation)
  }

  private static func block(_ lines: [String], isFolded: Bool, keepsEnd: Bool?) -> String {
    var content = lines
    while content.last?.isEmpty == true { content.removeLast() }
    let blanks = lines.count - content.count
    var text = ""
    for (index, line) in content.enumerated() {
      text += line
      guard index + 1 < content.count else { break }
      let next = content[index + 1]
      let isIndented = line.hasPrefix(" ") || next.hasPrefix(" ")
      if !isFolded || isIndented || next.isEmpty {
        // Of several line ends between folded lines the first one is the fold.
        let isFold = isFolded && next.isEmpty && !line.isEmpty && !isIndented
        text += isFold ? "" : "\n"
      } else {
        text += line.isEmpty ? "\n" : " "
      }
    }
    switch keepsEnd {
    case false: return text
    case true: return text + String(repeating: "\n", count: (text.isEmpty ? 0 : 1) + blanks)
    default: return text.isEmpty ? "" : text + "\n"
    }
  }
}
