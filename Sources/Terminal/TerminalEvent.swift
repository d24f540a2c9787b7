package import Screen

/// Events of a terminal.
package enum TerminalEvent: Hashable, Sendable {
  /// A key, or a whole paste.
  case key(Key)
  /// Something was done with the mouse, where that is asked for.
  case pointer(Pointer)
  /// The terminal has another size now; frames of the old one are cut to it.
  case resized(Size)
  /// A signal asks the program to end.
  case terminated(TerminationSignal)
  /// The process was stopped and continued: the screen is redrawn, but shows old data.
  case resumed
  /// The terminal is gone; nothing more will be read or shown.
  case hungUp
}

/// The signals that ask a program to end; the raw value is the signal's number.
package enum TerminationSignal: Int32, Sendable {
  /// SIGHUP: the terminal was closed.
  case hangUp = 1
  /// SIGINT, sent by another process; a typed Ctrl-C is a key.
  case interrupt = 2
  /// SIGTERM.
  case terminate = 15

  /// Exit status that shells report for this signal.
  package var exitStatus: Int32 { 128 + rawValue }
}
