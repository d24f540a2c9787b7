/// Arguments, environment variables and file names as strings that keep every byte.
///
/// The system's bytes need not be UTF-8. Each byte that is not is represented by a private-use
/// character; where such a character itself occurs, its bytes are represented in the same way.
package enum SystemText {
  private static let standIns: ClosedRange<UInt32> = 0x10FE80...0x10FEFF
  private static let base: UInt32 = 0x10FE00

  /// The text of bytes.
  package static func text(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    var text = String.UnicodeScalarView()
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var position = 0
    while true {
      switch parser.parseScalar(from: &rest) {
      case .valid(let encoded):
        let scalar = Unicode.UTF8.decode(encoded)
        if standIns.contains(scalar.value) {
          text += encoded.compactMap(standIn)
        } else {
          text.append(scalar)
        }
        position += encoded.count
      case .error(let length):
        text += bytes[position..<position + length].compactMap(standIn)
        position += length
      case .emptyInput:
        return String(text)
      }
    }
  }

  /// The bytes of a text.
  package static func bytes(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      byte(scalar).map { [$0] } ?? Array(String(scalar).utf8)
    }
  }

  /// The text to show: bytes that are not UTF-8 as `\xE9`.
  package static func visible(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { shown, scalar in
      if let byte = byte(scalar) {
        shown += "\\x" + String(byte, radix: 16, uppercase: true)
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  private static func standIn(_ byte: UInt8) -> Unicode.Scalar? {
    Unicode.Scalar(base + UInt32(byte))
  }

  private static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    standIns.contains(scalar.value) ? UInt8(scalar.value - base) : nil
  }
}
