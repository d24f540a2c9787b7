import Dashboard
import Runtime
import Screen
import Synchronization
import Telemetry
import TestSupport
import Testing

/// What runs for a terminal that takes no output, as one does that is stopped by Ctrl-S.
@MainActor
@Suite(.timeLimit(.minutes(20)))
struct StalledTerminalTests {
  @Test func nothingIsDrawnOrAskedUntilItTakesFramesAgain() async throws {
    let isHeld = Mutex(false)
    let rig = LoopRig(
      [.instant("a")],
      rule: { ScriptedReply.nothing(to: $0) },
      logLine: { line in
        if line.contains(" hold ") { isHeld.withLock { $0 = !line.contains("ended") } }
      }
    )
    _ = try await rig.run {
      while rig.loop.state.outcomes == 0 { try await rig.second() }
      rig.presenter.isStalled.change { $0 = true }
      while !isHeld.withLock({ $0 }) { try await rig.second() }
      #expect(rig.clock.now.offset > .seconds(10))
      let (asked, drawn) = (rig.source.calls.count, rig.presenter.frames.count)
      for _ in 0..<60 { try await rig.second() }
      rig.press("x")
      try await rig.second()
      #expect(rig.source.calls.count == asked)
      #expect(rig.presenter.frames.count == drawn)
      rig.presenter.isStalled.change { $0 = false }
      try await rig.second()
      try await rig.presenter.frame { $0.text(row: 0).contains("keys=x ") }
      while rig.source.calls.count == asked { try await rig.second() }
    }
  }

  @Test func aFrameThatWaitsForASlowTerminalIsReplacedByANewerOne() async throws {
    let rig = LoopRig()
    _ = try await rig.run {
      try await rig.presenter.frames(atLeast: 1)
      rig.presenter.isStalled.change { $0 = true }
      rig.press("x")
      try await rig.presenter.frame { $0.text(row: 0).contains("keys=x ") }
    }
  }
}

extension LoopRig {
  /// Lets a second pass, and waits for the loop to have seen its tick.
  fileprivate func second() async throws {
    let ticks = loop.state.ticks
    while loop.state.ticks == ticks {
      try Task.checkCancellation()
      if let next = clock.deadlines.first { clock.advance(to: next) }
      await Task.yield()
    }
  }
}
