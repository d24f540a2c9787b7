import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// No number without its state: the five of them, through time.
@Suite struct ReadingStatesTests {
  @Test func aPanelWaitsUntilItIsAnswered() {
    var desk = Desk()
    desk.answer()
    #expect(desk.state("traffic") == .waiting)
    #expect(desk.content("traffic")?.headline.first?.text == "…")
    desk.answer { $0.id.text == "traffic" }
    #expect(desk.state("traffic") == .waiting, "its chart is still under way")
    desk.answer()
    #expect(desk.state("traffic") == .fresh)
  }

  @Test func aGoodAnswerAgesAfterTwoRefreshesAndALittle() {
    var desk = Desk.settled()
    desk.wait(.seconds(12))
    #expect(desk.state("traffic") == .fresh)
    desk.wait(.seconds(1))
    #expect(desk.state("traffic") == .stale(age: .seconds(13)))
    desk.answer()
    #expect(desk.state("traffic") == .fresh)
  }

  @Test func aFailureKeepsTheLastDataWithItsAge() {
    var desk = Desk.settled()
    let before = desk.content("traffic")
    desk.wait(.seconds(7))
    desk.fail(.http(status: 500, message: "oops"))
    #expect(desk.state("traffic") == .failed(.http(status: 500, message: "oops"), age: .seconds(7)))
    #expect(desk.content("traffic")?.headline.first?.value == before?.headline.first?.value)
    #expect(desk.content("traffic")?.chart == before?.chart)
    desk.wait(.seconds(3))
    desk.answer()
    #expect(desk.state("traffic") == .fresh)
  }

  @Test func aFailureBeforeAnyDataHasNone() {
    var desk = Desk()
    desk.wait(.seconds(1))
    desk.fail(.timedOut(after: .seconds(10)))
    #expect(desk.state("latency") == .failed(.timedOut(after: .seconds(10)), age: nil))
    #expect(desk.content("traffic")?.headline.first?.value == nil)
    #expect(desk.content("traffic")?.headline.first?.text == "–")
  }

  @Test func anEmptyAnswerIsMissingAndNotZero() {
    var desk = Desk.settled()
    desk.answer("traffic", .vector([]))
    #expect(desk.state("traffic") == .missing("no rate of http_requests_total yet"))
    #expect(desk.content("traffic")?.headline.first?.value == nil)
  }

  @Test func nothingDividedByNothingIsIdle() {
    var desk = Desk.settled()
    desk.answer("error_ratio", .vector([VectorSample(timestamp: desk.now, value: .nan)]))
    let figure = desk.content("errors")?.headline.first
    #expect(figure?.text == "idle")
    #expect(figure?.severity == nil)
    #expect(desk.state("errors") == .fresh)
  }

  @Test func anAnswerToASupersededQuestionIsIgnored() throws {
    var desk = Desk.settled()
    let old = try #require(desk.poll("traffic.range"))
    desk.press("-")
    let before = desk.content("traffic")
    #expect(desk.poll("traffic.range") != old)
    let late = Outcome.Answered(.matrix([TimeSeries(samples: [Sample(desk.now, 1e6)])]))
    desk.send(.outcome(Outcome(old, at: desk.now, .success(late))))
    #expect(desk.content("traffic") == before)
    desk.send(.outcome(Outcome(old, at: desk.now, .failure(.timedOut(after: .seconds(1))))))
    #expect(desk.content("traffic") == before)
  }

  @Test func cancelledIsNoFailure() {
    var desk = Desk.settled()
    desk.fail(.cancelled)
    #expect(desk.state("traffic") == .fresh)
    #expect(desk.model.health[.prometheus]?.state == .up)
  }

  @Test func aDeadServiceIsStaleThoughItsServerAnswers() {
    var desk = Desk.settled(SimulatedShop(sampleAge: .seconds(190)))
    #expect(desk.state("traffic") == .stale(age: .seconds(190)))
    #expect(desk.state("latency") == .stale(age: .seconds(190)))
    desk.shop.sampleAge = .seconds(4)
    desk.answer()
    #expect(desk.state("traffic") == .fresh)
  }

  @Test(arguments: [(5, 45, true), (5, 46, false), (60, 240, true), (60, 241, false)])
  func lostScrapesAreForgiven(scrape: Int, age: Int, isFresh: Bool) {
    let desk = Desk.settled(
      SimulatedShop(scrapeInterval: .seconds(scrape), sampleAge: .seconds(age))
    )
    #expect(desk.state("traffic") == (isFresh ? .fresh : .stale(age: .seconds(age))))
  }

  @Test func aServiceThatDiesBehindAFullScreenIsNoticed() {
    var desk = Desk.settled()
    desk.press("Tab f")
    desk.shop.sampleAge = .seconds(120)
    desk.answer()
    #expect(desk.state("latency") == .stale(age: .seconds(120)))
  }

  @Test func warningsOfTheServerAreShownUntilTheyEnd() {
    var desk = Desk.settled(SimulatedShop(warnings: ["partial: store gone"]))
    #expect(desk.content("errors")?.warnings == ["partial: store gone"])
    desk.shop.warnings = []
    desk.answer()
    #expect(desk.content("errors")?.warnings == [])
  }

  @Test func aSkewedClockIsToldAndWindowsFollowTheServer() {
    let desk = Desk.settled(SimulatedShop(clockSkew: .seconds(95)))
    #expect(desk.model.serverNow >= desk.now + .seconds(94))
    #expect(desk.model.serverNow <= desk.now + .seconds(96))
    #expect(desk.row(0).contains("clock +1m"))
    let fine = Desk.settled(SimulatedShop(clockSkew: .seconds(3)))
    #expect(fine.model.serverNow == fine.now)
    #expect(!fine.row(0).contains("clock"))
  }

  @Test func healthTellsARefusalFromAnErrorOfTheQuery() {
    var desk = Desk.settled()
    desk.fail(.api(type: "execution", message: "too many samples")) { $0.id.text == "traffic" }
    #expect(desk.model.health[.prometheus]?.state == .up)
    desk.fail(.unreachable("refused"), retryAfter: .seconds(8)) { $0.id.text == "traffic" }
    #expect(desk.model.health[.prometheus]?.state == .down(.unreachable("refused")))
    #expect(desk.row(0).contains("✗ down"))
    #expect(desk.row(0).contains("retry 8s"))
  }

  @Test func aDashboardIsSettledWhenEveryPollHasSpoken() {
    var desk = Desk()
    #expect(!desk.model.isSettled)
    desk.answer()
    #expect(!desk.model.isSettled)
    desk.answer { $0.id.text != "traffic" }
    #expect(!desk.model.isSettled)
    desk.fail(.timedOut(after: .seconds(1))) { $0.id.text == "traffic" }
    #expect(desk.model.isSettled)
    #expect(SnapshotVerdict(desk.model) == .unanswered)
    #expect(SnapshotVerdict.reason(desk.model)?.hasSuffix("no answer within 1s") == true)
  }

  @Test func theVerdictFollowsAlertsThresholdsAndServers() {
    #expect(SnapshotVerdict(Desk().model) == .unanswered)
    #expect(SnapshotVerdict(Desk.settled().model) == .fine)
    #expect(SnapshotVerdict(Desk.settled(SimulatedShop(isIncident: true)).model) == .alarming)
  }

  @Test func widthsOfBucketsAreTold() {
    let calm = Desk.settled().content("latency")?.headline.map(\.text)
    #expect(calm == ["36 ms", "100–250 ms", "474 ms"])
    let bad = Desk.settled(SimulatedShop(isIncident: true)).content("latency")?.headline.map(\.text)
    #expect(bad == ["72 ms", "1–2.5 s", "1–2.5 s"])
  }

  @Test func beyondTheLastBucketOnlyALowerBoundIsTold() {
    var desk = Desk.settled()
    let buckets = [("0.1", 1.0), ("10", 2), ("+Inf", 9)].map {
      VectorSample(labels: LabelSet(["le": $0.0]), timestamp: desk.now, value: $0.1)
    }
    desk.answer("latency_buckets", .vector(buckets))
    #expect(desk.content("latency")?.headline.map(\.text) == ["≥ 10 s", "≥ 10 s", "≥ 10 s"])
    #expect(desk.content("latency")?.severity == .critical)
    // So it is under the cursor, in a chart whose points end there.
    let chart = desk.content("latency")?.chart
    #expect(chart?.text(10) == "≥ 10 s" && chart?.text(9.99) == "9.99 s")
  }

  @Test func trafficIsComparedWithAnHourAgo() {
    func fact(_ before: Double) -> String? {
      var desk = Desk.settled()
      desk.answer("traffic", .vector([VectorSample(timestamp: desk.now, value: 150)]))
      desk.answer("traffic_1h_ago", .vector([VectorSample(timestamp: desk.now, value: before)]))
      return desk.content("traffic")?.facts.first?.text
    }
    #expect(fact(120) == "+25 % vs 1 h ago")
    #expect(fact(200) == "-25 % vs 1 h ago")
    #expect(fact(150.1) == "0 % vs 1 h ago")
    #expect(fact(0) == "idle 1 h ago")
    #expect(fact(0.5) == "300× 1 h ago")
    #expect(fact(.nan) == "idle 1 h ago")
  }
}
