extension ByteScanner {
  /// Reads a string, unescaped.
  ///
  /// - Parameter limit: Bytes to keep; what is longer is cut there and ends with `…`.
  /// - Returns: Valid Unicode: broken bytes and lone surrogates become U+FFFD.
  /// - Throws: `ScanError.malformed` where no string comes next, or one without end.
  package mutating func takeString(limit: Int = 4096) throws(ScanError) -> String {
    let (range, hasEscapes) = try takeRawString()
    let raw = UnsafeBufferPointer(rebasing: bytes[range])
    if !hasEscapes {
      guard raw.count > limit else { return String(decoding: raw, as: UTF8.self) }
      return Self.cut(raw, limit)
    }
    // A few bytes more than the limit are enough to know that there is more.
    let text = Self.unescaped(raw, limit: limit + 8)
    return text.withUnsafeBufferPointer { whole in
      whole.count > limit ? Self.cut(whole, limit) : String(decoding: whole, as: UTF8.self)
    }
  }

  /// Reads a string as bytes, unescaped and whole, however long it is.
  ///
  /// - Returns: The bytes; those that were no valid UTF-8 stay as they were sent.
  /// - Throws: `ScanError.malformed` where no string comes next, or one without end.
  package mutating func takeBytes() throws(ScanError) -> [UInt8] {
    let (range, hasEscapes) = try takeRawString()
    let raw = UnsafeBufferPointer(rebasing: bytes[range])
    return hasEscapes ? Self.unescaped(raw, limit: .max) : Array(raw)
  }

  /// Reads an array of strings; `null` is an empty one.
  package mutating func takeStrings(count: Int = 64) throws(ScanError) -> [String] {
    var texts: [String] = []
    try eachElement { (scanner) throws(ScanError) in
      let text = try scanner.takeString()
      if texts.count < count { texts.append(text) }
    }
    return texts
  }

  /// The first bytes of a text, not ending within a character, and an ellipsis.
  private static func cut(_ text: UnsafeBufferPointer<UInt8>, _ limit: Int) -> String {
    var end = min(limit, text.count)
    while end > 0, end < text.count, text[end] & 0xc0 == 0x80 { end -= 1 }
    return String(decoding: text[..<end], as: UTF8.self) + "…"
  }

  private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>, limit: Int) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(min(raw.count, limit == .max ? raw.count : limit + 4))
    var at = 0
    while at < raw.count, text.count < limit {
      // Whole runs between escapes, since most of a text needs none.
      let start = at
      while at < raw.count, at - start < limit - text.count, raw[at] != UInt8(ascii: "\\") {
        at += 1
      }
      if at > start {
        text.append(contentsOf: raw[start..<at])
        continue
      }
      guard at + 1 < raw.count else { break }
      let code = raw[at + 1]
      at += 2
      switch code {
      case UInt8(ascii: "n"): text.append(0x0a)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0d)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0c)
      case UInt8(ascii: "u"): append(scalar(raw, &at), to: &text)
      default: text.append(code)
      }
    }
    return text
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
    if scalar.isASCII {
      text.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      text.append(contentsOf: String(scalar).utf8)
    }
  }

  /// Reads what follows `\u`, with a second escape where the first is half of a pair.
  private static func scalar(_ raw: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Unicode.Scalar {
    let replacement: Unicode.Scalar = "\u{FFFD}"
    guard let first = hex(raw, at) else { return replacement }
    at += 4
    guard first & 0xfc00 == 0xd800 else { return Unicode.Scalar(first) ?? replacement }
    guard at + 1 < raw.count, raw[at] == UInt8(ascii: "\\"), raw[at + 1] == UInt8(ascii: "u"),
      let second = hex(raw, at + 2), second & 0xfc00 == 0xdc00
    else { return replacement }
    at += 6
    return Unicode.Scalar(0x10000 + (first & 0x3ff) << 10 + second & 0x3ff) ?? replacement
  }

  private static func hex(_ raw: UnsafeBufferPointer<UInt8>, _ at: Int) -> UInt32? {
    guard at + 4 <= raw.count else { return nil }
    var value: UInt32 = 0
    for index in at..<at + 4 {
      let digit: UInt8
      switch raw[index] {
      case let byte where (48...57).contains(byte): digit = byte - 48
      case let byte where (97...102).contains(byte): digit = byte - 87
      case let byte where (65...70).contains(byte): digit = byte - 55
      default: return nil
      }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
