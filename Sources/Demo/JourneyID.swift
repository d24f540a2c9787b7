/// A UUID of version 7, which begins with the time at which a customer's journey began.
///
/// - Source: <https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7>.
struct JourneyID: Hashable {
  /// Milliseconds since the epoch.
  let milliseconds: Int64
  private let high: UInt64
  private let low: UInt64

  init(milliseconds: Int64, mark: UInt64) {
    self.milliseconds = milliseconds
    var random = DemoRandom(mark, 0, 9)
    high =
      UInt64(bitPattern: milliseconds) << 16 | 0x7000 | (random.next() & 0x0FFF)
    low = 0x8000_0000_0000_0000 | (random.next() & 0x3FFF_FFFF_FFFF_FFFF)
  }

  /// Appends the 36 characters.
  func append(to text: inout [UInt8]) {
    for index in 0..<16 {
      if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
      let word = index < 8 ? high : low
      let byte = UInt8(truncatingIfNeeded: word >> UInt64(56 - index % 8 * 8))
      text.append(Self.digit(byte >> 4))
      text.append(Self.digit(byte & 15))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
