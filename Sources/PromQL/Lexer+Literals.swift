extension Lexer {
  /// A string with its quotes; that its escapes are good is found when it is unquoted.
  mutating func string(quote: UInt8) throws(ParseProblem) -> Token {
    let start = position
    let isRaw = quote == UInt8(ascii: "`")
    var end = position + 1
    while end < bytes.count, bytes[end] != quote {
      if !isRaw, bytes[end] == UInt8(ascii: "\n") { break }
      if !isRaw, bytes[end] == UInt8(ascii: "\\") { end += 1 }
      end += 1
    }
    guard end < bytes.count, bytes[end] == quote else {
      throw problem(isRaw ? "unterminated raw string" : "unterminated quoted string", at: start)
    }
    guard bytes.withUnsafeBufferPointer({ isUTF8($0[start...end]) }) else {
      throw problem("invalid UTF-8 rune", at: start)
    }
    return take(.string, end + 1 - start)
  }

  /// A number, or a duration such as `1h30m`.
  ///
  /// A number followed by letters is a duration or an error, as in Prometheus.
  mutating func numberOrDuration() throws(ParseProblem) -> Token {
    var scan = NumberScan(bytes, at: position)
    let isNumber = scan.number()
    if isNumber, !scan.isFollowedByWord { return take(.number, scan.position - position) }
    if isNumber, scan.duration() { return take(.duration, scan.position - position) }
    scan.restOfWord()
    let written = PromQLQuote.text(text(position..<scan.position))
    throw problem("bad number or duration syntax: \(written)", at: position)
  }

  private func isUTF8(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while true {
      switch decoder.decode(&iterator) {
      case .scalarValue: continue
      case .emptyInput: return true
      case .error: return false
      }
    }
  }
}

/// Finds where a number or a duration ends.
private struct NumberScan {
  let bytes: [UInt8]
  var position: Int

  init(_ bytes: [UInt8], at position: Int) {
    self.bytes = bytes
    self.position = position
  }

  var isFollowedByWord: Bool {
    guard let byte = peek() else { return false }
    return byte.isPromQLLetter || byte.isPromQLDigit || byte == UInt8(ascii: ".")
  }

  /// Steps over a number; whether there is one.
  mutating func number() -> Bool {
    if peek() == UInt8(ascii: "0"), peek(1).map({ $0 | 0x20 }) == UInt8(ascii: "x") {
      position += 2
      return digits { UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0 | 0x20 || $0.isPromQLDigit }
    }
    let hasWhole = peek() == UInt8(ascii: ".") || digits { $0.isPromQLDigit }
    guard hasWhole else { return false }
    if peek() == UInt8(ascii: ".") {
      position += 1
      if peek()?.isPromQLDigit == true, !digits({ $0.isPromQLDigit }) { return false }
    }
    guard let byte = peek(), byte | 0x20 == UInt8(ascii: "e") else { return true }
    let exponent = position
    position += 1
    if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
    if digits({ $0.isPromQLDigit }) { return true }
    position = max(exponent, position)
    return false
  }

  /// Steps over the rest of a duration, from its first unit on; whether it is all of the word.
  mutating func duration() -> Bool {
    guard unit() else { return false }
    while peek()?.isPromQLDigit == true {
      while peek()?.isPromQLDigit == true { position += 1 }
      guard unit() else { return false }
    }
    return !isFollowedByWord
  }

  mutating func restOfWord() {
    while isFollowedByWord { position += 1 }
  }

  private mutating func unit() -> Bool {
    guard let byte = peek(), "smhdwy".utf8.contains(byte) else { return false }
    position += 1
    if byte == UInt8(ascii: "m"), peek() == UInt8(ascii: "s") { position += 1 }
    return true
  }

  /// Digits with single underscores between them.
  private mutating func digits(_ isDigit: (UInt8) -> Bool) -> Bool {
    var count = 0
    while let byte = peek() {
      if byte == UInt8(ascii: "_") {
        guard let next = peek(1), isDigit(next), count > 0 || isAfterPrefix else { return false }
      } else if isDigit(byte) {
        count += 1
      } else {
        break
      }
      position += 1
    }
    return count > 0
  }

  /// Whether a hexadecimal prefix stands just before, behind which Go allows an underscore.
  private var isAfterPrefix: Bool {
    position > 0 && bytes[position - 1] | 0x20 == UInt8(ascii: "x")
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }
}
