import Reports
import Telemetry
import Testing

/// What a month says of alerting rules.
@Suite struct AlertTuningTests {
  private static let step = Duration.seconds(300)
  private static let window = Stretch(
    from: Timestamp(seconds: 0),
    to: Timestamp(seconds: 30 * 86_400)
  )

  private static func rule(_ name: String, _ expression: String = "vector(1)") -> AlertRule {
    AlertRule(name: name, group: "g", expression: expression, holdFor: .seconds(600))
  }

  /// Points of five minutes over 30 days.
  private func series(_ value: (Int) -> Double) -> TimeSeries {
    TimeSeries(
      samples: (1...8640).map { Sample(Timestamp(seconds: Double($0) * 300), value($0)) }
    )
  }

  private func history(
    _ expression: String,
    _ value: (Int) -> Double
  ) throws -> ThresholdHistory {
    let threshold = try #require(AlertThreshold(rule: expression))
    return try #require(
      ThresholdHistory(
        threshold,
        holdFor: .seconds(600),
        [series(value)],
        step: Self.step,
        over: Self.window
      )
    )
  }

  @Test func thresholdsAreTakenOutOfRules() throws {
    let ratio = try #require(AlertThreshold(rule: "sum(rate(a[5m])) / sum(rate(b[5m])) > 0.05"))
    #expect(ratio.measured == "sum(rate(a[5m])) / sum(rate(b[5m]))")
    #expect(ratio.bound == 0.05 && ratio.isUpper)
    #expect(AlertThreshold(rule: "(free < 10)")?.isUpper == false)
    #expect(AlertThreshold(rule: "up == 0") == nil)
    #expect(AlertThreshold(rule: "a > b") == nil)
    #expect(AlertThreshold(rule: "vector(1)") == nil)
    #expect(AlertThreshold(rule: "nonsense(") == nil)
  }

  @Test func firingsCountOnlyWhatLastsAsLongAsTheRuleDemands() throws {
    // Two points of five minutes last ten minutes, one lasts five.
    let history = try history("x > 5") { [100, 101, 500].contains($0) ? 9 : 1 }
    #expect(history.firings(at: 5) == 1)
    #expect(history.firings(at: 9) == 0)
    #expect(history.quantile(1) == 9 && history.quantile(0.5) == 1)
  }

  @Test func anAlertThatFiresTooOftenGetsABoundThatIsPassedSeldom() throws {
    // Every six hours it goes to 6 for ten minutes, and twice to 50.
    let history = try history("x > 5") { point in
      if [1000, 1001, 5000, 5001].contains(point) { return 50 }
      return point % 72 < 2 ? 6 : 1
    }
    #expect(history.firings(at: 5) > 100)
    let proposal = try #require(history.proposal())
    #expect(proposal == 6 && history.firings(at: proposal) <= 4)
  }

  @Test func anAlertThatIsFarFromItsBoundGetsACloserOne() throws {
    let history = try history("x > 100") { $0 % 2 == 0 ? 1 : 2 }
    #expect(history.proposal() == 2)
    let near = try self.history("x > 3") { $0 % 2 == 0 ? 1 : 2 }
    #expect(near.proposal() == nil)
  }

  @Test func aBoundThatNothingCanPassIsNoProposal() throws {
    // Ten minutes of each six hours it is above the last bucket, where it shows the bound of that.
    let value: (Int) -> Double = { $0 % 72 < 2 ? 10 : 0.1 + Double($0 % 7) / 100 }
    let capped = try history("histogram_quantile(0.95, sum by (le) (rate(x[5m]))) > 2", value)
    #expect(capped.firings(at: 2) > 100)
    #expect(capped.proposal() == nil && capped.isCapped)
    // Of what is no quantile nobody knows that it ends there.
    let free = try history("x > 2", value)
    #expect(free.proposal() == 10 && !free.isCapped)
    let rule = Self.rule("Slow", "histogram_quantile(0.95, sum by (le) (rate(x[5m]))) > 2")
    let tuning = AlertTuning(
      [rule],
      AlertActivity([], over: Self.window, step: .seconds(60), in: .utc),
      histories: [rule: capped],
      silences: nil
    )
    let section = tuning.section(known: Self.window.length)
    guard case .table(let table) = try #require(section.blocks.last) else { return }
    let column = try #require(table.columns.firstIndex { $0.id == "proposal" })
    #expect(table.rows.map { $0[column] } == [.text("none")])
    #expect(section.remarks.contains { $0.contains("highest bucket") })
  }

  @Test func rulesAreToldByWhatTheyDid() {
    func alert(_ name: String, _ minutes: [Int]) -> FiredAlert {
      let episodes = minutes.map { minute in
        let start = Timestamp(seconds: Double(minute) * 60)
        return Episode(from: start, to: start + .seconds(600))
      }
      return FiredAlert(labels: LabelSet(["alertname": name]), episodes: episodes)
    }
    let whole = FiredAlert(
      labels: LabelSet(["alertname": "On"]),
      episodes: [
        Episode(from: Self.window.start, to: Self.window.end, isOlder: true, isOngoing: true)
      ]
    )
    let activity = AlertActivity(
      [whole, alert("Flaps", Array(stride(from: 0, to: 12_000, by: 1000))), alert("Once", [5])],
      over: Self.window,
      step: .seconds(60),
      in: .utc
    )
    let tuning = AlertTuning(
      ["On", "Flaps", "Once", "Never"].map { Self.rule($0) },
      activity,
      histories: [:],
      silences: nil
    )
    let known = Self.window.length
    #expect(tuning.verdict(Self.rule("On"), known: known) == .always)
    #expect(tuning.verdict(Self.rule("Flaps"), known: known) == .flapping)
    #expect(tuning.verdict(Self.rule("Once"), known: known) == .fired)
    #expect(tuning.verdict(Self.rule("Never"), known: known) == .never)
  }

  @Test func silencesOfAllAlertsOfARuleAreCountedOnce() throws {
    let episode = Episode(from: Self.window.start, to: Self.window.start + .seconds(600))
    let labels = ["a", "b"].map { LabelSet(["alertname": "Loud", "instance": $0]) }
    let alerts = labels.map { FiredAlert(labels: $0, episodes: [episode]) }
    let tuning = AlertTuning(
      [Self.rule("Loud"), Self.rule("Never")],
      AlertActivity(alerts, over: Self.window, step: .seconds(60), in: .utc),
      histories: [:],
      silences: [labels[0]: ["one", "two"], labels[1]: ["two"]]
    )
    let section = tuning.section(known: Self.window.length)
    guard case .table(let table) = try #require(section.blocks.first) else { return }
    let column = try #require(table.columns.firstIndex { $0.id == "silenced" })
    #expect(table.rows.map { $0[column] } == [.count(2), .count(0)])
    #expect(section.remarks.contains { $0.contains("Alertmanager forgets") })
  }
}
