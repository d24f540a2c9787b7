import Glibc

/// Standard input, where log lines come through it.
enum StandardInput {
  /// Moves standard input elsewhere and puts the terminal in its place, so that keys are read from
  /// there.
  ///
  /// - Returns: The descriptor from which log lines are to be read.
  /// - Throws: `CommandEnd` where there is no terminal, or where standard input is one itself.
  static func takenForLogs() throws(CommandEnd) -> Int32 {
    guard isatty(STDIN_FILENO) == 0 else {
      throw CommandEnd(.usage, "--logs - needs a pipe: myapp 2>&1 | goldtop local --logs -")
    }
    let moved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard moved >= 0, terminal >= 0, dup2(terminal, STDIN_FILENO) >= 0 else {
      let reason = String(cString: strerror(errno))
      throw CommandEnd(.usage, "no terminal to read keys from: /dev/tty: \(reason)")
    }
    close(terminal)
    return moved
  }
}
