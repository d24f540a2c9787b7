import CTerminal
package import Screen

/// How many colours to draw with.
package enum ColourDepth: Int, Comparable, CaseIterable, Sendable {
  /// Bold, dim, underline and reverse only.
  case none = 0
  /// The eight of ANSI.
  case eight = 8
  /// Those and their bright variants.
  case sixteen = 16
  /// The 256 of xterm.
  case full = 256

  package static func < (left: ColourDepth, right: ColourDepth) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The greatest depth that so many colours allow.
  package init(colours: Int) {
    self = Self.allCases.last { $0.rawValue <= colours } ?? .none
  }
}

/// The user's drawing options.
package struct TerminalOptions: Sendable {
  /// The colours of roles.
  package var theme: ThemeName
  /// The most colours to use; `nil` leaves it to the terminal type and `NO_COLOR`.
  package var colour: ColourDepth?
  /// Whether to draw with ASCII only; `nil` leaves it to the locale.
  package var ascii: Bool?
  /// Whether frames are bracketed so that terminals which know the brackets (DEC mode 2026) show
  /// each at once; others ignore them.
  package var synchronizedOutput: Bool
  /// `TERM`, `NO_COLOR`, the locale variables and those by which terminals are known; absent names are
  /// unset.
  package var environment: [String: String]

  /// The environment is the process's own unless given.
  package init(
    theme: ThemeName = .dark,
    colour: ColourDepth? = nil,
    ascii: Bool? = nil,
    synchronizedOutput: Bool = true,
    environment: [String: String] = TerminalOptions.processEnvironment
  ) {
    self.theme = theme
    self.colour = colour
    self.ascii = ascii
    self.synchronizedOutput = synchronizedOutput
    self.environment = environment
  }

  /// The variables of this process that matter here.
  package static var processEnvironment: [String: String] {
    var found: [String: String] = [:]
    let names = [
      "TERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TERM_PROGRAM", "VTE_VERSION",
      "KONSOLE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID",
    ]
    for name in names {
      if let value = ct_environment(name) { found[name] = String(cString: value) }
    }
    return found
  }

  /// The depth to draw with on a terminal type of so many colours.
  ///
  /// `NO_COLOR` counts when it is not empty (no-color.org); a choice of the user's counts more.
  package func depth(colours: Int) -> ColourDepth {
    let possible = ColourDepth(colours: colours)
    if theme == .mono { return .none }
    if let colour { return min(colour, possible) }
    return environment["NO_COLOR", default: ""].isEmpty ? possible : .none
  }
}
