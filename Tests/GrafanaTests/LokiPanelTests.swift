import Grafana
import Signals
import Telemetry
import Testing

/// Panels over Loki, formulas, words and library panels.
@Suite struct LokiPanelTests {
  private func dashboard(
    _ type: String,
    _ targets: String,
    _ more: String = "",
    library: [String] = []
  ) throws -> GrafanaImport {
    let json = """
      {"panels": [{"type": "\(type)", "title": "P", "targets": [\(targets)]\(more)}],
       "templating": {"list": [
         {"name": "app", "type": "custom", "query": "shop,cart", "current": {"value": ["shop", "cart"]}},
         {"name": "text", "type": "textbox", "query": "refused", "current": {"value": "refused"}}]}}
      """
    return try GrafanaImport(json: Array(json.utf8), library: library.map { Array($0.utf8) })
  }

  private func target(_ letter: String, _ expression: String, _ source: String = "loki") -> String {
    let quoted = JSONText(.text(expression)).text
    return #"{"refId": "\#(letter)", "expr": \#(quoted), "datasource": {"type": "\#(source)"}}"#
  }

  private func formula(_ letter: String, _ more: String) -> String {
    #"{"refId": "\#(letter)", "datasource": {"type": "__expr__", "uid": "__expr__"}, \#(more)}"#
  }

  @Test func logsAreAPanelOfLines() throws {
    let query = #"{app=~"$app"} |= "$text" | json"#
    let dashboard = try dashboard("logs", target("A", query))
    let panel = try #require(dashboard.panels.first)
    #expect(panel.form == .logs)
    let asked = #"{app=~"(shop|cart)"} |= "refused" | json"#
    #expect(panel.lines == [OwnPanel.Line(expression: asked, language: .logQL)])
    #expect(!dashboard.remarks.contains { $0.kind == .left })
  }

  @Test func severalValuesInAFilterOfLinesAreAnExpression() throws {
    let dashboard = try dashboard("logs", target("A", #"{job="x"} |= "$app" != "$app""#))
    let asked = #"{job="x"} |~ "(shop|cart)" !~ "(shop|cart)""#
    #expect(dashboard.panels.first?.lines.map(\.expression) == [asked])
  }

  @Test func aTableOfLinesIsOneTooAndOneOfCountsIsNot() throws {
    let lines = try dashboard("table", target("A", #"{app="a"}"#))
    #expect(lines.panels.first?.form == .logs)
    #expect(lines.remarks.contains { $0.text == "its columns are drawn as log lines" })
    let counts = try dashboard(
      "table",
      target("A", #"topk(5, count_over_time({app="a"}[$__range]))"#)
    )
    #expect(counts.panels.first?.form == .values)
    #expect(
      counts.panels.first?.lines
        == [
          OwnPanel.Line(
            expression: #"topk(5, count_over_time({app="a"}[$range]))"#,
            language: .logQL
          )
        ]
    )
  }

  @Test func countsAreAChartInLogQL() throws {
    let query = #"sum by (level) (rate({app="a"} | logfmt [$__auto]))"#
    let dashboard = try dashboard(
      "timeseries",
      target("A", query) + "," + target("B", "up", "prometheus")
    )
    let lines = try #require(dashboard.panels.first?.lines)
    #expect(lines.map(\.language) == [.logQL, .promQL])
    #expect(lines.first?.expression == #"sum by (level) (rate({app="a"} | logfmt [$window]))"#)
    let configuration = JSONText(dashboard.configuration).text
    #expect(configuration.contains(#""logql":"sum by (level)"#))
  }

  @Test(
    arguments: [
      ("timeseries", #"{app="a"}"#, "it lists log lines, and the panel shows numbers"),
      ("logs", #"rate({app="a"}[1m])"#, "it counts log lines, and the panel lists them"),
    ]
  )
  func whatDoesNotFitIsSaid(type: String, query: String, words: String) throws {
    let dashboard = try dashboard(type, target("A", query))
    #expect(dashboard.panels.isEmpty)
    #expect(dashboard.remarks.contains { $0.text.contains(words) }, "\(dashboard.remarks)")
    #expect(dashboard.carriedCount == 0 && dashboard.count == 1)
  }

  // MARK: - Formulas

  @Test(arguments: [
    (#""type": "math", "expression": "$A / ${B}""#, "(errors) / (all)"),
    (#""type": "math", "expression": "100 * (1 - $A/$B)""#, "100 * (1 - (errors)/(all))"),
    (#""type": "math", "expression": "abs($A) ** 2 > 5""#, "abs((errors)) ^ 2 > bool 5"),
    (#""type": "reduce", "expression": "A", "reducer": "last""#, "errors"),
    (#""type": "reduce", "expression": "$B", "reducer": "mean""#, "avg_over_time((all)[$range:])"),
    (#""type": "math", "expression": "$D * 2""#, "(max_over_time((errors)[$range:])) * 2"),
  ])
  func formulasAreOneExpression(members: String, expression: String) throws {
    let hidden = target("A", "errors", "prometheus").dropLast() + #", "hide": true}"#
    let targets = [
      String(hidden), target("B", "all", "prometheus").dropLast() + #", "hide": true}"#,
      formula("D", #""hide": true, "type": "reduce", "expression": "A", "reducer": "max""#),
      formula("C", members),
    ]
    let dashboard = try dashboard("timeseries", targets.joined(separator: ","))
    #expect(dashboard.panels.flatMap(\.lines).map(\.expression) == [expression])
  }

  @Test(arguments: [
    (#""type": "math", "expression": "$A && $B""#, "has '&&', which PromQL has not"),
    (#""type": "math", "expression": "is_nan($A)""#, "has 'is_nan', which PromQL has not"),
    (#""type": "math", "expression": "$A / $Z""#, "from a query 'Z' that is not there"),
    (#""type": "math", "expression": "$C + 1""#, "that is not there"),
    (#""type": "math", "expression": "$A / $L""#, "from Prometheus and Loki together"),
    (#""type": "math", "expression": "round($L)""#, "LogQL has no functions of numbers"),
    (#""type": "math", "expression": " ""#, "an empty formula"),
    (#""type": "threshold", "expression": "A""#, "from other queries by 'threshold'"),
    (#""type": "reduce", "expression": "A", "reducer": "median""#, "reduces it by 'median'"),
  ])
  func otherFormulasAreSaid(members: String, words: String) throws {
    let targets = [
      target("A", "errors", "prometheus"), target("B", "all", "prometheus"),
      target("L", #"sum(rate({a="b"}[1m]))"#), formula("C", members),
    ]
    let dashboard = try dashboard("timeseries", targets.joined(separator: ","))
    #expect(dashboard.panels.flatMap(\.lines).count == 3)
    #expect(dashboard.partialCount == 1)
    #expect(dashboard.remarks.contains { $0.text.contains(words) }, "\(dashboard.remarks)")
  }

  // MARK: - Words and areas

  @Test(arguments: [
    (
      "stat",
      #"""
      "fieldConfig": {"defaults": {"unit": "percent", "mappings": [
        {"type": "value", "options": {"0": {"text": "Down", "color": "red"}, "100": {"text": "Up"}, "50": {"color": "red"}}},
        {"type": "range", "options": {"from": 20, "to": 80, "result": {"text": "Half"}}},
        {"type": "special", "options": {"match": "null", "result": {"text": "N/A"}}}]}}
      """#
    ),
    (
      "stat",
      #"""
      "fieldConfig": {"defaults": {"unit": "percent", "mappings": [
        {"type": 1, "value": "0", "text": "Down"}, {"type": 1, "value": "100", "text": "Up"},
        {"type": 2, "from": "20", "to": "80", "text": "Half"}]}}
      """#
    ),
  ])
  func wordsForValuesAreCarriedOver(type: String, members: String) throws {
    let dashboard = try dashboard(type, target("A", "x", "prometheus"), ", " + members)
    let texts = [ValueText(0, 0, "Down"), ValueText(0.2, 0.8, "Half"), ValueText(1, 1, "Up")]
    #expect(dashboard.panels.first?.texts == texts)
    #expect(!dashboard.remarks.contains { $0.kind == .changed })
  }

  @Test func wordsOfOldPanelsAreCarriedOver() throws {
    let maps = #"""
      , "mappingType": 1, "valueMaps": [{"op": "=", "text": "N/A", "value": "null"}, {"op": "=", "text": "UP", "value": "1"}],
      "rangeMaps": [{"from": "null", "to": "null", "text": "N/A"}]
      """#
    let dashboard = try dashboard("singlestat", target("A", "x", "prometheus"), maps)
    #expect(dashboard.panels.first?.texts == [ValueText(1, 1, "UP")])
  }

  @Test func otherWordsAreSaid() throws {
    let mappings = #"""
      , "fieldConfig": {"defaults": {"mappings": [{"type": "regex", "options": {"pattern": "a", "result": {"text": "b"}}}]}}
      """#
    let dashboard = try dashboard("stat", target("A", "x", "prometheus"), mappings)
    #expect(dashboard.remarks.map(\.text).contains { $0.hasPrefix("words for texts, expressions") })
  }

  @Test(arguments: [
    (
      "timeseries", #""fieldConfig": {"defaults": {"custom": {"stacking": {"mode": "normal"}}}}"#,
      true
    ),
    (
      "timeseries", #""fieldConfig": {"defaults": {"custom": {"stacking": {"mode": "percent"}}}}"#,
      false
    ),
    ("graph", #""stack": true"#, true), ("graph", #""stack": true, "percentage": true"#, false),
    ("graph", #""stack": false"#, false),
  ])
  func areasAreStacked(type: String, members: String, isStacked: Bool) throws {
    let dashboard = try dashboard(type, target("A", "x", "prometheus"), ", " + members)
    #expect(dashboard.panels.first?.isStacked == isStacked)
    let isShare = members.contains("percent")
    #expect(dashboard.remarks.contains { $0.text.contains("shares of their sum") } == isShare)
  }

  // MARK: - Library panels

  @Test func libraryPanelsComeFromTheAnswersThatAreGiven() throws {
    let json = Array(#"{"panels": [{"id": 1, "libraryPanel": {"uid": "u1", "name": "L"}}]}"#.utf8)
    #expect(try GrafanaImport.lackingLibraryPanels(in: json) == ["u1"])
    let without = try GrafanaImport(json: json)
    #expect(without.panels.isEmpty)
    #expect(without.remarks.contains { $0.text.contains("import the dashboard by its URL") })
    let answer = #"""
      {"result": {"uid": "u1", "model": {"type": "stat", "title": "Shared", "libraryPanel": {"uid": "u1"},
        "targets": [{"refId": "A", "expr": "up"}]}}}
      """#
    let with = try GrafanaImport(json: json, library: [Array(answer.utf8), Array("nonsense".utf8)])
    #expect(with.panels.map(\.title) == ["Shared"])
    #expect(with.remarks.isEmpty)
  }
}
