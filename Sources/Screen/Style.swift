/// Meaning of a cell; themes give each role its colours, so that no view names one.
///
/// `letter` stands for the role in golden screens.
package enum Role: UInt8, CaseIterable, Sendable {
  /// Plain text and numbers.
  case text
  /// Labels, units, axes: there to be read second.
  case muted
  /// The title bar.
  case bar
  /// Titles of panels.
  case title
  /// Panel borders.
  case border
  /// The border of the focused panel.
  case focus
  /// Keys in the footer and in help.
  case key
  /// Good, and said so.
  case ok
  /// Past the warning threshold.
  case warning
  /// Past the critical threshold, failed, firing.
  case critical
  /// Where the warning threshold lies, in a chart or gauge: a line that judges nothing.
  case warningMark
  /// Where the critical threshold lies.
  case criticalMark
  /// Old data, beside its age.
  case stale
  /// First series of a chart.
  case series1
  /// Second series.
  case series2
  /// Third series.
  case series3
  /// Fourth series.
  case series4
  /// Fifth series.
  case series5
  /// Sixth series; those beyond are told apart by legend and sign.
  case series6
  /// The time cursor and what it points at.
  case cursor
  /// Chosen row or hit of a search.
  case selection
  /// The filled part of a gauge without judgement.
  case gauge
  /// The bar that says that the past is shown.
  case past
  /// The faintest shade of a heat map.
  case shade1
  /// Second shade.
  case shade2
  /// Third shade.
  case shade3
  /// The strongest shade.
  case shade4

  /// One letter for golden screens; unique.
  package var letter: Character {
    switch self {
    case .text: "."
    case .muted: "m"
    case .bar: "B"
    case .title: "T"
    case .border: "b"
    case .focus: "F"
    case .key: "k"
    case .ok: "o"
    case .warning: "w"
    case .critical: "c"
    case .warningMark: "v"
    case .criticalMark: "x"
    case .stale: "s"
    case .series1: "1"
    case .series2: "2"
    case .series3: "3"
    case .series4: "4"
    case .series5: "5"
    case .series6: "6"
    case .cursor: "C"
    case .selection: "S"
    case .gauge: "g"
    case .past: "P"
    case .shade1: "a"
    case .shade2: "d"
    case .shade3: "e"
    case .shade4: "f"
    }
  }
}

/// How a cell is drawn beside its role; works without colours.
package struct Emphasis: OptionSet, Hashable, Sendable {
  /// The bits.
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Bold.
  package static let bold = Emphasis(rawValue: 1)
  /// Fainter than normal: last good data beside an error.
  package static let dim = Emphasis(rawValue: 2)
  /// Underlined.
  package static let underline = Emphasis(rawValue: 4)
  /// Colours swapped.
  package static let reverse = Emphasis(rawValue: 8)
}

/// A role with its emphasis.
package struct Style: Hashable, Sendable {
  /// The role.
  package var role: Role
  /// How it stands out.
  package var emphasis: Emphasis

  package init(_ role: Role, _ emphasis: Emphasis = []) {
    self.role = role
    self.emphasis = emphasis
  }

  /// Plain text.
  package static let plain = Style(.text)
}

/// A set of colours for all roles, as the user names it.
package enum ThemeName: String, Hashable, Sendable, CaseIterable {
  /// For terminals with a dark background, which stays as it is.
  case dark
  /// For terminals with a light background, which stays as it is.
  case light
  /// White on black whatever the terminal's own colours are.
  case highContrast = "high-contrast"
  /// No colours on any terminal.
  case mono
}
