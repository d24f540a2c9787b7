import Logs
import Telemetry
import Testing

/// Filters as a Loki is asked for them.
@Suite struct LogQLQueryTests {
  private let job = [LabelMatcher("job", .equal, "a")]

  private func query(
    _ filter: String,
    _ context: LogQLContext = LogQLContext()
  ) throws -> LogQLQuery {
    LogQLQuery(
      LogQuery(selector: job, filter: try LogFilter(parsing: filter)),
      in: context
    )
  }

  @Test(arguments: [
    ("", #"{job="a"}"#),
    ("Timeout", #"{job="a"} |= "Timeout""#),
    ("500 !Health", #"{job="a"} |= "500" != "Health""#),
    ("timeout", #"{job="a"} |~ "(?i)timeout""#),
    ("a.b", #"{job="a"} |~ "(?i)a\\.b""#),
    (#""Say \"Hi\"""#, #"{job="a"} |~ "(?:Say \"Hi\"|Say \\\\\"Hi\\\\\")""#),
    (#"/5\d\d/ !/x"y/"#, #"{job="a"} |~ "5\\d\\d" !~ "x\"y""#),
    (#"{env=~"p|s"} {"odd.name"="x"}"#, #"{job="a", env=~"p|s", odd_name="x"}"#),
    (
      "level>=error",
      #"{job="a"} | detected_level=~"error|err|critical|crit|fatal|panic|alert|emerg|emergency|unknown|""#
    ),
    ("level>=trace", #"{job="a"}"#),
    ("id=01a202d4-0d13", #"{job="a"} |= "01a202d4-0d13""#),
    ("id=a/b", #"{job="a"}"#),
    ("status=500", #"{job="a"}"#),
  ])
  func whatTheServerCanDoIsAskedOfIt(_ filter: String, _ expected: String) throws {
    #expect(try query(filter).text == expected)
  }

  @Test(arguments: [
    ("status=500", #"{job="a"} |= "500" | json | status="500" or status_extracted="500""#),
    ("path=/x", #"{job="a"} | json | path="/x" or path_extracted="/x""#),
    ("user.id!=5", #"{job="a"} | json | user_id!="5""#),
    ("pod=p1", #"{job="a"} | json | pod="p1" or pod_extracted="p1""#),
    (
      "trace_id=t1 status>=500",
      #"{job="a"} | trace_id="t1" | json | status >= 500 or status_extracted >= 500"#
    ),
    ("gone=\"\"", #"{job="a"}"#),
    ("level=error", #"{job="a"}"#),
  ])
  func fieldsAreAskedForWhereTheFormOfLinesIsKnown(_ filter: String, _ expected: String) throws {
    let context = LogQLContext(
      labels: ["job", "pod"],
      metadata: ["trace_id"],
      parser: .json
    )
    #expect(try query(filter, context).text == expected)
  }

  @Test func anIDThatStandsBesideLinesIsComparedBeforeAnyParser() throws {
    let context = LogQLContext(correlation: .metadata(["trace_id", "request-id"]))
    #expect(
      try query("id=t1", context).text == #"{job="a"} | trace_id="t1" or request_id="t1""#
    )
  }

  @Test func whatTheServerDoesNotCheckIsSaid() throws {
    #expect(try query("Timeout {env=\"p\"} /x/").remaining.isEmpty)
    let rest = try query("status=500 level>=warn !café").remaining
    #expect(
      rest == [
        .field("status", .equal, "500"), .level(atLeast: .warning),
        .contains("café", negated: true),
      ]
    )
  }

  @Test func aSelectorNamesStreamsAtLeast() {
    #expect(LogQLQuery(LogQuery()).text == #"{service_name=~".+"}"#)
    let loose = LogQuery(selector: [LabelMatcher("env", .matches, ".*")])
    #expect(LogQLQuery(loose).text == #"{env=~".*", service_name=~".+"}"#)
    let present = LogQuery(selector: [LabelMatcher("env", .notEqual, "")])
    #expect(LogQLQuery(present).text == #"{env!=""}"#)
    #expect(LogQLQuery(LogQuery(logQL: "{a=\"b\"} | json")).text == "{a=\"b\"} | json")
  }

  @Test func theParserIsTheOneThatAllLinesSeenAskFor() {
    var forms = LineForms()
    #expect(forms.parser == nil)
    forms.take(LineFacts(form: .plain))
    #expect(forms.parser == nil)
    forms.take(LineFacts(form: .logfmt))
    #expect(forms.parser == .logfmt)
    forms.take(LineFacts(form: .json))
    #expect(forms.parser == nil)
  }

  @Test func hostileTextStaysInsideItsQuotes() throws {
    let text = try query(#""A\"} or {x=\"\\\n""#).text
    #expect(!text.contains("\n"))
    #expect(LogQLText.quoted("a\"b\\c\n\u{1B}") == #""a\"b\\c\n\x1b""#)
    #expect(LogQLText.name("x-correlation.id") == "x_correlation_id")
    #expect(LogQLText.name("1st") == "_1st")
  }

  @Test func levelsAreCountedByTheServer() throws {
    let plain = LogQLQuery.levelCounts(
      LogQuery(selector: job, filter: try LogFilter(parsing: "Timeout")),
      step: .seconds(60)
    )
    #expect(
      plain?.text
        == #"sum by (detected_level, level) (count_over_time({job="a"} |= "Timeout" [1m]))"#
    )
    let parsed = LogQLQuery.levelCounts(
      LogQuery(selector: job, logQL: "{job=\"a\"} | json"),
      step: .seconds(5)
    )
    #expect(
      parsed?.text
        == #"sum by (detected_level, level) (count_over_time({job="a"} | json | __error__="" [5s]))"#
    )
    #expect(
      LogQLQuery.levelCounts(LogQuery(logQL: "rate({a=\"b\"}[1m])"), step: .seconds(5)) == nil
    )
  }
}
