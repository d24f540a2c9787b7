import Dashboard
import Runtime
import Screen
import Telemetry
import TestSupport
import Testing

/// What runs between a key and its frame, counted and not timed.
@MainActor
@Suite(.timeLimit(.minutes(20)))
struct KeyToFrameTests {
  private let clock = ManualClock()
  private let inbox = EventInbox()
  private let presenter = RecordingPresenter()

  private func loop<State: DashboardState>(
    _ state: State,
    _ sources: PollSources
  ) -> DashboardLoop<State> {
    let clock = clock
    return DashboardLoop(
      state,
      DashboardLoop<State>.Connections(
        environment: RuntimeEnvironment(
          clock: clock,
          now: { at(1_000_000) + clock.now.offset },
          seed: 1
        ),
        inbox: inbox,
        presenter: presenter,
        sources: sources
      )
    )
  }

  /// Decoding takes for ever on the thread of the connections, as that of a huge answer does, and
  /// every key has its frame all the same.
  @Test func decodingHoldsNoKey() async throws {
    let thread = ThreadExecutor()
    let source = BlockedSource()
    let polls = (0..<6).map { Poll.range("p\($0)") }
    var state = CountingState(polls)
    state.size = Size(300, 1)
    let loop = loop(state, PollSources(metrics: source, executor: thread))
    async let ending = loop.run()
    try await source.held(atLeast: 1)
    var keys = ""
    for number in 0..<200 {
      keys.append(Character(Unicode.Scalar(UInt8(97 + number % 10))))
      if let last = keys.last { inbox.send(.key(.character(last))) }
      let wanted = "keys=\(keys) outcomes=0 "
      try await presenter.frame { $0.text(row: 0).hasPrefix(wanted) }
    }
    // Nothing was decoded meanwhile, and no time has passed.
    #expect(source.held == 1)
    #expect(clock.now.offset == .zero)
    source.release()
    inbox.send(.key(.character("q")))
    #expect(await ending == .quit)
    await thread.shutdown()
  }

  /// However many answers wait, a key that comes while one is taken in is drawn before the next.
  @Test func noAnswerIsTakenInBetweenAKeyAndItsFrame() async throws {
    let inbox = inbox
    let outcome = Outcome(.instant("a"), at: at(0), .failure(.notReady("x")))
    var state = CountingState()
    state.onOutcome = { count in
      if count % 50 == 0 { inbox.send(.key(.character("x"))) }
    }
    let loop = loop(state, PollSources(metrics: ScriptedSource()))
    async let ending = loop.run()
    try await presenter.frames(atLeast: 1)
    for _ in 0..<500 { inbox.send(.outcome(outcome)) }
    for number in 1...10 {
      let keys = String(repeating: "x", count: number)
      let frame = try await presenter.frame { $0.text(row: 0).hasPrefix("keys=\(keys) ") }
      #expect(frame?.text(row: 0).hasPrefix("keys=\(keys) outcomes=\(number * 50) ") == true)
    }
    inbox.send(.key(.character("q")))
    #expect(await ending == .quit)
  }

  /// Each answer is there before the last one is taken in, as where all cores are busy decoding.
  @Test func answersThatDoNotEndHoldNoFrame() async throws {
    let (inbox, clock) = (inbox, clock)
    let outcome = Outcome(.instant("a"), at: at(0), .failure(.notReady("x")))
    var state = CountingState()
    state.onOutcome = { _ in
      inbox.send(.outcome(outcome))
      clock.advance(by: .milliseconds(50))
    }
    let loop = loop(state, PollSources(metrics: ScriptedSource()))
    async let ending = loop.run()
    try await presenter.frames(atLeast: 1)
    inbox.send(.outcome(outcome))
    let frames = try await presenter.frames(atLeast: 4)
    #expect(frames.last?.text(row: 0).contains("outcomes=0") == false)
    inbox.send(.key(.character("q")))
    #expect(await ending == .quit)
  }
}
