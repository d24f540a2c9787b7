/// Why a body could not be read.
package enum ScanError: Error, Equatable {
  /// The bytes are not what was asked for.
  case malformed(String, at: Int)
  /// More than the limits allow.
  case tooMuch(String)
}

/// Reads JSON bytes once, from front to back.
///
/// It is made for answers of millions of bytes that consist of numbers: nothing is copied but what
/// is kept. Every read is checked against the end, whatever the bytes are. It must not outlive the
/// buffer that it was made from.
package struct ByteScanner {
  /// Deeper nesting is refused; real answers need seven.
  package static let depthLimit = 64

  /// The input.
  package let bytes: UnsafeBufferPointer<UInt8>
  /// The place that is read next; never after the end.
  package var at = 0

  @inlinable
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// The next non-blank byte; `nil` at the end.
  @inlinable @inline(__always)
  package mutating func peek() -> UInt8? {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else {
        return byte
      }
      at += 1
    }
    return nil
  }

  /// Goes past a byte if it comes next.
  @inlinable @inline(__always)
  package mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  /// Goes past a byte that must come next.
  @inlinable @inline(__always)
  package mutating func expect(_ byte: UInt8) throws(ScanError) {
    guard take(byte) else { throw missing(byte) }
  }

  /// The error if a byte is not the expected one.
  @inlinable @inline(never)
  package func missing(_ byte: UInt8) -> ScanError {
    fault("expected '\(Character(Unicode.Scalar(byte)))'")
  }

  /// Goes past `null` if it comes next.
  @inlinable
  package mutating func takeNull() -> Bool {
    guard peek() == UInt8(ascii: "n"), at + 4 <= bytes.count,
      bytes[at + 1] == UInt8(ascii: "u"), bytes[at + 2] == UInt8(ascii: "l"),
      bytes[at + 3] == UInt8(ascii: "l")
    else { return false }
    at += 4
    return true
  }

  /// The error at this position.
  @inlinable
  package func fault(_ reason: String) -> ScanError {
    .malformed(at >= bytes.count ? "truncated (\(reason))" : reason, at: at)
  }

  /// Goes back, or forth, to a place that was seen before.
  @inlinable
  package mutating func move(to place: Int) {
    at = min(max(place, 0), bytes.count)
  }

  /// Goes past a string.
  ///
  /// - Returns: The bytes between its quotes, and whether there is a backslash among them.
  @inlinable
  package mutating func takeRawString() throws(ScanError) -> (range: Range<Int>, hasEscapes: Bool) {
    try expect(UInt8(ascii: "\""))
    let start = at
    var place = at
    var hasEscapes = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        at = place + 1
        return (start..<place, hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        place += 1
      }
      place += 1
    }
    at = bytes.count
    throw fault("unterminated string")
  }

  /// Goes past any value, whatever it holds.
  @inlinable
  package mutating func skipValue() throws(ScanError) {
    var depth = 0
    repeat {
      guard let byte = peek() else { throw fault("a value is missing") }
      switch byte {
      case UInt8(ascii: "\""):
        _ = try takeRawString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= Self.depthLimit else { throw fault("nested too deeply") }
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard depth > 0 else { throw fault("a value is missing") }
        depth -= 1
        at += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw fault("a value is missing") }
        at += 1
      default:
        try skipWord()
      }
    } while depth > 0
  }

  /// Goes past a number, `true`, `false` or `null`.
  @inlinable
  package mutating func skipWord() throws(ScanError) {
    let start = at
    while at < bytes.count, Self.isWord(bytes[at]) { at += 1 }
    guard at > start else { throw fault("not valid JSON") }
  }

  /// Whether a byte may be part of a number or of a bare word.
  @inlinable
  package static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default:
      false
    }
  }

  /// Calls `body` for each member of an object, standing before its value, which it must read.
  @inlinable
  package mutating func eachMember(
    _ body: (inout ByteScanner, Key) throws(ScanError) -> Void
  ) throws(ScanError) {
    try expect(UInt8(ascii: "{"))
    guard !take(UInt8(ascii: "}")) else { return }
    repeat {
      let (range, _) = try takeRawString()
      let key = Key(bytes: UnsafeBufferPointer(rebasing: bytes[range]))
      try expect(UInt8(ascii: ":"))
      try body(&self, key)
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  /// Calls `body` for each element of an array, standing before it; `null` has none.
  @inlinable
  package mutating func eachElement(
    _ body: (inout ByteScanner) throws(ScanError) -> Void
  ) throws(ScanError) {
    guard !takeNull() else { return }
    try expect(UInt8(ascii: "["))
    guard !take(UInt8(ascii: "]")) else { return }
    repeat { try body(&self) } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
  }

  /// A member's name as it stands in the buffer.
  package struct Key {
    /// The bytes between its quotes, escapes as they are.
    package let bytes: UnsafeBufferPointer<UInt8>

    @inlinable
    package init(bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
    }

    /// Compares with a name of ASCII letters.
    @inlinable
    package static func == (key: Key, name: StaticString) -> Bool {
      guard key.bytes.count == name.utf8CodeUnitCount else { return false }
      return name.withUTF8Buffer { $0.elementsEqual(key.bytes) }
    }
  }
}
