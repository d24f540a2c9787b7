import Screen

/// A theme as curses takes it: few colour pairs, set once, and a look for each style.
///
/// The looks are numbered by role and emphasis together, so that a cell's look is arithmetic.
struct LookTable: Hashable {
  /// A colour pair; -1 is the terminal's own colour.
  struct Pair: Hashable {
    var foreground: Int
    var background: Int
  }

  /// Attributes and colour pair of a look; pair 0 is no colours.
  struct Entry: Hashable {
    var pair: Int
    var emphasis: Emphasis
  }

  /// Capabilities of a terminal type.
  struct Abilities: Hashable {
    var depth: ColourDepth
    /// Whether colour -1 may be used.
    var hasDefaultColours: Bool
    var canDim: Bool
  }

  /// Pairs 1, 2, ….
  private(set) var pairs: [Pair] = []
  /// The entry of each look.
  private(set) var entries: [Entry] = []

  private static let emphases = 16

  init(_ theme: Theme, abilities: Abilities) {
    for role in Role.allCases {
      for bits in 0..<Self.emphases {
        let emphasis = Emphasis(rawValue: UInt8(bits))
        entries.append(entry(of: role, with: emphasis, in: theme, abilities))
      }
    }
  }

  /// The number of a style's look.
  static func look(of style: Style) -> Int {
    Int(style.role.rawValue) * emphases + Int(style.emphasis.rawValue) % emphases
  }

  private mutating func entry(
    of role: Role,
    with emphasis: Emphasis,
    in theme: Theme,
    _ abilities: Abilities
  ) -> Entry {
    let look = theme[role]
    // Reversing what is reversed anyway would hide it: emphasis only ever adds.
    var all = look.emphasis.union(emphasis)
    var colours = look
    if all.contains(.dim), theme.dimmed != nil || !abilities.canDim {
      all.remove(.dim)
      // Where nothing dims, old data has the colour of what is read second.
      let dimmed = theme.dimmed ?? theme[.muted].foreground
      if look.background == nil { colours.foreground = dimmed ?? look.foreground }
    }
    // Bold makes the basic colours bright on many terminals, and bright black on a colour is grey.
    if colours.foreground == 0 { all.remove(.bold) }
    return Entry(pair: pair(of: colours, abilities), emphasis: all)
  }

  private mutating func pair(of look: Look, _ abilities: Abilities) -> Int {
    guard abilities.depth > .none else { return 0 }
    // The terminal's own colours are a pair as well: to leave colours altogether, curses sends three
    // sequences instead of one.
    if look.foreground == nil, look.background == nil, !abilities.hasDefaultColours { return 0 }
    let missing = abilities.hasDefaultColours ? (-1, -1) : (7, 0)
    let pair = Pair(
      foreground: look.foreground ?? missing.0,
      background: look.background ?? missing.1
    )
    if let index = pairs.firstIndex(of: pair) { return index + 1 }
    pairs.append(pair)
    return pairs.count
  }
}
