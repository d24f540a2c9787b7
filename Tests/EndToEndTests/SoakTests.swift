import Glibc
import Screen
import TestSupport
import Testing

/// A dashboard and a follower of logs through one fault after the other.
///
/// Every few seconds other things are wrong: servers misbehave, restart, and have clocks that jump;
/// the terminal gets other sizes and stands still, and the programs are stopped. Afterwards no line is
/// lost or doubled, all data are fresh, and memory and descriptors are where they were.
///
/// `GOLDTOP_SOAK_SECONDS` makes it last longer, and its figures are printed then; `GOLDTOP_SOAK_SEED`
/// makes it another one.
@Suite(.serialized) struct SoakTests {
  private static let seconds = Double(inheritedEnvironment()["GOLDTOP_SOAK_SECONDS"] ?? "")
  private static let seed = UInt64(inheritedEnvironment()["GOLDTOP_SOAK_SEED"] ?? "") ?? 9

  @Test func faultsOfAllKindsLeaveNothingBehind() async throws {
    let metrics = try await SoakMetrics.start()
    try await FakeLoki.run { loki in
      loki.behave { $0 = SoakRound.well }
      var soak = try await Soak(metrics, loki)
      try await soak.calm(for: 5)
      if Self.seconds != nil { try await soak.swell() }
      let before = try soak.figures()
      try await soak.suffer(
        for: Self.seconds ?? 20,
        SeededGenerator(seed: Self.seed),
        isLong: Self.seconds != nil
      )
      try await soak.recover()
      try await soak.expectEveryLineOnceInTheFollower()
      try await soak.expectEveryLineOnceOnTheScreen()
      try await soak.expectNoMoreIsHeld(than: before, isTold: Self.seconds != nil)
      try await soak.end()
    }
    await metrics.stop()
  }
}

/// The programs of a soak, and the lines that were written for them.
private struct Soak {
  typealias Figures = (dashboard: ProcessFigures, follower: ProcessFigures)

  /// Lines a second.
  private static let rate = 40.0

  private let metrics: SoakMetrics
  private let loki: FakeLoki
  private let terminal: Tmux
  private let follower: ChildProcess
  /// The next line's number.
  private var next = 0
  private var lastWritten = wallClockSeconds()
  private var rounds = 0

  init(_ metrics: SoakMetrics, _ loki: FakeLoki) async throws {
    self.metrics = metrics
    self.loki = loki
    follower = try ChildProcess(
      [Program.path, "logs", "--loki", loki.url, "--follow", "--output", "raw", "--since", "1m"]
        + ["--selector", #"job=~"soak|late""#],
      environment: ["PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
    )
    terminal = try Tmux.shell(size: Size(120, 36))
    write(1)
    let servers = "--prometheus \(metrics.url) --loki \(loki.url) --refresh 1s"
    try await terminal.waitFor(text: "shell>")
    try terminal.type(
      "sh -c 'echo $$ > pid; exec \(Program.path) \(servers) 2> errors'"
    )
    try terminal.press("Enter")
    try await terminal.waitFor("fresh data") { Self.isFresh($0) }
    try await loki.wait { $0.openTails == 2 }
  }

  // MARK: Time passes

  /// Lets lines be written for a while in which nothing is wrong.
  mutating func calm(for seconds: Double) async throws {
    try await pass(seconds)
    try await showLogs()
    try await caughtUp()
    try terminal.press("Escape")
    try await terminal.waitFor("fresh data") { Self.isFresh($0) }
  }

  /// Lets the largest answers come before anything is measured: what they took once is kept for the
  /// next ones, and only what grows from there on is a leak.
  mutating func swell() async throws {
    for fault in SoakRound.heavy {
      metrics.suffer(fault)
      try await pass(10)
    }
    metrics.suffer(nil)
    try await calm(for: 5)
  }

  /// Changes what is wrong, again and again.
  mutating func suffer(
    for seconds: Double,
    _ random: SeededGenerator,
    isLong: Bool
  ) async throws {
    var random = random
    let end = wallClockSeconds() + seconds
    while wallClockSeconds() < end {
      let round = SoakRound(&random, isLong: isLong)
      rounds += 1
      if isLong { print("soak \(rounds): \(round)") }
      await round.begin(metrics)
      await round.begin(loki)
      if round.stopsFollower { follower.signal(SIGSTOP) }
      try await suffer(round)
      if round.stopsFollower { follower.signal(SIGCONT) }
      try await round.end(metrics)
      try await round.end(loki)
      #expect(follower.ended == nil, "\(follower.errors)")
      try #require(ProcessFigures(of: dashboard) != nil, "\(round): \(errors)")
    }
  }

  private mutating func suffer(_ round: SoakRound) async throws {
    switch round.terminal {
    case .keys:
      for key in ["7", "PageUp", "End", "?", "Escape", "Escape", "Tab", "Escape"] {
        try terminal.press(key)
        try await pass(round.seconds / 8)
      }
    case .resize:
      try terminal.resize(to: round.size)
      try await pass(round.seconds)
      try terminal.resize(to: Size(120, 36))
    case .stall:
      try terminal.stall()
      try await pass(round.seconds)
      try terminal.endStall()
    case .suspend:
      try terminal.press("C-z")
      try await terminal.waitFor("the shell") { $0.lines.last { $0 != "" } == "shell>" }
      try await pass(round.seconds)
      try terminal.type("fg")
      try terminal.press("Enter")
      try await terminal.waitFor("the dashboard") { $0.lines[0].contains("goldtop") }
    }
  }

  /// Waits by the clock while lines are written; every fortieth comes late.
  private mutating func pass(_ seconds: Double) async throws {
    let end = wallClockSeconds() + seconds
    while wallClockSeconds() < end {
      let due = lastWritten + 1 / Self.rate
      _ = try await eventually("the time of the next line", every: .milliseconds(5)) {
        wallClockSeconds() >= due ? true : nil
      }
      write(Int((wallClockSeconds() - lastWritten) * Self.rate))
    }
  }

  private mutating func write(_ count: Int) {
    let now = wallClockSeconds()
    for index in 0..<count {
      let isLate = next % 40 == 39
      let moment = now + Double(index - count) / 1e5 - (isLate ? Double(next % 7) : 0)
      loki.push([
        FakeLokiLine(
          ["job": isLate ? "late" : "soak"],
          at: Int64(moment * 1e9),
          "\(isLate ? "late" : "line") \(next) of the soak"
        )
      ])
      next += 1
    }
    lastWritten = now
  }

  // MARK: What must hold

  /// Waits until everything is well again: fresh data, and the newest line in both programs.
  mutating func recover() async throws {
    try await pass(2)
    for key in ["Escape", "Escape", "Escape"] { try terminal.press(key) }
    try await terminal.waitFor("fresh data") { Self.isFresh($0) }
    try await showLogs()
    try terminal.press("End")
    try await caughtUp()
  }

  /// Opens the view of the lines.
  ///
  /// A key that a busy dashboard reads together with the Escape before it is one held with Alt.
  private func showLogs() async throws {
    _ = try await eventually("the view of the lines") {
      try terminal.press("7")
      return try terminal.screen().lines.contains { $0.hasPrefix("━ Logs") } ? true : nil
    }
  }

  private mutating func caughtUp() async throws {
    // The last line is none that comes late.
    write(next % 40 == 39 ? 2 : 1)
    let last = next - 1
    try await terminal.waitFor("line \(last)") { $0.contains("line \(last) of the soak") }
    _ = try await eventually("line \(last) of the follower", last: { follower.errors }) {
      follower.output.contains("line \(last) of the soak\n") ? true : nil
    }
  }

  /// The follower has printed each line once; what a server kept back is looked for each minute.
  func expectEveryLineOnceInTheFollower() async throws {
    func numbers() -> [Int] {
      follower.output.split(separator: "\n").compactMap(Self.number)
    }
    _ = try? await eventually("every line") { numbers().count >= next ? true : nil }
    let seen = numbers()
    #expect(Set(seen).count == seen.count, "lines came twice")
    #expect(Set(0..<next).subtracting(seen).sorted() == [], "of \(next): \(follower.errors)")
  }

  /// The view holds each line once; what a server kept back is looked for each minute.
  func expectEveryLineOnceOnTheScreen() async throws {
    try terminal.resize(to: Size(100, 300))
    let limit = ContinuousClock.now + patience
    var seen = try await linesOnTheScreen()
    while seen.late.count < next / 40, ContinuousClock.now < limit {
      seen = try await linesOnTheScreen()
    }
    #expect(Set((0..<next).filter { $0 % 40 != 39 }).subtracting(seen.punctual).sorted() == [])
    #expect(Set((0..<next).filter { $0 % 40 == 39 }).subtracting(seen.late).sorted() == [])
    try terminal.resize(to: Size(120, 36))
    for key in ["End", "Escape"] { try terminal.press(key) }
    try await terminal.waitFor("fresh data") { Self.isFresh($0) }
  }

  /// The numbers of the lines of the view, page by page from the first one: those in order, and those
  /// that came late.
  private func linesOnTheScreen() async throws -> (punctual: [Int], late: Set<Int>) {
    try terminal.press("g")
    var screen = try await terminal.waitFor(text: "line 0 of the soak")
    var seen: [Int] = []
    var late: Set<Int> = []
    while true {
      let numbers = screen.lines.compactMap(Self.number)
      #expect(Set(numbers).count == numbers.count, "lines are shown twice")
      seen += numbers.filter { $0 % 40 != 39 && $0 > seen.last ?? -1 }
      late.formUnion(numbers.filter { $0 % 40 == 39 })
      guard let newest = seen.last, newest < next - 1 else { return (seen, late) }
      try terminal.press("PageDown")
      screen = try await terminal.waitFor("the page behind \(newest)") {
        $0.lines.compactMap(Self.number).contains { $0 > newest && $0 % 40 != 39 }
      }
    }
  }

  /// What the programs hold.
  func figures() throws -> Figures {
    let figures = (ProcessFigures(of: dashboard), ProcessFigures(of: follower.id))
    return (try #require(figures.0, "\(errors)"), try #require(figures.1, "\(follower.errors)"))
  }

  /// Connections that are not used any more are closed after a while, and threads without work end.
  func expectNoMoreIsHeld(than before: Figures, isTold: Bool) async throws {
    _ = try? await eventually("descriptors and threads as before") {
      let now = try figures()
      let isAsBefore = [(now.dashboard, before.dashboard), (now.follower, before.follower)]
        .allSatisfy { $0.descriptors <= $1.descriptors && $0.threads <= $1.threads + 1 }
      return isAsBefore ? true : nil
    }
    let now = try figures()
    for (name, before, now, room) in [
      ("dashboard", before.dashboard, now.dashboard, 64),
      ("follower", before.follower, now.follower, 32),
    ] {
      if isTold { print("soak: \(rounds) rounds, \(next) lines, \(name): \(before), then \(now)") }
      #expect(now.descriptors <= before.descriptors, "\(name): \(before), then \(now)")
      #expect(now.threads <= before.threads + 1, "\(name): \(before), then \(now)")
      #expect(
        now.residentBytes <= before.residentBytes + room << 20,
        "\(name): \(before), then \(now)"
      )
    }
  }

  /// Ends both as people do.
  func end() async throws {
    try terminal.press("q")
    try await terminal.waitFor("the shell") { $0.lines.last { $0 != "" } == "shell>" }
    try terminal.type("echo \"it ended with $?\"")
    try terminal.press("Enter")
    try await terminal.waitFor(text: "it ended with 0")
    #expect(errors == "")
    follower.signal(SIGINT)
    #expect(try await follower.waitForEnd() == .killed(signal: SIGINT))
    terminal.stop()
  }

  private var dashboard: pid_t {
    pid_t(textOfFile(terminal.home + "/pid").filter(\.isNumber)) ?? 0
  }

  private var errors: String { textOfFile(terminal.home + "/errors") }

  /// Whether the server is up and no panel shows old data.
  private static func isFresh(_ screen: TmuxScreen) -> Bool {
    screen.contains("req/s") && screen.lines[0].contains("●") && !screen.contains("failed")
      && !screen.lines.contains { $0.hasPrefix("┌") && $0.contains(" old ") }
  }

  private static func number(_ line: some StringProtocol) -> Int? {
    String(line).firstMatch(of: /(?:line|late) (\d+) of the soak/).flatMap { Int($0.1) }
  }
}
