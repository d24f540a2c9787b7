import Telemetry
import Testing

@testable import Commands

@Suite struct StartGateTests {
  @Test func allGoOnOnceItIsOpen() async throws {
    let gate = StartGate()
    try await withThrowingDiscardingTaskGroup { group in
      for _ in 0..<10 { group.addTask { try await gate.wait() } }
      group.addTask { gate.open() }
    }
    try await gate.wait()
  }

  @Test func nobodyWaitsInACancelledTask() async {
    let gate = StartGate()
    let waiting = Task { try await gate.wait() }
    waiting.cancel()
    await #expect(throws: SourceError.cancelled) { try await waiting.value }
  }
}
