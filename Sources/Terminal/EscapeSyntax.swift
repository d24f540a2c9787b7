/// The forms of what terminals send, as ECMA-48 and UTF-8 define them.
enum EscapeSyntax {
  /// A control sequence, `ESC [ parameters final`.
  struct ControlSequence: Hashable {
    /// The parameters as numbers; absent ones are 0.
    var parameters: [Int]
    /// Whether it has bytes that only private sequences have.
    var isPrivate: Bool
    /// The byte that makes it private where that stands in front of all parameters, alone.
    var prefix: UInt8?
    /// The final byte.
    var final: UInt8
    /// Bytes from the Escape to the final one.
    var length: Int
  }

  /// Kinds of bytes after `ESC [`.
  enum ControlResult: Hashable {
    case sequence(ControlSequence)
    /// Not a sequence: a byte that cannot stand in one comes after so many.
    case broken(Int)
    case incomplete
  }

  /// Reads a control sequence from its Escape on.
  static func controlSequence(_ bytes: ArraySlice<UInt8>) -> ControlResult {
    var parameters = [0]
    var isPrivate = false
    var prefix: UInt8?
    for (offset, byte) in bytes.enumerated().dropFirst(2) {
      switch byte {
      case 0x30...0x39:
        let last = parameters.count - 1
        parameters[last] = min(parameters[last] * 10 + Int(byte - 0x30), 99_999)
      case 0x3B:
        if parameters.count < 16 { parameters.append(0) }
      case 0x20...0x2F, 0x3A, 0x3C...0x3F:
        prefix = offset == 2 ? byte : nil
        isPrivate = true
      case 0x40...0x7E:
        return .sequence(
          ControlSequence(
            parameters: parameters,
            isPrivate: isPrivate,
            prefix: prefix,
            final: byte,
            length: offset + 1
          )
        )
      default:
        return .broken(offset)
      }
    }
    return .incomplete
  }

  /// How far a string of the terminal's own goes.
  ///
  /// Gives the bytes used and whether its end is among them. An Escape at the very end is left for
  /// later, since it may be half of the end.
  static func endOfString(_ bytes: ArraySlice<UInt8>) -> (used: Int, ended: Bool) {
    guard let end = bytes.firstIndex(where: { $0 == 0x07 || $0 == 0x1B }) else {
      return (bytes.count, false)
    }
    let before = end - bytes.startIndex
    if bytes[end] == 0x07 { return (before + 1, true) }
    guard end + 1 < bytes.endIndex else { return (before, false) }
    // An Escape that is not half of the end starts something else.
    return bytes[end + 1] == 0x5C ? (before + 2, true) : (before, true)
  }

  /// The bytes of a UTF-8 character by its first one; `nil` when none starts so.
  static func lengthOfCharacter(lead: UInt8) -> Int? {
    switch lead {
    case 0x00...0x7F: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }
}
