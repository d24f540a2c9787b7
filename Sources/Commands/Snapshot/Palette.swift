import Screen
import Terminal

/// The colours of a theme as a web page has them, and the terminal's own that it stands on.
struct Palette {
  /// Of a text without a colour of its own.
  let foreground: String
  /// Of the page.
  let background: String
  private let theme: Theme

  init(_ name: ThemeName, _ theme: Theme) {
    self.theme = theme
    (foreground, background) =
      switch name {
      case .light: ("#1c1c1c", "#ffffff")
      case .highContrast: ("#ffffff", "#000000")
      case .dark, .mono: ("#d4d4d4", "#101010")
      }
  }

  /// How a cell is drawn.
  struct Ink: Hashable {
    /// The colour of its character.
    var text: String
    /// The colour behind it; `nil` for the page's.
    var ground: String?
    /// Whether it is bold.
    var isBold: Bool
    /// Whether it is faint, where the theme has no colour for that.
    var isFaint: Bool
    /// Whether it has a line below.
    var isUnderlined: Bool
  }

  /// The ink of a style.
  func ink(_ style: Style) -> Ink {
    let look = theme[style.role]
    let emphasis = look.emphasis.union(style.emphasis)
    var text = look.foreground.map(Self.hex) ?? foreground
    var ground = look.background.map(Self.hex)
    let isDim = emphasis.contains(.dim)
    if isDim, let dimmed = theme.dimmed { text = Self.hex(dimmed) }
    if emphasis.contains(.reverse) { (text, ground) = (ground ?? background, text) }
    return Ink(
      text: text,
      ground: ground,
      isBold: emphasis.contains(.bold),
      isFaint: isDim && theme.dimmed == nil,
      isUnderlined: emphasis.contains(.underline)
    )
  }

  /// A colour of the palette of 256.
  ///
  /// - Source: the palette that xterm has unless somebody changes it: 16 named colours, a cube of six
  ///   steps, 24 greys.
  static func hex(_ number: Int) -> String {
    let named: [UInt32] = [
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F,
      0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    switch number {
    case 0..<16: return hex(named[number])
    case 16..<232:
      let steps: [UInt32] = [0, 95, 135, 175, 215, 255]
      let place = number - 16
      return hex(steps[place / 36] << 16 | steps[place / 6 % 6] << 8 | steps[place % 6])
    default:
      let grey = UInt32(8 + 10 * (min(max(number, 232), 255) - 232))
      return hex(grey << 16 | grey << 8 | grey)
    }
  }

  private static func hex(_ colour: UInt32) -> String {
    let digits = String(colour, radix: 16)
    return "#" + String(repeating: "0", count: 6 - digits.count) + digits
  }
}
