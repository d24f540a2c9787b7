import Dashboard
import Logs
import Screen
import Telemetry
import TestSupport
import Testing

/// Values, moments and counts of any size in every answer: all is drawn, and nothing ends the process.
@Suite struct HostileNumberTests {
  @Test(arguments: UInt64(0)..<12)
  func answersOfAnyNumberAreDrawn(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let sizes = [Size(120, 36), Size(80, 24), Size(40, 12), Size(200, 60), Size(10, 3)]
    var desk = Desk.following(5, size: sizes[Int(seed) % sizes.count])
    for _ in 0..<6 {
      for poll in desk.model.plan.polls where random.chance() {
        var answered = Outcome.Answered(random.payload(for: poll))
        answered.receipt.serverDate = random.chance() ? nil : random.moment()
        answered.receipt.elapsed = random.span()
        desk.send(.outcome(Outcome(poll, at: desk.now, .success(answered))))
      }
      let entries = (0..<3).map { _ in
        ShopLines.entry("backend", #"{"level":"error","took":"9e300s"}"#, random.moment())
      }
      desk.bring(.news(.entries(entries.sorted { $0.timestamp < $1.timestamp })))
      desk.bring(.counts(random.counts()))
      desk.press(Self.keys[Int.random(in: Self.keys.indices, using: &random)])
      desk.wait(.seconds(1))
      #expect(desk.model.view().size == desk.model.size)
    }
  }

  private static let keys = [
    "", "1", "2", "3", "4", "5", "6", "7", "Tab f", "f", "Escape", "c", "Left", "Right", "[", "]",
    "+", "-", "v", "D", "7 Enter", "7 R", "7 o", "G", "Shift-Tab f", "t", "z", "Home", "End", "i",
  ]
}

extension SeededGenerator {
  fileprivate mutating func chance() -> Bool { Bool.random(using: &self) }

  fileprivate mutating func value() -> Double {
    let values: [Double] = [
      .nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1e19, -1e19,
      9.3e18, 0, -0.0, 1, 0.5, 1e-300, .leastNonzeroMagnitude, 42,
    ]
    return values[Int.random(in: values.indices, using: &self)]
  }

  fileprivate mutating func moment() -> Timestamp {
    switch Int.random(in: 0..<6, using: &self) {
    case 0: Timestamp(nanoseconds: .min)
    case 1: Timestamp(nanoseconds: .max)
    case 2: Timestamp(nanoseconds: Int64.random(in: .min ... .max, using: &self))
    default: SimulatedShop.now - .seconds(Int.random(in: -60..<900, using: &self))
    }
  }

  fileprivate mutating func span() -> Duration {
    switch Int.random(in: 0..<5, using: &self) {
    case 0: .nanoseconds(Int64.max)
    case 1: .nanoseconds(Int64.min)
    case 2: .zero
    default: .seconds(Int.random(in: 1..<600, using: &self))
    }
  }

  fileprivate mutating func labels() -> LabelSet {
    let bounds = ["0.1", "1", "+Inf", "NaN", "1e400", "-1"]
    let bound = bounds[Int.random(in: bounds.indices, using: &self)]
    return LabelSet(["le": bound, "model": "m\(Int.random(in: 0..<3, using: &self))"])
  }

  fileprivate mutating func alert() -> Alert {
    let states: [Alert.State] = [
      .firing, .pending, .suppressed(silenced: true, inhibited: false),
    ]
    return Alert(
      labels: labels(),
      state: states[Int.random(in: states.indices, using: &self)],
      activeAt: chance() ? nil : moment(),
      value: value()
    )
  }

  fileprivate mutating func payload(for poll: Poll) -> Poll.Payload {
    switch poll.question {
    case .instant where poll.id == .inventory:
      return SimulatedShop().answer(poll, at: SimulatedShop.now).payload
    case .instant:
      return .vector(
        (0..<4).map { _ in VectorSample(labels: labels(), timestamp: moment(), value: value()) }
      )
    case .range:
      let series = (0..<2).map { _ in
        let samples = (0..<8).map { _ in Sample(moment(), value()) }
        return TimeSeries(
          labels: labels(),
          samples: samples.sorted { $0.timestamp < $1.timestamp }
        )
      }
      return .matrix(series)
    case .lines:
      let lines = [LogEntry(timestamp: moment(), line: [])]
      return .lines(lines)
    case .labelValues: return .labelValues([])
    case .metadata: return .metadata([:])
    case .targets:
      let target = ScrapeTarget(
        labels: labels(),
        health: .up,
        lastScrape: moment(),
        scrapeInterval: span()
      )
      return .targets([target])
    case .alerts, .suppressions: return .alerts([alert(), alert(), alert()])
    case .rules:
      var rule = AlertRule(name: "", group: "", expression: "x > 1", holdFor: span())
      (rule.lastEvaluation, rule.evaluationTime) = (moment(), span())
      (rule.interval, rule.groupTime) = (span(), span())
      return .rules([rule])
    case .silences:
      let content = SilenceContent([], from: moment(), to: moment(), author: "", comment: "")
      return .silences([AlertSilence("s", content, .active), AlertSilence("t", content, .pending)])
    }
  }

  fileprivate mutating func counts() -> [LevelCount] {
    (0..<4).map { _ in LevelCount(start: moment(), lines: [.error: 1_000_000_000_000, nil: 3]) }
      .sorted { $0.start < $1.start }
  }
}
