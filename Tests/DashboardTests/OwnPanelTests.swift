import Dashboard
import Screen
import Signals
import Telemetry
import Testing

@Suite struct OwnPanelTests {
  private func desk(
    _ lines: [OwnPanel.Line],
    unit: SignalUnit = .seconds,
    changing change: (inout OwnPanel) -> Void = { _ in }
  ) -> Desk {
    var settings = Desk.settings
    settings.selector = [LabelMatcher("job", .equal, "a\"b"), LabelMatcher("env", .equal, "prod")]
    settings.ownPanels = [
      OwnPanel(
        id: "queue",
        title: "Queue",
        unit: unit,
        threshold: Threshold(warning: 5, critical: 50),
        lines: lines
      )
    ]
    change(&settings.ownPanels[0])
    return Desk.settled(SimulatedShop(), settings)
  }

  @Test func selectorAndWindowAreReplacedAndNothingElse() {
    let desk = desk([OwnPanel.Line(expression: "rate(x{$selector}[$window]) > $other + $$window")])
    #expect(
      desk.instant("own.queue.0")?.expression
        == #"rate(x{job="a\"b",env="prod"}[20s]) > $other + $20s"#
    )
    #expect(
      desk.window("own.queue.0.range")?.expression == desk.instant("own.queue.0")?.expression
    )
  }

  @Test func theRangeIsTheOneThatIsShown() {
    var desk = desk([OwnPanel.Line(expression: "increase(x[$range]) / $range_s")])
    #expect(desk.instant("own.queue.0")?.expression == "increase(x[15m]) / 900")
    desk.press("+")
    #expect(desk.instant("own.queue.0")?.expression != "increase(x[15m]) / 900")
  }

  @Test func valuesAreRowsAndAskNoRange() {
    let lines = [OwnPanel.Line(expression: "a", legend: "waiting")]
    var desk = desk(lines) { $0.form = .values }
    #expect(desk.window("own.queue.0.range") == nil)
    desk.answer("own.queue.0", .vector([VectorSample(timestamp: desk.now, value: 7)]))
    let content = desk.content("queue")
    #expect(content?.chart == nil)
    #expect(content?.headline.isEmpty == true)
    #expect(content?.rows.map(\.figure.text) == ["7.00 s"])
    #expect(content?.rows.map(\.figure.severity) == [.warning])
    #expect(content?.rows.map(\.fraction) == [nil])
  }

  @Test(arguments: [(7, 0.07), (250, 1), (-3, 0)] as [(Double, Double)])
  func aGaugeIsFullAtItsFullValue(value: Double, fraction: Double) {
    let lines = [OwnPanel.Line(expression: "a", legend: "waiting")]
    var desk = desk(lines) { panel in
      panel.form = .values
      panel.full = 100
    }
    desk.answer("own.queue.0", .vector([VectorSample(timestamp: desk.now, value: value)]))
    let row = desk.content("queue")?.rows.first
    #expect(row?.fraction == fraction)
    #expect(row?.threshold == Threshold(warning: 0.05, critical: 0.5))
  }

  @Test(
    arguments: [(0, "down"), (1, "up"), (3, "busy"), (9, "9.00 s"), (.nan, "idle")]
      as [(Double, String)]
  )
  func valuesMayHaveWords(value: Double, word: String) {
    var desk = desk([OwnPanel.Line(expression: "a")]) { panel in
      panel.form = .values
      panel.texts = [ValueText(0, 0, "down"), ValueText(1, 1, "up"), ValueText(2, 5, "busy")]
    }
    desk.answer("own.queue.0", .vector([VectorSample(timestamp: desk.now, value: value)]))
    #expect(desk.content("queue")?.rows.map(\.figure.text) == [word])
    #expect(
      desk.content("queue")?.rows.first?.figure.severity
        == (value < 5 ? .ok : value == 9 ? .warning : nil)
    )
  }

  @Test func aChartMayBeStacked() {
    let desk = desk([OwnPanel.Line(expression: "a")]) { $0.isStacked = true }
    #expect(desk.content("queue")?.chart?.isStacked == true)
  }

  @Test func anEmptyAnswerOfValuesIsMissing() {
    var desk = desk([OwnPanel.Line(expression: "a")]) { $0.form = .values }
    desk.answer("own.queue.0", .vector([]))
    #expect(desk.state("queue") == .missing("no values"))
  }

  @Test func linesAreJudgedNamedAndDrawn() {
    let desk = desk([
      OwnPanel.Line(expression: "a", legend: "waiting"), OwnPanel.Line(expression: "b"),
    ])
    let content = desk.content("queue")
    #expect(content?.state == .fresh)
    #expect(content?.headline.map(\.name) == ["waiting", "value"])
    #expect(content?.headline.first?.severity == .warning)
    #expect(content?.chart?.lines.map(\.name) == ["waiting", "value"])
    #expect(content?.queries.map(\.expression) == ["a", "a", "b", "b"])
  }

  @Test(
    arguments: [
      (.seconds, "7.1 s"), (.count, "7.1"), (.ratio, "708 %"), (.bytes, "7.1 B"),
      (.dollars, "$7.08"), (.none, "7.1"),
    ] as [(SignalUnit, String)]
  )
  func theUnitDecidesHowValuesAreWritten(unit: SignalUnit, expected: String) {
    var desk = desk([OwnPanel.Line(expression: "a")], unit: unit)
    desk.answer("own.queue.0", .vector([VectorSample(timestamp: desk.now, value: 7.08)]))
    let text = desk.content("queue")?.headline.first?.text
    #expect(text == unit.text(7.08))
    #expect(text?.first == expected.first)
  }

  @Test(arguments: [
    ("{{job}}", "api"), ("of {{ job }}, {{code}}!", "of api, 500!"), ("{{nothing}}", ""),
    ("{{job", "{{job"), ("job", "job 500 api"),
  ])
  func aLegendMayHoldLabelsAsGrafanaWritesThem(_ legend: String, _ expected: String) {
    var desk = desk([OwnPanel.Line(expression: "a", legend: legend)])
    let labels = LabelSet([
      LabelSet.Label(name: "job", value: "api"), LabelSet.Label(name: "code", value: "500"),
    ])
    desk.answer(
      "own.queue.0",
      .vector([VectorSample(labels: labels, timestamp: desk.now, value: 1)])
    )
    #expect(desk.content("queue")?.headline.map(\.name) == [expected])
  }

  @Test func anEmptyAnswerIsMissing() {
    var desk = desk([OwnPanel.Line(expression: "a")])
    desk.answer("own.queue.0", .vector([]))
    #expect(desk.content("queue")?.headline.map(\.text) == ["–"], "the chart has points still")
    desk.answer("own.queue.0.range", .matrix([]))
    #expect(desk.state("queue") == .missing("no values"))
  }

  @Test func seriesOfOneLineGoByTheirLabels() {
    var desk = desk([OwnPanel.Line(expression: "a", legend: "q")])
    let samples = ["high", "low"].map {
      VectorSample(labels: LabelSet(["__name__": "x", "prio": $0]), timestamp: desk.now, value: 1)
    }
    desk.answer("own.queue.0", .vector(samples))
    #expect(desk.content("queue")?.headline.map(\.name) == ["q high", "q low"])
  }
}
