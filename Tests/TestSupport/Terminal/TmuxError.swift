/// Why a test in tmux could not go on.
package enum TmuxError: Error, CustomStringConvertible {
  /// A command of tmux's, or tmux itself, failed.
  case failed(command: [String], status: Int32, output: String)
  /// What was waited for did not come; with the screen at the end.
  case timedOut(waitingFor: String, screen: TmuxScreen)

  package var description: String {
    switch self {
    case .failed(let command, let status, let output):
      "\(command.joined(separator: " ")) ended with status \(status): \(output)"
    case .timedOut(let what, let screen):
      "waited in vain for \(what); the screen:\n\(screen.text)"
    }
  }
}
