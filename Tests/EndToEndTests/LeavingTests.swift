import Screen
import TestSupport
import Testing

/// A dashboard can be left from its first frame on, whatever is being built.
@Suite struct LeavingTests {
  /// A way to leave: a key, or a signal by its name.
  enum Way: String, CaseIterable {
    case q, controlC, TERM, INT, HUP

    func take(_ terminal: Tmux) throws {
      switch self {
      case .q: try terminal.press("q")
      case .controlC: try terminal.press("C-c")
      case .TERM, .INT, .HUP: try terminal.signal(rawValue)
      }
    }

    var status: Int {
      switch self {
      case .q, .controlC: 0
      case .HUP: 129
      case .INT: 130
      case .TERM: 143
      }
    }
  }

  /// What is begun: six hours of history, rules and a log file of a hundred thousand lines, requests
  /// that nobody answers.
  enum Start: String, CaseIterable {
    case demo, local, servers

    func command(_ folder: TemporaryFolder, _ silent: FakeBlackHole) throws -> [String] {
      switch self {
      case .demo: return ["demo", "--at", "incident"]
      case .local:
        let line = #"{"level":"info","msg":"order placed","order":"0192f0c1"}"# + "\n"
        let log = try folder.write(String(repeating: line, count: 100_000), to: "app.log")
        return ["local", "--scrape", ":\(silent.port)", "--logs", log]
      case .servers:
        let url = "http://127.0.0.1:\(silent.port)"
        return ["--prometheus", url, "--loki", url, "--alertmanager", url]
      }
    }
  }

  /// Half a second of one processor, whatever else the machine does: the program is stopped
  /// while the test looks and presses.
  @Test(arguments: Start.allCases, Way.allCases)
  func itEndsAtOnce(_ start: Start, _ way: Way) async throws {
    let (folder, silent) = (try TemporaryFolder(), try FakeBlackHole())
    let terminal = try Program.open(try start.command(folder, silent), size: Size(160, 48))
    try await terminal.waitFor(text: "goldtop")
    try await terminal.freeze()
    let before = terminal.processorSeconds
    try way.take(terminal)
    try terminal.signal("CONT")
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == way.status)
    #expect(ending.modesAfter == ending.modesBefore)
    #expect(before > 0 && ending.processorSeconds - before < 0.5)
  }
}
