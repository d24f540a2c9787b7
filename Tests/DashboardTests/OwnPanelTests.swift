import Dashboard
import Screen
import Signals
import Telemetry
import Testing

@Suite struct OwnPanelTests {
  private func desk(_ lines: [OwnPanel.Line], unit: SignalUnit = .seconds) -> Desk {
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
