/// One key press, or one paste, as a value.
package enum Key: Hashable, Sendable {
  /// A printable character.
  case character(Character)
  /// A letter held with Control, lower case: `.control("c")`.
  case control(Character)
  /// Return.
  case enter
  /// Escape alone.
  case escape
  /// Tab.
  case tab
  /// Tab with Shift.
  case backtab
  /// Backspace.
  case backspace
  /// Delete.
  case delete
  /// Arrow up.
  case up
  /// Arrow down.
  case down
  /// Arrow left.
  case left
  /// Arrow right.
  case right
  /// Page up.
  case pageUp
  /// Page down.
  case pageDown
  /// Home.
  case home
  /// End.
  case end
  /// F1…F12.
  case function(Int)
  /// Pasted text, whole; it never stands for commands.
  case paste(String)
}
