import Screen
import TestSupport
import Testing

/// The dashboard in a terminal under more lines than anybody reads.
///
/// `GOLDTOP_FLOOD_SECONDS` makes the flood last longer, and its figures are printed then.
@Suite(.serialized) struct LogFloodTests {
  private static let seconds = Int(inheritedEnvironment()["GOLDTOP_FLOOD_SECONDS"] ?? "")

  /// Runs a body with a Loki and the Logs view of a dashboard that follows it.
  private func inLogs(
    size: Size = Size(140, 40),
    _ arguments: [String] = [],
    _ body: (_ loki: FakeLoki, _ terminal: Tmux) async throws -> Void
  ) async throws {
    try await ShopOnLoki.withMetrics { metrics in
      try await FakeLoki.run { loki in
        // Of an empty server nobody knows which labels its streams will have.
        let labels = ["job": "flood"]
        loki.push([FakeLokiLine(labels, at: ShopOnLoki.now - 60_000_000_000, "long before")])
        let terminal = try Program.open(
          ["--prometheus", metrics, "--loki", loki.url] + arguments,
          size: size
        )
        try await loki.wait { $0.openTails == 1 }
        try terminal.press("7")
        try await terminal.waitFor("the view, live") {
          $0.line(with: "Logs")?.contains("● live") == true
        }
        try await body(loki, terminal)
        terminal.stop()
      }
    }
  }

  /// A line of 300 bytes; every hundredth is an error.
  private static func line(_ number: Int, at nanoseconds: Int64) -> FakeLokiLine {
    let level = number % 100 == 99 ? "error" : "info"
    let padding = String(repeating: "x", count: 200)
    return FakeLokiLine(
      ["job": "flood"],
      at: nanoseconds,
      #"{"event":"number \#(number) of the flood","level":"\#(level)","padding":"\#(padding)"}"#
    )
  }

  private static func push(_ numbers: Range<Int>, to loki: FakeLoki) {
    let now = ShopOnLoki.now
    loki.push(numbers.map { line($0, at: now + Int64($0 - numbers.lowerBound) * 1000) })
  }

  @Test func keysAreHeardUnderFiveThousandLinesASecondAndNothingIsLost() async throws {
    try await inLogs { loki, terminal in
      try terminal.press("/")
      try terminal.type("level>=error")
      try terminal.press("Enter")
      let total = (Self.seconds ?? 4) * 5000
      var next = 0
      var keys = 0
      var slowest = 0.0
      let (start, used) = (wallClockSeconds(), terminal.processorSeconds)
      var most = 0
      // A key each round, while lines come by the clock.
      while next < total {
        try terminal.press(keys % 2 == 0 ? "?" : "Escape")
        let pressed = wallClockSeconds()
        let isOpen = keys % 2 == 0
        keys += 1
        _ = try await eventually("what the key does") {
          let due = min(total, Int((wallClockSeconds() - start) * 5000))
          if due > next {
            Self.push(next..<due, to: loki)
            next = due
          }
          return try terminal.screen().contains("┏ Keys") == isOpen ? true : nil
        }
        slowest = max(slowest, wallClockSeconds() - pressed)
        most = max(most, terminal.residentBytes)
      }
      if keys % 2 == 1 { try terminal.press("Escape") }
      let screen = try await terminal.waitFor("every error up to the last, and nothing else") {
        let numbers = Self.numbers(on: $0)
        guard let first = numbers.first, numbers.count > 10 else { return false }
        return numbers == Array(stride(from: first, through: total - 1, by: 100))
      }
      #expect(!screen.contains("lost"))
      guard Self.seconds != nil else { return }
      let took = wallClockSeconds() - start
      print(
        "flood: \(total) lines in \(took) s, \(keys) keys, slowest \(slowest) s with its polls, "
          + "CPU \((terminal.processorSeconds - used) / took), most \(most >> 20) MiB"
      )
    }
  }

  private static func numbers(on screen: TmuxScreen) -> [Int] {
    screen.lines.compactMap { line in
      line.firstMatch(of: /(?:number|line) (\d+) of/).flatMap { Int($0.1) }
    }
  }

  @Test func aTerminalThatStandsStillCostsBoundedMemoryAndTellsWhatPassed() async throws {
    let folder = try TemporaryFolder()
    // The buffer of older versions, which what is sent here fills three times.
    let file = try folder.write(#"{"logs":{"buffer":{"lines":50000}}}"#, to: "config.json")
    try await inLogs(["--config", file]) { loki, terminal in
      Self.push(0..<5000, to: loki)
      try await terminal.waitFor(text: "number 4999 of the flood")
      let before = terminal.residentBytes
      try terminal.stall()
      var next = 5000
      let total = 5000 + (Self.seconds ?? 30) * 5000
      while next < total {
        Self.push(next..<next + 2500, to: loki)
        next += 2500
        _ = try await eventually("the lines to be sent") {
          loki.log.sentLines >= next ? true : nil
        }
      }
      // Until all that was sent has been read, it does not grow without end.
      let after = terminal.residentBytes
      #expect(after - before < 160 << 20, "\(before >> 20) MiB became \(after >> 20) MiB")
      try terminal.endStall()
      try await terminal.waitFor("the last line") {
        $0.contains("number \(total - 1) of the flood")
      }
      guard total > 120_000 else { return }
      try terminal.press("g")
      try await terminal.waitFor("what passed") {
        $0.contains("dropped (buffer full)")
      }
      print("stall: \(total) lines, \(before >> 20) MiB became \(after >> 20) MiB")
    }
  }

  @Test func threeRestartsUnderFiveHundredLinesASecondLoseAndDoubleNothing() async throws {
    try await inLogs(size: Size(100, 300)) { loki, terminal in
      let part = (Self.seconds ?? 4) * 125
      for number in 0..<4 {
        async let writing: Void = ShopOnLoki.write(
          part * number..<part * (number + 1),
          to: loki
        )
        if number > 0 {
          await loki.stop()
          try await terminal.waitFor("the break") {
            $0.lines.dropFirst().contains { $0.contains("✗ down") }
          }
          try await loki.start()
        }
        try await writing
        try await terminal.waitFor("the last line") {
          $0.contains("line \(part * (number + 1) - 1) of many") && $0.contains("● live")
        }
      }
      // All lines, from the first on, page by page.
      try terminal.press("g")
      var seen: [Int] = []
      var marks = Set<String>()
      let last = part * 4 - 1
      var screen = try await terminal.waitFor(text: "line 0 of many")
      while true {
        seen += Self.numbers(on: screen).filter { $0 > seen.last ?? -1 }
        marks.formUnion(screen.lines.filter { $0.contains("recovered") })
        guard let newest = seen.last, newest < last else { break }
        try terminal.press("PageDown")
        screen = try await terminal.waitFor("the next page, with no line twice") {
          let numbers = Self.numbers(on: $0)
          return numbers.last ?? 0 > newest && Set(numbers).count == numbers.count
        }
      }
      #expect(seen == Array(0...last))
      // Breaks of which as many lines came back are told in the same words.
      #expect((1...3).contains(marks.count))
    }
  }
}
