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
