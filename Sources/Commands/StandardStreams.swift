import Glibc
import LocalSource
import Screen
import Synchronization

/// Where results and messages go.
enum StandardStreams {
  /// Whether the caller has closed standard output.
  private static let isMissing = Atomic(false)

  /// Writes results to standard output.
  ///
  /// Returns false once the reader has gone.
  @discardableResult
  static func write(_ text: String) -> Bool { write(Array(text.utf8)) }

  /// Writes results to standard output as they are.
  ///
  /// Returns false once the reader has gone; ends the program where it cannot be written, such
  /// as on a full disk, since half a result must not pass for one.
  static func write(_ bytes: [UInt8]) -> Bool {
    if isMissing.load(ordering: .relaxed) { endWithoutOutput("closed") }
    guard !write(bytes, to: STDOUT_FILENO) else { return true }
    if errno != EPIPE { endWithoutOutput(String(cString: strerror(errno))) }
    return false
  }

  private static func endWithoutOutput(_ reason: String) -> Never {
    complain("goldtop: cannot write to standard output: \(reason)")
    exit(ExitStatus.usage.rawValue)
  }

  /// Whether anybody may read what is written to standard output, without writing.
  ///
  /// Ends the program where the caller has closed it.
  static var isRead: Bool {
    if isMissing.load(ordering: .relaxed) { endWithoutOutput("closed") }
    var descriptor = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    guard poll(&descriptor, 1, 0) > 0 else { return true }
    return descriptor.revents & Int16(POLLERR | POLLHUP | POLLNVAL) == 0
  }

  /// Opens the standard streams that the caller has closed, so that no other file takes their
  /// place.
  static func occupy() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      if descriptor == STDOUT_FILENO { isMissing.store(true, ordering: .relaxed) }
      // The lowest free number is taken, and that is this one.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
    }
  }

  /// Writes a message for people to standard error, clean of what a terminal obeys: most of them
  /// hold words of a server.
  static func complain(_ text: String) {
    let text = SystemText.visible(text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    report(lines.map { VisibleText.sanitized(String($0)) + "\n" }.joined())
  }

  /// Writes results, on a terminal clean of what it obeys.
  static func writeResult(_ text: String) {
    guard isTerminal else {
      write(text)
      return
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.map { VisibleText.sanitized(String($0)) }.joined(separator: "\n"))
  }

  /// Writes to standard error without a line end.
  static func report(_ text: String) { _ = write(Array(text.utf8), to: STDERR_FILENO) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        guard errno == EINTR else { return false }
        continue
      }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  /// The columns of the terminal that standard output is; `nil` where it is none.
  static var terminalColumns: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
