import Grafana
import Signals
import Telemetry
import Testing

/// Units and bounds of panels.
@Suite struct PanelStyleTests {
  private func panel(_ members: String) throws -> OwnPanel {
    let json =
      #"{"panels": [{"title": "P", "targets": [{"refId": "A", "expr": "x"}], \#(members)}]}"#
    return try #require(try GrafanaImport(json: Array(json.utf8)).panels.first)
  }

  private func stat(
    unit: String,
    steps: String = "",
    mode: String = "absolute",
    more: String = ""
  ) throws -> OwnPanel {
    try panel(
      """
      "type": "stat", "fieldConfig": {"defaults": {"unit": "\(unit)"\(more), \
      "thresholds": {"mode": "\(mode)", "steps": [\(steps)]}}}
      """
    )
  }

  @Test(
    arguments: [
      ("percent", .ratio, "(x) / 100"), ("percentunit", .ratio, "x"),
      ("ms", .seconds, "(x) / 1000"),
      ("s", .seconds, "x"), ("h", .seconds, "(x) * 3600"), ("bytes", .bytes, "x"),
      ("decmbytes", .bytes, "(x) * 1000000"), ("mbytes", .bytes, "(x) * 1048576"),
      ("bps", .bytesPerSecond, "(x) / 8"), ("Bps", .bytesPerSecond, "x"), ("ops", .perSecond, "x"),
      ("reqps", .requestsPerSecond, "x"), ("rpm", .perSecond, "(x) / 60"), ("short", .none, "x"),
      ("currencyUSD", .dollars, "x"), ("celsius", .none, "x"),
      ("reads/s", .perSecond, "x"),
    ] as [(String, SignalUnit, String)]
  )
  func unitsAreThoseOfGoldtop(name: String, unit: SignalUnit, expression: String) throws {
    let panel = try stat(unit: name)
    #expect(panel.unit == unit)
    #expect(panel.lines.first?.expression == expression)
  }

  @Test(
    arguments: [
      (
        #"{"color": "green", "value": null}, {"color": "orange", "value": 50}, {"color": "red", "value": 90}"#,
        Threshold(warning: 0.5, critical: 0.9)
      ),
      (
        #"{"color": "green", "value": null}, {"color": "red", "value": 80}"#,
        Threshold(critical: 0.8)
      ),
      (
        ##"{"color": "red"}, {"color": "#EAB839", "value": 90}, {"color": "green", "value": 95}"##,
        Threshold(warning: 0.95, critical: 0.9, direction: .below)
      ),
      (
        #"{"color": "rgba(50, 172, 45, 0.97)"}, {"color": "rgba(237, 129, 40, 0.89)", "value": 85}, {"color": "rgba(245, 54, 54, 0.9)", "value": 95}"#,
        Threshold(warning: 0.85, critical: 0.95)
      ),
      (#"{"color": "blue", "value": null}, {"color": "purple", "value": 50}"#, nil),
      // What warns beyond what is critical is no bound.
      (
        #"{"color": "green"}, {"color": "red", "value": 10}, {"color": "orange", "value": 50}"#,
        Threshold(critical: 0.1)
      ),
    ] as [(String, Threshold?)]
  )
  func coloursAreBounds(steps: String, expected: Threshold?) throws {
    #expect(try stat(unit: "percent", steps: steps).threshold == expected)
  }

  @Test func sharesOfAMaximumAreBounds() throws {
    let panel = try stat(
      unit: "bytes",
      steps: #"{"color": "green"}, {"color": "red", "value": 75}"#,
      mode: "percentage",
      more: #", "min": 0, "max": 4000"#
    )
    #expect(panel.threshold == Threshold(critical: 3000))
  }

  @Test func theBoundOfEveryNewPanelIsNone() throws {
    let panel = try stat(unit: "s", steps: #"{"color": "green"}, {"color": "red", "value": 80}"#)
    #expect(panel.threshold == nil)
  }

  @Test func aGaugeIsFullAtItsMaximum() throws {
    let panel = try panel(
      #""type": "gauge", "fieldConfig": {"defaults": {"unit": "percent", "max": 200}}"#
    )
    #expect(panel.form == .values)
    #expect(panel.full == 2)
    #expect(panel.lines.first?.expression == "(x) / 100")
  }

  @Test(arguments: [
    ("mean", "avg_over_time((x)[$range:])"), ("max", "max_over_time((x)[$range:])"),
    ("lastNotNull", "x"), ("diff", "x"),
  ])
  func oneValueIsThatOfTheRange(reduction: String, expression: String) throws {
    let panel = try panel(
      #""type": "stat", "options": {"reduceOptions": {"calcs": ["\#(reduction)"]}}"#
    )
    #expect(panel.lines.first?.expression == expression)
  }

  @Test func oldBoundsHaveTheirDirection() throws {
    let panel = try panel(
      #"""
      "type": "graph", "yaxes": [{"format": "percentunit"}],
      "thresholds": [{"colorMode": "warning", "op": "lt", "value": 0.9}, {"colorMode": "critical", "op": "lt", "value": 0.5}]
      """#
    )
    #expect(panel.threshold == Threshold(warning: 0.9, critical: 0.5, direction: .below))
  }

  @Test(arguments: ["", "[]", "{}", "{\"title\": \"x\"}", "nonsense", "{\"panels\": "])
  func whatIsNoDashboardIsRefused(_ text: String) {
    #expect(throws: GrafanaProblem.self) { try GrafanaImport(json: Array(text.utf8)) }
  }

  @Test func aPanelThatIsRepeatedWithoutEndIsOnePanel() throws {
    let values = (0..<200).map { "\"v\($0)\"" }.joined(separator: ",")
    let json = """
      {"templating": {"list": [{"name": "a", "type": "query", "current": {"value": [\(values)]}}]},
       "panels": [{"type": "stat", "title": "P", "repeat": "a",
                   "targets": [{"refId": "A", "expr": "x{a=~\\"$a\\"}"}]}]}
      """
    let dashboard = try GrafanaImport(json: Array(json.utf8))
    #expect(dashboard.panels.count == 1)
    #expect(dashboard.remarks.contains { $0.text.hasPrefix("it is repeated more than") })
  }

  @Test func hostileNamesStayOnOneLine() throws {
    let json = #"""
      {"panels": [{"type": "stat", "title": "a\nb\u001b[2J", "targets": [{"refId": "A", "expr": "x", "legendFormat": "l\r\n"}]}]}
      """#
    let panel = try #require(try GrafanaImport(json: Array(json.utf8)).panels.first)
    #expect(panel.id == "a-b-2j")
    #expect(!panel.title.contains { $0.isNewline })
    #expect(panel.lines.first?.legend == "l")
  }
}
