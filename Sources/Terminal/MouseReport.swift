import Screen

/// What a terminal tells of its mouse, in either of the forms that are asked for.
///
/// - Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html#h2-Mouse-Tracking
struct MouseReport {
  /// The button in the lowest bits, what is held with it, and bits for motion and the wheel.
  private let code: Int
  /// From 1.
  private let column: Int
  private let row: Int
  private let isRelease: Bool

  /// Switches the mouse on: presses, releases and the wheel, by numbers (1006) where the terminal knows
  /// that, else by bytes, which reach as far as column 223.
  static let on = Array("\u{1B}[?1000h\u{1B}[?1006h".utf8)
  /// Switches it off.
  static let off = Array("\u{1B}[?1006l\u{1B}[?1000l".utf8)

  /// By numbers: `ESC [ < code ; column ; row M`, a release with `m`; `nil` for any other sequence.
  init?(_ sequence: EscapeSyntax.ControlSequence) {
    guard sequence.prefix == UInt8(ascii: "<"), sequence.parameters.count == 3,
      sequence.final == UInt8(ascii: "M") || sequence.final == UInt8(ascii: "m")
    else { return nil }
    code = sequence.parameters[0]
    column = sequence.parameters[1]
    row = sequence.parameters[2]
    isRelease = sequence.final == UInt8(ascii: "m")
  }

  /// By three bytes, each 32 more than what it says; `nil` for bytes that cannot be of a report.
  init?(_ bytes: some Collection<UInt8>) {
    let numbers = bytes.map { Int($0) - 32 }
    guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    (code, column, row) = (numbers[0], numbers[1], numbers[2])
    isRelease = code & 0b11 == 3
  }

  /// What it means here; `nil` for releases, motion, other buttons and what is held with a key.
  var pointer: Pointer? {
    guard !isRelease, column > 0, row > 0 else { return nil }
    let act: Pointer.Act
    switch code {
    case 0: act = .press
    case 64: act = .wheel(-1)
    case 65: act = .wheel(1)
    default: return nil
    }
    return Pointer(act, x: column - 1, y: row - 1)
  }
}
