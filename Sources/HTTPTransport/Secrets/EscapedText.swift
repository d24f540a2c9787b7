/// A text whose escapes can be taken away layer by layer, and that knows where its bytes come from.
struct EscapedText {
  /// How many layers are looked at: as it is, and with escapes taken away so often but once.
  static let depth = 4

  /// The bytes of this layer.
  private(set) var bytes: [UInt8]
  /// Where each byte begins in the first layer, and behind the last one its length.
  private var starts: [Int]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    starts = Array(0...bytes.count)
  }

  /// The bytes of the first layer that a range of this one was read from.
  func origin(of range: Range<Int>) -> Range<Int> {
    let start = starts[range.lowerBound]
    return start..<max(start, starts[range.upperBound])
  }

  /// The next layer: `%41`, `\u0041`, `\x41`, `\"`, `&#65;` and `&amp;` are what they stand for; `nil`
  /// where there is none.
  func unescaped() -> EscapedText? {
    var next = EscapedText([])
    next.starts = []
    var index = 0
    var isChanged = false
    while index < bytes.count {
      let escape = escape(at: index)
      isChanged = isChanged || escape != nil
      let (read, length) = escape ?? ([bytes[index]], 1)
      next.bytes += read
      next.starts += read.map { _ in starts[index] }
      index += length
    }
    next.starts.append(starts[bytes.count])
    return isChanged ? next : nil
  }

  /// The character of an escape at an index, and its length.
  private func escape(at index: Int) -> (bytes: [UInt8], length: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "%"):
      return number(index + 1, digits: 2, radix: 16).map { ([UInt8(truncatingIfNeeded: $0)], 3) }
    case UInt8(ascii: "\\"): return backslash(index)
    case UInt8(ascii: "&"): return entity(index)
    default: return nil
    }
  }

  private func backslash(_ index: Int) -> (bytes: [UInt8], length: Int)? {
    guard index + 1 < bytes.count else { return nil }
    switch bytes[index + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([bytes[index + 1]], 2)
    case UInt8(ascii: "x"):
      return number(index + 2, digits: 2, radix: 16).map { ([UInt8(truncatingIfNeeded: $0)], 4) }
    case UInt8(ascii: "u"):
      guard let unit = number(index + 2, digits: 4, radix: 16) else { return nil }
      if let scalar = Unicode.Scalar(unit) { return (Array(String(scalar).utf8), 6) }
      // Beyond U+FFFF a character is a pair of surrogates.
      guard unit < 0xDC00, index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
        bytes[index + 7] == UInt8(ascii: "u"),
        let low = number(index + 8, digits: 4, radix: 16), (0xDC00...0xDFFF).contains(low),
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
      else { return nil }
      return (Array(String(scalar).utf8), 12)
    default: return nil
    }
  }

  private func entity(_ index: Int) -> (bytes: [UInt8], length: Int)? {
    let longest = 10
    let rest = bytes[index...].prefix(longest)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let name = String(decoding: bytes[index + 1..<end], as: UTF8.self)
    let length = end - index + 1
    if let known = Self.entities[name] { return ([known], length) }
    guard name.hasPrefix("#") else { return nil }
    let isHex = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
    let digits = name.dropFirst(isHex ? 2 : 1)
    guard let code = UInt32(digits, radix: isHex ? 16 : 10), let scalar = Unicode.Scalar(code)
    else { return nil }
    return (Array(String(scalar).utf8), length)
  }

  private func number(_ start: Int, digits: Int, radix: Int) -> UInt32? {
    guard start + digits <= bytes.count else { return nil }
    let text = bytes[start..<start + digits]
    // A sign is no digit, though Swift would take one.
    guard text.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt32(String(decoding: text, as: UTF8.self), radix: radix)
  }

  private static let entities: [String: UInt8] = [
    "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"),
    "quot": UInt8(ascii: "\""), "apos": UInt8(ascii: "'"),
  ]
}
