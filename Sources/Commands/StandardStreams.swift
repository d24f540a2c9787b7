import Glibc

/// Where results and messages go.
enum StandardStreams {
  /// Writes results to standard output.
  ///
  /// Returns false where nobody reads any more.
  @discardableResult
  static func write(_ text: String) -> Bool { write(Array(text.utf8), to: STDOUT_FILENO) }

  /// Writes results to standard output as they are.
  ///
  /// Returns false where nobody reads any more.
  static func write(_ bytes: [UInt8]) -> Bool { write(bytes, to: STDOUT_FILENO) }

  /// Writes a message for people to standard error.
  static func complain(_ text: String) { report(text + "\n") }

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

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
}
