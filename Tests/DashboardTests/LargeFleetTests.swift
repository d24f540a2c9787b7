import Dashboard
import Screen
import Signals
import Telemetry
import Testing

/// Fleets with thousands of alerts and targets: what is taken in and drawn stays right.
@Suite struct LargeFleetTests {
  private func alert(_ number: Int, _ state: Alert.State, extra: Bool = false) -> Alert {
    var labels = ["alertname": "InstanceDown", "instance": "i\(number)", "severity": "critical"]
    if extra { labels["cluster"] = "eu" }
    return Alert(labels: LabelSet(labels), state: state, activeAt: SimulatedShop.now)
  }

  /// Five thousand alerts of one name, half of which an Alertmanager keeps quiet; compared each with
  /// each that would be twelve million pairs of label sets.
  @Test func alertsOfOneNameFindTheirSilences() {
    let alerts = (0..<5000).map { alert($0, .firing) }
    let silenced = stride(from: 0, to: 5000, by: 2).map {
      alert($0, .suppressed(silenced: true, inhibited: false), extra: true)
    }
    let alone = alert(9999, .suppressed(silenced: true, inhibited: false), extra: true)
    let board = AlertBoard(alerts: alerts, rules: [], suppressions: silenced + [alone])
    #expect(board.firing.count == 2500)
    #expect(board.suppressed.count == 2501)
    let odd = Set(stride(from: 1, to: 5000, by: 2).map { "i\($0)" })
    #expect(Set(board.firing.compactMap { $0.labels["instance"] }) == odd)
  }

  @Test func theStripCountsThemAndStaysALine() {
    var desk = Desk.settled(size: Size(120, 36))
    desk.answer("alerts", .alerts((0..<5000).map { alert($0, .firing) }))
    #expect(desk.row(1).contains("5000 firing InstanceDown ×5000"))
    let names = (0..<5000).map { number in
      Alert(
        labels: LabelSet(["alertname": "A\(number)"]),
        state: .firing,
        activeAt: SimulatedShop.now
      )
    }
    desk.answer("alerts", .alerts(names))
    #expect(desk.row(1).contains("5000 firing A"))
    #expect(desk.row(1).contains("…"))
  }

  @Test func ofAFleetsTargetsTheFirstThatIsDownIsNamed() {
    var desk = Desk.settled(size: Size(120, 36))
    let targets = (0..<5000).reversed().map { number in
      ScrapeTarget(labels: LabelSet(["job": "j\(10_000 + number)"]), health: .down)
    }
    desk.answer("targets", .targets(targets))
    #expect(desk.row(1).contains("targets 0/5000 (j10000 and 4999 more down"))
  }

  /// A frame looks at no more of an answer than can be shown, however many series it has.
  @Test(arguments: [(3, 3, []), (10_000, 100, ["9900 more series"])])
  func aPanelHasNoMoreLinesThanCanBeToldApart(
    _ series: Int,
    _ shown: Int,
    _ facts: [String]
  ) {
    var settings = Desk.settings
    settings.ownPanels = [
      OwnPanel(
        id: "own",
        title: "Fleet",
        unit: .count,
        lines: [OwnPanel.Line(expression: "up", legend: "")]
      )
    ]
    var desk = Desk.settled(SimulatedShop(), settings)
    let labels = (0..<series).map { LabelSet(["instance": "\($0)"]) }
    let now = desk.now
    desk.answer(
      "own.own.0",
      .vector(labels.map { VectorSample(labels: $0, timestamp: now, value: 1) })
    )
    desk.answer(
      "own.own.0.range",
      .matrix(labels.map { TimeSeries(labels: $0, samples: [Sample(now, 1)]) })
    )
    let content = desk.content("own")
    #expect(content?.chart?.lines.count == shown)
    #expect(content?.headline.count == shown)
    #expect(content?.facts.map(\.text) == facts)
  }
}
