import Screen

/// Keys of byte sequences: the usual ones of xterm and its kin, of the Linux console, of
/// rxvt and of the VT220, and those that terminfo names for the terminal type.
struct KeyTable: Sendable {
  private static let escape: UInt8 = 0x1B

  private let terminfo: [[UInt8]: Key]
  private let longest: Int

  init(terminfo: [[UInt8]: Key] = [:]) {
    // A single byte, or one that does not start with Escape, is what it is everywhere.
    self.terminfo = terminfo.filter { $0.key.count > 2 && $0.key.first == Self.escape }
    longest = self.terminfo.keys.map(\.count).max() ?? 0
  }

  /// Reads the start of bytes of which there is at least one.
  func step(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step {
    guard let first = bytes.first else { return .incomplete }
    return first == Self.escape ? escaped(bytes) : plain(bytes, first: first)
  }

  // MARK: Characters and Control

  private func plain(_ bytes: ArraySlice<UInt8>, first: UInt8) -> KeyDecoder.Step {
    switch first {
    case 0x09: .key(.tab, 1)
    case 0x0A, 0x0D: .key(.enter, 1)
    case 0x08, 0x7F: .key(.backspace, 1)
    case 0x01...0x1A: .key(.control(Character(Unicode.Scalar(first + 0x60))), 1)
    case 0x00...0x1F: .nothing(1)
    case 0x20...0x7E: .key(.character(Character(Unicode.Scalar(first))), 1)
    default: character(bytes, lead: first)
    }
  }

  private func character(_ bytes: ArraySlice<UInt8>, lead: UInt8) -> KeyDecoder.Step {
    guard let length = EscapeSyntax.lengthOfCharacter(lead: lead) else { return .nothing(1) }
    let present = bytes.prefix(length)
    // A byte that does not continue it starts something else.
    let valid = 1 + present.dropFirst().prefix { $0 & 0xC0 == 0x80 }.count
    guard valid == present.count else { return .nothing(valid) }
    guard present.count == length else { return .incomplete }
    var scalars = String(decoding: present, as: UTF8.self).unicodeScalars.makeIterator()
    guard let scalar = scalars.next(), scalars.next() == nil, scalar.value >= 0xA0,
      scalar != "\u{FFFD}"
    else { return .nothing(length) }
    return .key(.character(Character(scalar)), length)
  }

  // MARK: Escape

  private func escaped(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step {
    if let known = named(bytes) { return known }
    guard let second = bytes.dropFirst().first else { return .incomplete }
    switch second {
    case UInt8(ascii: "["):
      return control(bytes)
    case UInt8(ascii: "O"):
      return application(bytes)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      return .stringStart(2)
    case Self.escape:
      return twice(bytes)
    default:
      return held(bytes)
    }
  }

  /// Two Escapes: Alt with a key that has a sequence, or the key twice.
  private func twice(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step {
    guard let third = bytes.dropFirst(2).first else { return .incomplete }
    guard third == UInt8(ascii: "[") || third == UInt8(ascii: "O") else { return .key(.escape, 1) }
    return held(bytes)
  }

  /// A key held with Alt means nothing, however long it is.
  private func held(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step {
    switch step(bytes.dropFirst()) {
    case .key(_, let count), .pointer(_, let count), .nothing(let count): .nothing(count + 1)
    case .stringStart(let count): .stringStart(count + 1)
    // Nobody holds Alt while pasting: that was an Escape, and the paste stays one.
    case .pasteStart: .key(.escape, 1)
    case .incomplete: .incomplete
    }
  }

  /// A sequence of the terminal type's own, the longest that fits.
  private func named(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step? {
    guard longest >= 3, bytes.count >= 3 else { return nil }
    for length in stride(from: min(longest, bytes.count), through: 3, by: -1) {
      if let key = terminfo[Array(bytes.prefix(length))] { return .key(key, length) }
    }
    return nil
  }

  // MARK: Control sequences

  private func control(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step {
    // The Linux console sends F1 to F5 as ESC [ [ A to E.
    if bytes.dropFirst(2).first == UInt8(ascii: "[") {
      guard let letter = bytes.dropFirst(3).first else { return .incomplete }
      guard (0x41...0x45).contains(letter) else { return .nothing(4) }
      return .key(.function(Int(letter) - 0x40), 4)
    }
    switch EscapeSyntax.controlSequence(bytes) {
    case .incomplete:
      // Nothing that is meant for us is this long.
      return bytes.count > 64 ? .nothing(bytes.count) : .incomplete
    case .broken(let count):
      return .nothing(count)
    case .sequence(let sequence):
      return meaning(of: sequence, bytes)
    }
  }

  private func meaning(
    of sequence: EscapeSyntax.ControlSequence,
    _ bytes: ArraySlice<UInt8>
  ) -> KeyDecoder.Step {
    let length = sequence.length
    if let pointer = MouseReport(sequence)?.pointer { return .pointer(pointer, length) }
    guard !sequence.isPrivate else { return .nothing(length) }
    if sequence.final == UInt8(ascii: "M"), length == 3 {
      // A mouse report of the oldest kind: three bytes follow that could be anything.
      guard bytes.count >= 6 else { return .incomplete }
      let report = MouseReport(bytes.dropFirst(3).prefix(3))
      return report?.pointer.map { .pointer($0, 6) } ?? .nothing(6)
    }
    if sequence.final == UInt8(ascii: "~"), sequence.parameters == [200] {
      return .pasteStart(length)
    }
    // The second parameter says what is held: 1 nothing, 2 Shift.
    let held = sequence.parameters.dropFirst().first ?? 1
    guard held <= 2, let key = key(of: sequence, shifted: held == 2) else {
      return .nothing(length)
    }
    return .key(key, length)
  }

  private func key(of sequence: EscapeSyntax.ControlSequence, shifted: Bool) -> Key? {
    let number = sequence.parameters[0]
    if sequence.final == UInt8(ascii: "~") {
      let key = Self.numbered[number]
      if case .function = key, shifted { return nil }
      return key
    }
    if sequence.final == UInt8(ascii: "Z") { return .backtab }
    guard number <= 1 else { return nil }
    if let key = Self.lettered[sequence.final] { return key }
    // With parameters, 'R' is where the cursor is, not F3.
    guard (0x50...0x53).contains(sequence.final), !shifted, number == 0 else { return nil }
    return .function(Int(sequence.final) - 0x4F)
  }

  // MARK: Application mode

  private func application(_ bytes: ArraySlice<UInt8>) -> KeyDecoder.Step {
    guard let third = bytes.dropFirst(2).first else { return .incomplete }
    if let key = Self.lettered[third] { return .key(key, 3) }
    switch third {
    case UInt8(ascii: "M"): return .key(.enter, 3)
    case UInt8(ascii: "P")...UInt8(ascii: "S"): return .key(.function(Int(third) - 0x4F), 3)
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      // The keypad sends its characters moved up by 0x40.
      return .key(.character(Character(Unicode.Scalar(third - 0x40))), 3)
    case 0x30...0x39:
      // Something held: a digit, then the letter.
      return bytes.count >= 4 ? .nothing(4) : .incomplete
    case 0x20...0x7E: return .nothing(3)
    default: return .nothing(2)
    }
  }

  private static let lettered: [UInt8: Key] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "F"): .end, UInt8(ascii: "H"): .home,
  ]

  private static let numbered: [Int: Key] = [
    1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12),
  ]
}
