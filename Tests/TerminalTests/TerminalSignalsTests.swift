import Glibc
import TestSupport
import Testing

/// Every signal in a real terminal: whatever ends the program, the terminal is as it was found.
@Suite struct TerminalSignalsTests {
  /// What a signal from another process does.
  enum Fate: Hashable {
    /// Ends the program in its own way, which ends with 0.
    case ends
    /// Kills it, with the terminal restored.
    case kills
    /// Stops it, continues it, or does nothing.
    case leaves
    /// Nothing can be done about it: SIGKILL, SIGSTOP, and two that the C library has to itself.
    case cannotBeCaught
  }

  struct Row: Hashable, CustomTestStringConvertible {
    let number: Int
    let fate: Fate
    var testDescription: String { "\(number)" }
  }

  /// All signals of Linux.
  static let table: [Row] = (1...64).map { number in
    let fate: Fate =
      switch Int32(number) {
      case SIGHUP, SIGINT, SIGTERM: .ends
      case SIGCHLD, SIGCONT, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGWINCH: .leaves
      case SIGKILL, SIGSTOP, 32, 33: .cannotBeCaught
      default: .kills
      }
    return Row(number: number, fate: fate)
  }

  /// The real-time signals are alike: the first, one of them, and the last.
  static let deadly = table.filter { row in
    row.fate == .kills && (row.number < 32 || [34, 50, 64].contains(row.number))
  }

  @Test func everySignalHasItsRow() {
    #expect(Self.deadly.count == 19 + 3)
    #expect(Self.table.filter { $0.fate == .ends }.map(\.number) == [1, 2, 15])
  }

  @Test(arguments: table.filter { $0.fate == .ends } + deadly)
  func theTerminalIsAsItWasFound(_ row: Row) async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")])
    try await tmux.waitFor(text: "probe")
    try tmux.signal("\(row.number)")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status == (row.fate == .ends ? 0 : 128 + row.number))
    try tmux.expectRestored(ending)
  }

  @Test(arguments: table.filter { $0.fate == .leaves && $0.number != Int(SIGTSTP) })
  func whatEndsNothingIsLeftAlone(_ row: Row) async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")])
    try await tmux.waitFor(text: "probe")
    try tmux.signal("\(row.number)")
    try tmux.signal("CONT")
    try tmux.press("Up")
    try await tmux.waitFor(text: "Key.up")
    #expect(try tmux.property("alternate_on") == "1")
  }

  /// The shell has the terminal again and reads from it in modes of its own.
  @Test(arguments: [SIGQUIT, SIGSEGV, SIGUSR1, SIGALRM])
  func aProgramInTheBackgroundDiesToo(_ number: Int32) async throws {
    let tmux = try Tmux.shell()
    try await tmux.waitFor(text: "shell>")
    try tmux.type("sh -c 'echo $$ > pid; exec \(Tmux.builtProduct("terminal-probe"))'")
    try tmux.press("Enter")
    try await tmux.waitFor(text: "probe 80x24")
    try tmux.signal("STOP")
    try await tmux.waitFor(text: "Stopped")
    try tmux.signal("\(number)")
    try tmux.signal("CONT")
    try await tmux.waitForProcessToVanish()
    try await tmux.waitFor("the shell's screen") { _ in
      (try? tmux.property("alternate_on")) == "0" && (try? tmux.property("cursor_flag")) == "1"
    }
  }

  /// The Swift runtime would report on standard output, and wait for a key half a minute long.
  @Test func aCrashIsReportedOnStandardErrorAndWaitsForNobody() async throws {
    let script = "exec '\(Tmux.builtProduct("terminal-probe"))' 2> report"
    let tmux = try Tmux(["/bin/sh", "-c", script], environment: ["SWIFT_BACKTRACE": ""])
    try await tmux.waitFor(text: "probe")
    try tmux.press("!")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status > 128)
    try tmux.expectRestored(ending)
    let report = textOfFile(tmux.home + "/report")
    for part in ["Index out of range", "This is a bug", "Program crashed"] {
      #expect(report.contains(part), "\(report)")
    }
  }

  /// A signal from elsewhere is no bug, and nothing holds the program up.
  @Test(arguments: [SIGQUIT, SIGSEGV, SIGABRT])
  func aSignalFromElsewhereIsNotReported(_ number: Int32) async throws {
    let script = "exec '\(Tmux.builtProduct("terminal-probe"))' 2> report"
    let tmux = try Tmux(["/bin/sh", "-c", script], environment: ["SWIFT_BACKTRACE": ""])
    try await tmux.waitFor(text: "probe")
    try tmux.signal("\(number)")
    let ending = try await tmux.waitForEnd()
    #expect(ending.status == 128 + Int(number))
    try tmux.expectRestored(ending)
    #expect(textOfFile(tmux.home + "/report").isEmpty)
  }
}

extension Tmux {
  /// Holds that the terminal has its modes, its first screen, its cursor and its keys again.
  func expectRestored(_ ending: TmuxEnding) throws {
    #expect(ending.modesAfter == ending.modesBefore)
    #expect(try property("alternate_on") == "0")
    #expect(try property("cursor_flag") == "1")
    #expect(try property("keypad_flag") == "0")
    #expect(try property("mouse_any_flag") == "0")
    #expect(try property("keypad_cursor_flag") == "0")
    let bottom = try Int(property("pane_height")).map { $0 - 1 }
    #expect(try property("scroll_region_upper") == "0")
    #expect(try Int(property("scroll_region_lower")) == bottom)
  }
}
