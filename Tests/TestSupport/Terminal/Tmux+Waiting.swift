/// How a program in a terminal ended, and what it left behind.
package struct TmuxEnding: Hashable, Sendable {
  /// Its status as a shell sees it: 128 and the signal's number for one that was killed.
  package let status: Int
  /// What `stty -a` says about the terminal, before the program and after it.
  package let modesBefore, modesAfter: String
  /// How much of a processor it has used in all, in seconds.
  package let processorSeconds: Double
}

extension Tmux {
  /// Waits until the screen is as a condition says, and returns it.
  ///
  /// Half a frame may be on the screen when one looks: two looks that show the same are waited for,
  /// up to `settling` looks where the screen never rests.
  ///
  /// - Parameters:
  ///   - what: What is waited for, for the error.
  ///   - limit: How long; long enough for a busy machine.
  ///   - colours: Whether rows keep their escape sequences.
  ///   - condition: Whether the screen is as wanted.
  /// - Returns: A screen for which the condition holds.
  /// - Throws: `TmuxError.timedOut` with the last screen.
  @discardableResult
  package func waitFor(
    _ what: String,
    within limit: Duration = patience,
    colours: Bool = false,
    _ condition: (TmuxScreen) -> Bool
  ) async throws -> TmuxScreen {
    var before: TmuxScreen?
    var looks = 0
    return try await poll(what, within: limit) {
      let screen = try self.screen(colours: colours)
      guard condition(screen) else {
        before = nil
        return nil
      }
      looks += 1
      defer { before = screen }
      return screen == before || looks >= Self.settling ? screen : nil
    }
  }

  private static let settling = 50

  /// Waits until some row of the screen holds a text.
  @discardableResult
  package func waitFor(
    text: String,
    within limit: Duration = patience
  ) async throws -> TmuxScreen {
    try await waitFor("'\(text)'", within: limit) { $0.contains(text) }
  }

  /// Stops the program, so that what a test does meanwhile costs it nothing; `signal("CONT")` ends
  /// it.
  package func freeze() async throws {
    try signal("STOP")
    _ = try await poll("a stopped program", within: patience) {
      statusFields.first == "T" ? true : nil
    }
  }

  /// Waits until the program has ended, also when its terminal was closed.
  package func waitForEnd(within limit: Duration = patience) async throws -> TmuxEnding {
    try await poll("the end of the program", within: limit) {
      let status = textOfFile(self.home + "/status").filter(\.isNumber)
      guard let number = Int(status) else { return nil }
      return TmuxEnding(
        status: number,
        modesBefore: textOfFile(self.home + "/modes-before"),
        modesAfter: textOfFile(self.home + "/modes-after"),
        processorSeconds: Self.seconds(ofTimes: textOfFile(self.home + "/times"))
      )
    }
  }

  /// What a shell's `times` says of its children, in the user's and in the system's part:
  /// `0m1.250000s 0m0.030000s` in the second line.
  private static func seconds(ofTimes text: String) -> Double {
    text.split(separator: "\n").dropFirst().joined().split(separator: " ").reduce(0) { sum, part in
      let numbers = part.split { "ms".contains($0) }.compactMap { Double($0) }
      return sum + (numbers.count == 2 ? numbers[0] * 60 + numbers[1] : 0)
    }
  }

  /// Waits until the program's process is gone, which is all that can be known once its terminal was
  /// closed.
  package func waitForProcessToVanish(within limit: Duration = patience) async throws {
    let process = textOfFile(home + "/pid").filter(\.isNumber)
    _ = try await poll("the process to vanish", within: limit) {
      let state = textOfFile("/proc/\(process)/stat")
      return state.isEmpty || state.contains(") Z ") ? true : nil
    }
  }

  /// The one place where tests look again after a while: a program in a terminal gives no notice.
  private func poll<Found>(
    _ what: String,
    within limit: Duration,
    _ look: () throws -> Found?
  ) async throws -> Found {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
      if let found = try look() { return found }
      try await Task.sleep(for: .milliseconds(20))
    }
    if let found = try look() { return found }
    throw TmuxError.timedOut(
      waitingFor: what,
      screen: (try? screen()) ?? TmuxScreen(captured: "(no terminal)")
    )
  }
}
