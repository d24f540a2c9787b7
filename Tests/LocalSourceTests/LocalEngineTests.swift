import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

@Suite struct LocalEngineTests {
  private func engine(_ options: EvaluationOptions = EvaluationOptions()) throws -> LocalEngine {
    let text = (0...60).map { "requests_total{code=\"200\"} \($0 * 10) \($0 * 5)\n" }.joined()
    let store = try MetricsFile.read(Array(text.utf8), now: Timestamp(seconds: 300))
    return LocalEngine(
      store: store,
      rules: RuleBook(try RuleFile.defaults().groups, store: store),
      options: options,
      now: { Timestamp(seconds: 300) }
    )
  }

  @Test func anInstantQueryIsAnswered() async throws {
    let engine = try engine()
    let answer = try await engine.instant(
      InstantQuery("rate(requests_total[1m])", deadline: .seconds(10))
    )
    #expect(
      answer.value == [
        VectorSample(
          labels: LabelSet(["code": "200"]),
          timestamp: Timestamp(seconds: 300),
          value: 2
        )
      ]
    )
    let scalar = try await engine.instant(
      InstantQuery("scalar(requests_total)", at: Timestamp(seconds: 100), deadline: .seconds(10))
    )
    #expect(scalar.value == [VectorSample(timestamp: Timestamp(seconds: 100), value: 200)])
  }

  @Test func theIndexSaysNamesAndValuesOfTheSeriesThatMatch() async throws {
    let engine = try engine()
    func values(
      _ name: String,
      _ selectors: [String],
      from start: Double = 0
    ) async throws
      -> [String]
    {
      let search = SeriesSearch(
        selectors,
        from: Timestamp(seconds: start),
        to: Timestamp(seconds: start + 300),
        deadline: .seconds(10)
      )
      return try await engine.labelValues(of: name, search).value
    }
    #expect(try await values("__name__", []) == ["requests_total"])
    #expect(try await values("code", ["requests_total", "other"]) == ["200"])
    #expect(try await values("code", [#"requests_total{code!="200"}"#, "other"]) == [])
    #expect(try await values("absent", []) == [])
    #expect(try await values("code", ["requests_total"], from: 400) == [], "of another time")
    await #expect(throws: SourceError.self) { _ = try await values("code", ["rate(x[5m])"]) }
    await #expect(throws: SourceError.self) { _ = try await values("code", ["{"]) }
  }

  @Test func aRangeQueryIsAnswered() async throws {
    let answer = try await engine().range(
      RangeQuery(
        "requests_total",
        from: Timestamp(seconds: 100),
        to: Timestamp(seconds: 110),
        step: .seconds(5),
        deadline: .seconds(10)
      )
    )
    #expect(answer.value.first?.samples.map(\.value) == [200, 210, 220])
  }

  @Test(arguments: [
    ("sum(", "bad_data", "1:5: parse error"),
    ("requests_total[5m]", "bad_data", "neither an instant vector"),
    ("requests_total + on() group_left() {__name__=~\".+\"}", "execution", ""),
    ("label_replace(requests_total, \"a\", \"$1\", \"b\", \"(\")", "", ""),
  ])
  func errorsHaveTheTypesOfPrometheus(
    _ expression: String,
    _ type: String,
    _ words: String
  )
    async throws
  {
    let engine = try engine()
    do throws(SourceError) {
      _ = try await engine.instant(InstantQuery(expression, deadline: .seconds(10)))
      #expect(type == "execution", "no error")
    } catch {
      guard case .api(let found, let message) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(type.isEmpty || found == type)
      #expect(message.contains(words))
    }
  }

  @Test func tooManyPointsAreRefused() async throws {
    let engine = try engine()
    let error = await #expect(throws: SourceError.self) {
      try await engine.range(
        RangeQuery(
          "requests_total",
          from: Timestamp(seconds: 0),
          to: Timestamp(seconds: 12_000),
          step: .seconds(1),
          deadline: .seconds(10)
        )
      )
    }
    guard case .api("bad_data", let message) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(message.hasPrefix("exceeded maximum resolution of 11,000 points"))
  }

  @Test func aQueryEndsAtItsDeadline() async throws {
    let error = await #expect(throws: SourceError.self) {
      try await engine().instant(
        InstantQuery("sum_over_time(requests_total[300s:1ms])", deadline: .zero)
      )
    }
    guard case .api("timeout", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func rulesAndTargetsAreTold() async throws {
    let engine = try engine()
    engine.board.post(ScrapeTarget(labels: .empty, health: .up), number: 1)
    engine.board.post(ScrapeTarget(labels: .empty, health: .down), number: 0)
    #expect(try await engine.targets(deadline: .seconds(1)).value.map(\.health) == [.down, .up])
    #expect(try await engine.alertRules(deadline: .seconds(1)).value.count == 6)
    engine.rules?.evaluate(at: Timestamp(seconds: 300))
    let alerts = try await engine.alerts(deadline: .seconds(1))
    #expect(alerts.value.isEmpty)
    let held = engine.store.status
    #expect(alerts.receipt.holding?.series == held.series && held.series > 0)
    let reach = try #require(held.newest) - #require(held.oldest)
    #expect(alerts.receipt.holding?.reach == reach && reach > .zero)
    #expect(
      try await engine.alertRules(deadline: .seconds(1)).value.allSatisfy { $0.health == .ok }
    )
  }

  @Test func aDriveScrapesAndEvaluates() async throws {
    try await FakeServer.run(handler: { _ in .text("temperature 40\n") }) { server in
      let clock = ManualClock()
      let start = Timestamp(seconds: 1_795_343_060)
      let store = SeriesStore()
      let rules = try RuleFile(
        yaml: "groups: [{name: g, rules: [{alert: Hot, expr: temperature > 30}]}]"
      )
      let now: @Sendable () -> Timestamp = { start + clock.now.offset }
      let engine = LocalEngine(store: store, rules: RuleBook(rules.groups, store: store), now: now)
      let drive = try EngineDrive(
        engine,
        targets: [try ScrapeAddress(server.url), try ScrapeAddress("other=" + server.url)],
        clock: clock,
        now: now
      )
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await drive.run() }
        await server.wait { $0.requests.count >= 2 }
        while try await engine.alerts(deadline: .seconds(1)).value.count < 2 {
          // Only while nobody is at work: two scrapers and a group of rules.
          let deadlines = clock.deadlines
          if deadlines.count == 3 { clock.advance(to: deadlines[0]) }
          try Task.checkCancellation()
          await Task.yield()
        }
        group.cancelAll()
      }
      let targets = try await engine.targets(deadline: .seconds(1)).value
      #expect(targets.map { $0.labels["job"] } == ["local", "other"])
      #expect(targets.allSatisfy { $0.health == .up })
    }
  }
}
