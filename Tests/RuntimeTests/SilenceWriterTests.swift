import Dashboard
import Telemetry
import TestSupport
import Testing

@testable import Runtime

/// Orders to change silences: one after the other, each once.
@Suite(.timeLimit(.minutes(20)))
struct SilenceWriterTests {
  private let content = SilenceContent(
    [LabelMatcher("alertname", .equal, "A")],
    from: at(0),
    to: at(60),
    author: "jane",
    comment: "x"
  )

  private func outcomes(
    of orders: [SilenceOrder],
    _ keeper: ScriptedSource?
  ) async throws -> [SilenceOutcome] {
    let outcomes = ScriptedState<[SilenceOutcome]>([])
    let writer = SilenceWriter(
      keeper,
      environment: RuntimeEnvironment(clock: ManualClock(), now: { at(5) }, seed: 1),
      deadline: .seconds(10)
    ) { outcome in outcomes.change { $0.append(outcome) } }
    return try await withThrowingTaskGroup { group in
      group.addTask { await writer.run() }
      for order in orders { writer.write(order) }
      let all = try await outcomes.first { $0.count == orders.count }
      group.cancelAll()
      return all
    }
  }

  @Test func ordersAreCarriedOutInTheirOrder() async throws {
    let keeper = ScriptedSource { call in
      if case .expireSilence = call {
        return ScriptedReply(failing: .http(status: 404, message: "silence not found"))
      }
      return ScriptedReply.nothing(to: call)
    }
    let orders: [SilenceOrder] = [
      .set(content, changing: nil), .expire("s"), .set(content, changing: "s"),
    ]
    let outcomes = try await outcomes(of: orders, keeper)
    #expect(outcomes.map(\.order) == orders)
    #expect(
      outcomes.map(\.result) == [
        .success("s-1"), .failure(.http(status: 404, message: "silence not found")),
        .success("s-1"),
      ]
    )
    #expect(
      keeper.calls == [
        .setSilence(content, changing: nil), .expireSilence("s"),
        .setSilence(content, changing: "s"),
      ]
    )
  }

  @Test func withoutAKeeperNothingIsDone() async throws {
    let outcome = try await outcomes(of: [.expire("s")], nil).first
    #expect(outcome?.result == .failure(.misconfigured("goldtop only reads")))
  }
}
