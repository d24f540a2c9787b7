import Grafana
import Signals
import Telemetry
import Testing

/// What becomes of variables in queries.
@Suite struct QueryTextTests {
  /// The expression that a panel with a query gets; the reason where it gets none.
  private func outcome(
    _ query: String,
    _ variables: [JSONValue] = [],
    chosen: [String: [String]] = [:]
  ) throws -> String {
    let panel: JSONValue = [
      "type": .text("timeseries"), "title": .text("P"),
      "targets": .list([["refId": .text("A"), "expr": .text(query)] as JSONValue]),
    ]
    let json: JSONValue = [
      "panels": .list([panel]), "templating": ["list": .list(variables)],
    ]
    let dashboard = try GrafanaImport(json: JSONText(json).bytes, chosen: chosen)
    return dashboard.panels.first?.lines.first?.expression
      ?? dashboard.remarks.first { $0.kind == .left }?.text ?? ""
  }

  private func variable(
    _ name: String,
    _ values: [String],
    type: String = "query",
    all: String? = nil
  ) -> JSONValue {
    let value: JSONValue = values.count == 1 ? .text(values[0]) : .list(values.map { .text($0) })
    return [
      "name": .text(name), "type": .text(type), "allValue": all.map { .text($0) },
      "current": values.isEmpty ? JSONValue.object([]) : ["value": value],
    ]
  }

  @Test(
    arguments: [
      (#"up{job="$job"}"#, ["shop"], #"up{job="shop"}"#),
      (#"up{job="${job}"}"#, ["shop"], #"up{job="shop"}"#),
      (#"up{job="[[job]]"}"#, ["shop"], #"up{job="shop"}"#),
      (#"up{job=~"${job:pipe}"}"#, ["a.b", "c"], #"up{job=~"(a\\.b|c)"}"#),
      (#"up{job=~"$job"}"#, ["a.b"], #"up{job=~"a\\.b"}"#),
      (#"up{job=~`$job`}"#, ["a.b"], #"up{job=~`a\.b`}"#),
      // Several values are a regular expression, whatever the matcher was.
      (#"up{job="$job"}"#, ["a", "b"], #"up{job=~"(a|b)"}"#),
      (#"up{job != '$job'}"#, ["a", "b"], #"up{job !~ '(a|b)'}"#),
      (#"up{job="x.$job"}"#, ["$__all"], #"up{job=~"x\\..+"}"#),
      (#"up{job="$job"}"#, [], #"up{job=~".+"}"#),
      (#"up{job=~"$job.*"}"#, ["shop"], #"up{job=~"shop.*"}"#),
      (#"up{job=~"[a-z]+|$job"}"#, ["shop"], #"up{job=~"[a-z]+|shop"}"#),
      // What is no variable stays.
      (
        #"label_replace(up{job="$job"}, "a", "$1", "b", "(.*)$")"#, ["s"],
        #"label_replace(up{job="s"}, "a", "$1", "b", "(.*)$")"#
      ),
      (
        #"label_replace(up{job="$job"}, "a", "$name", "b", "(?P<name>.*)")"#, ["s"],
        #"label_replace(up{job="s"}, "a", "${name}", "b", "(?P<name>.*)")"#
      ),
      (
        #"up{job="$job"} == 1 and on() up{a="b\"$job"}"#, ["s"],
        #"up{job="s"} == 1 and on() up{a="b\"s"}"#
      ),
    ] as [(String, [String], String)]
  )
  func matchers(query: String, values: [String], expected: String) throws {
    #expect(try outcome(query, [variable("job", values)]) == expected)
  }

  @Test(arguments: [
    ("rate(x[$__rate_interval])", "rate(x[$window])"),
    ("rate(x[${__interval}])", "rate(x[$window])"),
    ("increase(x[$__range])", "increase(x[$range])"),
    ("increase(x[${__range_s}s]) / $__range_s", "increase(x[$range]) / $range_s"),
    ("max_over_time(x[$__range:$__interval])", "max_over_time(x[$range:$window])"),
  ])
  func intervalsAreThoseOfOwnPanels(query: String, expected: String) throws {
    #expect(try outcome(query) == expected)
  }

  @Test func anIntervalThatIsChosenStaysAndOneThatIsWorkedOutIsTheWindow() throws {
    let chosen = variable("interval", ["5m"], type: "interval")
    #expect(try outcome("rate(x[$interval])", [chosen]) == "rate(x[5m])")
    let auto = variable("interval", ["$__auto_interval_interval"], type: "interval")
    #expect(try outcome("rate(x[$interval])", [auto]) == "rate(x[$window])")
  }

  @Test func valuesAreChosenByName() throws {
    let job = variable("job", ["shop"])
    let query = #"up{job=~"$job"}"#
    #expect(try outcome(query, [job], chosen: ["job": ["w.*"]]) == #"up{job=~"w.*"}"#)
    #expect(try outcome(query, [job], chosen: ["job": ["a", "b"]]) == #"up{job=~"(a|b)"}"#)
    #expect(try outcome(query, [job], chosen: ["job": ["All"]]) == #"up{job=~".+"}"#)
    let all = variable("job", ["$__all"], all: ".*")
    #expect(try outcome(query, [all]) == #"up{job=~".*"}"#)
    #expect(try outcome("topk($n, x)", [], chosen: ["n": ["3"]]) == "topk(3, x)")
  }

  @Test(arguments: [
    ("topk($n, x)", "query A: $n needs a value here: give --var n=VALUE"),
    (#"up{job="$job"}"#, "query A: $job needs a value here: give --var job=VALUE"),
    ("x / $__interval_ms", "query A: $__interval_ms has no counterpart in own panels"),
  ])
  func whatHasNoValueIsSaid(query: String, reason: String) throws {
    #expect(try outcome(query) == reason)
  }

  @Test func aValueCannotLeaveItsQuotes() throws {
    let hostile = variable("job", [#"a"} or up{b="c\"#])
    #expect(
      try outcome(#"up{job="$job"}"#, [hostile]) == #"up{job="a\"} or up{b=\"c\\"}"#
    )
  }
}
