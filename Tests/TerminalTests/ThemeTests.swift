import Glibc
import Screen
import Testing

@testable import Terminal

@Suite struct ThemeTests {
  private static let all = ThemeName.allCases.flatMap { name in
    ColourDepth.allCases.map { (name, $0) }
  }

  @Test(arguments: all)
  func everyRoleHasItsRow(name: ThemeName, depth: ColourDepth) {
    let theme = Theme(name, depth: depth)
    for role in Role.allCases { #expect(theme.has(role), "\(role)") }
  }

  @Test(arguments: all)
  func coloursAreOfTheDepth(name: ThemeName, depth: ColourDepth) {
    let theme = Theme(name, depth: depth)
    for role in Role.allCases {
      for colour in [theme[role].foreground, theme[role].background].compactMap(\.self) {
        #expect((0..<depth.rawValue).contains(colour), "\(role)")
      }
    }
  }

  @Test(arguments: all)
  func judgementsAndPlacesLookDifferent(name: ThemeName, depth: ColourDepth) {
    let theme = Theme(name, depth: depth)
    let apart: [Role] = [.ok, .warning, .critical, .stale, .bar, .past, .muted, .title]
    #expect(Set(apart.map { theme[$0] }).count == apart.count)
    #expect(theme[.cursor] != theme[.text] && theme[.selection] != theme[.text])
    #expect(theme[.focus] != theme[.border])
  }

  @Test func withoutColoursJudgementIsInTheEmphasis() {
    let theme = Theme(.dark, depth: .none)
    let judgements: [Role] = [.ok, .warning, .critical, .stale]
    #expect(Set(judgements.map { theme[$0].emphasis.rawValue }).count == judgements.count)
    #expect(Role.allCases.allSatisfy { theme[$0].foreground == nil && theme[$0].background == nil })
  }

  @Test func seriesDifferInThePalette() {
    let series: [Role] = [.series1, .series2, .series3, .series4, .series5, .series6]
    for name in [ThemeName.dark, .light, .highContrast] {
      for depth in [ColourDepth.eight, .sixteen, .full] {
        let theme = Theme(name, depth: depth)
        #expect(Set(series.map { theme[$0] }).count == series.count, "\(name) \(depth)")
      }
    }
  }

  @Test(
    arguments: [
      (.dark, 0x000000), (.dark, 0x1E1E1E), (.light, 0xFFFFFF), (.light, 0xFDF6E3),
      (.highContrast, 0x000000),
    ] as [(ThemeName, Int)]
  )
  func textCanBeRead(name: ThemeName, background: Int) {
    let ink = name == .light ? 0x000000 : 0xE5E5E5
    for depth in [ColourDepth.eight, .sixteen, .full] {
      let theme = Theme(name, depth: depth)
      for role in Role.allCases {
        let look = theme[role]
        let contrast = Contrast.between(
          look.foreground.map(Contrast.xterm) ?? ink,
          look.background.map(Contrast.xterm) ?? background
        )
        let isLine = role == .border
        // On a background that is not quite black or white, a little less will do.
        let tinted = background != 0 && background != 0xFFFFFF ? 0.9 : 1
        let least = depth == .full ? (isLine ? 3.0 : name == .highContrast ? 7 : 4.5) : 3
        #expect(contrast >= least * tinted, "\(role) at \(depth): \(contrast)")
      }
    }
  }
}

/// How well two colours can be told apart, as WCAG 2 measures it; colours as 0xRRGGBB.
private enum Contrast {
  static func between(_ one: Int, _ other: Int) -> Double {
    let (a, b) = (luminance(one), luminance(other))
    return (max(a, b) + 0.05) / (min(a, b) + 0.05)
  }

  private static func luminance(_ colour: Int) -> Double {
    let parts = [16, 8, 0].map { shift -> Double in
      let value = Double(colour >> shift & 0xFF) / 255
      // The standard's curve.
      return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  /// The colours of xterm's palette as it comes.
  static func xterm(_ number: Int) -> Int {
    let basic = [
      0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F,
      0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
    if number < 16 { return basic[number] }
    if number >= 232 { return (8 + (number - 232) * 10) * 0x010101 }
    let levels = [0, 95, 135, 175, 215, 255]
    let cube = number - 16
    return levels[cube / 36] << 16 | levels[cube / 6 % 6] << 8 | levels[cube % 6]
  }
}
