/// Gzip bytes made by hand, so that tests need no compression library.
package enum FakeGzip {
  private static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]

  /// A valid gzip file that holds bytes as they are, in stored blocks.
  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var file = header
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(0xffff)
      rest = rest.dropFirst(block.count)
      file.append(rest.isEmpty ? 1 : 0)
      file += little(UInt32(block.count), 2) + little(~UInt32(block.count), 2) + block
    } while !rest.isEmpty
    return file + little(checksum(bytes), 4) + little(UInt32(truncatingIfNeeded: bytes.count), 4)
  }

  /// A body of about a thousandth of what it expands to: so many MiB of spaces.
  ///
  /// Its end is missing, as no client should get there.
  package static func bomb(mebibytes: Int) -> FakeStream {
    FakeStream(head: header, piece: mebibyteOfSpaces, count: mebibytes)
  }

  /// One MiB of spaces as deflate blocks that end on a byte, so that they can follow one another.
  private static let mebibyteOfSpaces: [UInt8] =
    [
      0xec, 0xc1, 0x31, 0x01, 0x00, 0x00, 0x00, 0xc2, 0xa0, 0x2a, 0xeb, 0x9f, 0xd2, 0x10, 0xbe,
      0x40, 0x01,
    ] + [UInt8](repeating: 0, count: 1015) + [0x7c, 0x06, 0x00, 0x00, 0xff, 0xff]

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
        value >> 1 ^ (value & 1 == 1 ? 0xedb8_8320 : 0)
      }
    }
  }
}
