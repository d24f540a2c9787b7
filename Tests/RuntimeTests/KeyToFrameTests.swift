import Dashboard
import Runtime
import Screen
import Signals
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

  /// A frame looks at no more of an answer than can be shown: of a fleet's thousands of series each is
  /// asked for its labels once when it is taken in, and never again.
  @Test func aFrameCostsTheSameHoweverManySeriesThereAre() throws {
    func lines(_ count: Int) throws -> (lines: Int, figures: Int, facts: [String]) {
      var settings = DashboardSettings()
      settings.ownPanels = [
        OwnPanel(
          id: "own",
          title: "Fleet",
          unit: .count,
          lines: [OwnPanel.Line(expression: "up", legend: "")]
        )
      ]
      var model = Model(settings: settings, size: Size(120, 36), now: at(1_000_000))
      _ = model.start()
      _ = model.update(.tick(at(1_000_002)))
      for poll in model.plan.polls where poll.id.text.hasPrefix("own.") {
        let labels = (0..<count).map { LabelSet(["instance": "\($0)"]) }
        let payload: Outcome.Payload =
          if case .range = poll.question {
            .matrix(labels.map { TimeSeries(labels: $0, samples: [Sample(at(1_000_000), 1)]) })
          } else {
            .vector(labels.map { VectorSample(labels: $0, timestamp: at(1_000_000), value: 1) })
          }
        _ = model.update(
          .outcome(Outcome(poll, at: at(1_000_002), .success(Outcome.Answered(payload))))
        )
      }
      let panel = try #require(PanelCatalog.panels(for: settings).first { $0.id == "own" })
      let content = model.content(of: panel)
      return (content.chart?.lines.count ?? 0, content.headline.count, content.facts.map(\.text))
    }
    let few = try lines(3)
    #expect(few == (3, 3, []))
    let many = try lines(10_000)
    #expect(many == (100, 100, ["9900 more series"]))
  }
}
