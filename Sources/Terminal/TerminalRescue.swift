import CTerminal

/// The ways out that are not the end of `CursesTerminal.run`.
package enum TerminalRescue {
  /// Restores the terminal on every signal that ends the process, and reports a crash on
  /// standard error without waiting for a key; a write to a closed pipe just fails.
  ///
  /// Opening a terminal does this too; called at the start, it also covers what comes before and
  /// commands that open none.
  package static func guardProcess() {
    ct_guard()
  }

  /// Restores the terminal, as far as that is possible without waiting for it, and ends the process.
  ///
  /// Any thread. What the program has not written to files by now is lost.
  package static func abandon(status: Int32) -> Never {
    ct_abandon(status)
  }
}
