import Dashboard
import Runtime
import Screen
import Telemetry
import TestSupport
import Testing

/// The real dashboard in the loop, with servers that behave as a test says.
@MainActor
@Suite(.timeLimit(.minutes(20)))
struct ModelLoopTests {
  private let clock = ManualClock()
  private let inbox = EventInbox()
  private let presenter = RecordingPresenter()
  private let lines = ScriptedState<[String]>([])

  private func loop(_ source: ScriptedSource) -> DashboardLoop<Model> {
    let (clock, lines) = (clock, lines)
    let environment = RuntimeEnvironment(
      clock: clock,
      now: { at(1_000_000) + clock.now.offset },
      seed: 1,
      logLine: { line in lines.change { $0.append(line) } }
    )
    return DashboardLoop(
      Model(settings: DashboardSettings(), size: Size(120, 36), now: environment.now()),
      DashboardLoop<Model>.Connections(
        environment: environment,
        inbox: inbox,
        presenter: presenter,
        sources: PollSources(metrics: source, alerts: source)
      )
    )
  }

  private func text(_ grid: Grid) -> String {
    (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  /// A busy service: each expression has one series, on a server that never fails.
  private nonisolated static func healthy(_ call: ScriptedCall) -> ScriptedReply? {
    switch call {
    case .instant(let query):
      ScriptedReply(
        .vector([
          VectorSample(
            labels: LabelSet(["__name__": "http_requests_total"]),
            timestamp: query.time ?? at(1_000_000),
            value: 1
          )
        ])
      )
    case .range(let query): ScriptedReply(.matrix(ramp(query)))
    case .labelValues, .metadata, .targets, .alerts, .rules, .silences, .setSilence,
      .expireSilence:
      ScriptedReply.nothing(to: call)
    }
  }

  /// Drives the clock second by second until a condition holds.
  private func seconds(until isMet: () -> Bool) async throws {
    while !isMet() {
      let next = Duration.seconds(clock.now.offset.components.seconds + 1) + .milliseconds(2)
      try await clock.sleeper(until: next)
      clock.advance(to: next)
      try await clock.sleeper(until: next + .seconds(1))
      // The clock of the screen needs no thread of the pool, and would leave behind on a busy one what
      // this second has started: a request goes through a dozen jobs there.
      for _ in 0..<20 { await Task.detached {}.value }
    }
  }

  /// No time passes at all, so that nothing but the key can have brought the frame.
  @Test func helpOpensThoughEveryRequestHangs() async throws {
    let source = ScriptedSource()
    let loop = loop(source)
    async let ending = loop.run()
    try await source.hanging(count: 5)
    let before = presenter.frames.count
    inbox.send(.key(.character("?")))
    let frames = try await presenter.frames(atLeast: before + 1)
    #expect(frames.last.map(text)?.contains("quit") == true)
    #expect(clock.now.offset == .zero)
    #expect(!source.hanging.isEmpty)
    inbox.send(.key(.escape))
    inbox.send(.key(.character("q")))
    #expect(await ending == .quit)
    #expect(source.hanging.isEmpty)
    #expect(presenter.acts.last == .finish)
  }

  @Test func aRestartInTheMiddleGoesFromFreshToFailedToFresh() async throws {
    let source = ScriptedSource(rule: Self.healthy)
    let loop = loop(source)
    async let ending = loop.run()
    try await seconds { !loop.state.world.readings.isEmpty && loop.state.isSettled }
    #expect(loop.state.isSettled)

    source.follow { _ in ScriptedReply(failing: .unreachable("connection refused")) }
    try await seconds { states(loop).allSatisfy { $0 == "failed" } }
    #expect(Set(states(loop)) == ["failed"])
    #expect(loop.state.world.readings.values.allSatisfy { $0.reading.held != nil })

    source.follow(Self.healthy)
    try await seconds { states(loop).allSatisfy { $0 == "fresh" } }
    #expect(Set(states(loop)) == ["fresh"])
    #expect(gaps(loop).isEmpty)
    #expect(lines.value.contains { $0.hasSuffix(" back prometheus") })
    inbox.send(.terminated)
    #expect(await ending == .terminated)
  }

  /// The states of what has had an answer of some kind.
  private func states(_ loop: DashboardLoop<Model>) -> [String] {
    loop.state.world.readings.values.map { reading in
      switch reading.state(at: loop.state.world.now) {
      case .waiting: "waiting"
      case .fresh, .missing: "fresh"
      case .stale: "stale"
      case .failed: "failed"
      }
    }
  }

  /// Neighbours in a series that are further apart than the others.
  private func gaps(_ loop: DashboardLoop<Model>) -> [Duration] {
    loop.state.world.readings.values.flatMap(\.matrix).flatMap { series in
      let distances = zip(series.samples, series.samples.dropFirst())
        .map { $1.timestamp - $0.timestamp }
      return distances.filter { $0 != distances.first }
    }
  }
}
