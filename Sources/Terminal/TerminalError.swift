/// Why the terminal cannot be used; the description names an alternative.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Standard input or output is not a terminal.
  case notATerminal
  /// The terminal type, as TERM names it, cannot move its cursor; empty when TERM is not set.
  case cannotDraw(term: String)
  /// Terminfo describes neither the terminal type nor any that could stand in for it.
  case undescribed(term: String)
  /// The terminal could not be opened, for the reason that the system gives as an errno value.
  case failed(errno: Int32)

  /// One line for the user: what is wrong, and what will serve instead.
  package var description: String {
    let instead = "'goldtop snapshot' prints the dashboard once, without a terminal"
    return switch self {
    case .notATerminal:
      "standard input and output must be a terminal; \(instead)"
    case .cannotDraw(term: ""):
      "TERM is not set, so the terminal is unknown; set it (xterm-256color fits most), or: \(instead)"
    case .cannotDraw(let term):
      "a terminal of type '\(term)' (TERM) cannot draw a screen; \(instead)"
    case .undescribed(let term):
      """
      no description of terminal type '\(term)' (TERM) on this host; install ncurses-base, or set \
      TERMINFO to a folder with terminal descriptions, or: \(instead)
      """
    case .failed(let errno):
      "the terminal cannot be used (system error \(errno)); \(instead)"
    }
  }
}
