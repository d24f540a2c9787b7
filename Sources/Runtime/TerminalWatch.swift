/// Whether a terminal takes frames: one that is stopped, by Ctrl-S or by a line that hangs, takes none.
struct TerminalWatch: Hashable, Sendable {
  /// A frame that has waited so long will wait longer.
  private static let haste = Duration.milliseconds(900)
  /// After this time nobody is taken to look.
  private static let patience = Duration.seconds(10)

  /// How long a frame has waited at the last look.
  private var waited = Duration.zero
  private var since: Duration?

  /// Whether the terminal has stopped, so that drawing is in vain.
  var isStalled: Bool { waited >= Self.haste }
  /// Whether it has stopped for so long that nobody looks at it.
  var isUnseen: Bool { waited >= Self.patience }

  /// Takes in a look at the terminal, one a second.
  mutating func note(isWaiting: Bool, at now: Duration) {
    since = isWaiting ? since ?? now : nil
    waited = since.map { now - $0 } ?? .zero
  }
}
