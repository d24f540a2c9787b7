package import Screen

/// How one role is drawn.
package struct Look: Hashable, Sendable {
  /// The colour's number in the palette of 256; `nil` is the terminal's own.
  package var foreground: Int?
  /// As `foreground`.
  package var background: Int?
  /// Emphasis added to that of the cell.
  package var emphasis: Emphasis

  init(_ foreground: Int? = nil, on background: Int? = nil, _ emphasis: Emphasis = []) {
    self.foreground = foreground
    self.background = background
    self.emphasis = emphasis
  }
}

/// The looks of all roles in one theme at one depth of colour.
package struct Theme: Hashable, Sendable {
  private var looks: [Role: Look]
  /// The colour of dim cells; `nil` leaves them to the terminal.
  ///
  /// Terminals make dim characters darker, which on a light background is the contrary of what is
  /// meant.
  package let dimmed: Int?

  init(_ looks: [Role: Look], dimmed: Int? = nil) {
    self.looks = looks
    self.dimmed = dimmed
  }

  /// The theme of a name at a depth of colour.
  package init(_ name: ThemeName, depth: ColourDepth) {
    self =
      switch (name, depth) {
      case (.mono, _), (_, .none): .mono
      case (.dark, .full): .dark256
      case (.dark, .sixteen): .dark16
      case (.dark, .eight): .dark8
      case (.light, .full): .light256
      case (.light, .sixteen): .light16
      case (.light, .eight): .light8
      case (.highContrast, .full): .highContrast256
      case (.highContrast, .sixteen): .highContrast16
      case (.highContrast, .eight): .highContrast8
      }
  }

  /// How a role is drawn; plain when the table has no row for it, which a test keeps from happening.
  package subscript(role: Role) -> Look {
    looks[role] ?? Look()
  }

  /// Whether the table has a row of its own for a role.
  package func has(_ role: Role) -> Bool {
    looks[role] != nil
  }

  /// The theme with some roles drawn otherwise.
  func changing(_ changes: [Role: Look], dimmed: Int? = nil) -> Theme {
    Theme(looks.merging(changes) { _, new in new }, dimmed: dimmed)
  }
}
