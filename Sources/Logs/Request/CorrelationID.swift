package import Telemetry

/// An ID that is unique to one request.
package struct CorrelationID: Hashable, Sendable {
  /// The ID as it stands in lines: of a `traceparent` the trace ID alone.
  package let text: String

  /// Reads what a person has typed or pasted, or a field holds.
  ///
  /// Spaces, quotes and braces around it are dropped, and the name before a `=` or `:` where it is
  /// pasted with its field. Returns `nil` for what cannot be an ID: empty, longer than 128 bytes,
  /// with spaces, quotes or characters beyond ASCII, zeros alone, `null`.
  package init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while let last = bytes.last, Self.isWrapping(last) { bytes.removeLast() }
    while let first = bytes.first, Self.isWrapping(first) { bytes.removeFirst() }
    let found = Array(bytes).withUnsafeBufferPointer { line in
      IDBytes.id(line, 0..<line.count).map { FieldText.text(line, $0) }
    }
    guard let found else { return nil }
    self.text = found
  }

  /// When it was made, where it carries that: a UUID of version 7, a ULID, an ID of AWS X-Ray.
  ///
  /// `nil` also for moments that no running system has seen, which come of random IDs that only
  /// look like one of these.
  ///
  /// - Source: <https://www.rfc-editor.org/rfc/rfc9562#section-5.7>,
  ///   <https://github.com/ulid/spec>,
  ///   <https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html>.
  package var created: Timestamp? {
    let bytes = Array(text.utf8)
    let moment = Self.uuidTime(bytes) ?? Self.ulidTime(bytes) ?? Self.xRayTime(bytes)
    guard let moment, Self.plausible.contains(moment) else { return nil }
    return moment
  }

  /// From 2015, before the first of these formats, to 2070.
  private static let plausible =
    Timestamp(milliseconds: 1_420_070_400_000)..<Timestamp(milliseconds: 3_155_760_000_000)

  private static func isWrapping(_ byte: UInt8) -> Bool {
    byte <= 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
      || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ",")
      || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "`")
  }

  /// With dashes, or as 32 digits.
  private static func uuidTime(_ bytes: [UInt8]) -> Timestamp? {
    let digits: [UInt8]
    switch bytes.count {
    case 36:
      let isUUID = bytes.withUnsafeBufferPointer { IDBytes.isUUID($0, 0..<36) }
      guard isUUID else { return nil }
      digits = bytes.filter { $0 != UInt8(ascii: "-") }
    case 32: digits = bytes
    default: return nil
    }
    guard digits.count == 32, digits.allSatisfy(IDBytes.isHex), digits[12] == UInt8(ascii: "7"),
      "89abAB".utf8.contains(digits[16]), let value = hex(digits[..<12])
    else { return nil }
    return Timestamp(milliseconds: value)
  }

  private static func ulidTime(_ bytes: [UInt8]) -> Timestamp? {
    guard bytes.count == 26 else { return nil }
    let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    var value: Int64 = 0
    for (place, byte) in bytes.enumerated() {
      let upper = byte &- 97 < 26 ? byte & 0xDF : byte
      guard let digit = alphabet.firstIndex(of: upper) else { return nil }
      if place < 10 { value = value << 5 | Int64(digit) }
    }
    return bytes[0] <= UInt8(ascii: "7") ? Timestamp(milliseconds: value) : nil
  }

  /// `1-67891233-abcdef012345678912345678`, perhaps behind `Root=`.
  private static func xRayTime(_ bytes: [UInt8]) -> Timestamp? {
    let root = Array("Root=".utf8)
    let rest = bytes.starts(with: root) ? bytes[root.count...] : bytes[...]
    let id = Array(rest)
    guard id.count >= 35, id[0] == UInt8(ascii: "1"), id[1] == UInt8(ascii: "-"),
      id[10] == UInt8(ascii: "-"), id[11..<35].allSatisfy(IDBytes.isHex),
      let seconds = hex(id[2..<10])
    else { return nil }
    return Timestamp(milliseconds: seconds * 1000)
  }

  private static func hex(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for byte in digits {
      guard IDBytes.isHex(byte) else { return nil }
      value = value << 4 | Int64(byte < 58 ? byte - 48 : (byte | 32) - 87)
    }
    return value
  }
}
