import CTerminal

/// The way out when the thread of the terminal does not come to its end.
package enum TerminalRescue {
  /// Restores the terminal, as far as that is possible without waiting for it, and ends the process.
  ///
  /// Any thread. What the program has not written to files by now is lost.
  package static func abandon(status: Int32) -> Never {
    ct_abandon(status)
  }
}
