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
      #"{job="a"} | detected_level!~"(?i)(?:trace|trc|trce|trac|verbose|vrb|silly|finest|finer|v|debug"#
        + #"|dbg|dbug|debu|deb|fine|config|d|info|information|informational|inf|notice|note|success|http|log|i"#
        + #"|warn|warning|wrn|w)[0-9]?""#
    ),
    ("level>=trace", #"{job="a"}"#),
    ("/api/Cart", #"{job="a"} |~ "\\\\?/api\\\\?/Cart""#),
    ("!/api/Cart", #"{job="a"} != "/api/Cart""#),
    (#""a<b""#, #"{job="a"} |~ "(?i)a(?:<|\\\\u003[cC])b""#),
    ("!timeout", #"{job="a"} !~ "[tT][iI][mM][eE][oO][uU][tT]""#),
    (
      "status=500",
      #"{job="a"} | regexp "(?P<goldtop_1>status)\"?\\s*[:=]\\s*\"?(?:500|[^\"]*\\\\)""#
        + #" | goldtop_1!="" or status="500""#
    ),
    (
      "user.id~a.*",
      #"{job="a"} | regexp "(?P<goldtop_1>id)\"?\\s*[:=]" | goldtop_1!="" or user_id!="""#
    ),
    (
      "status>=500",
      #"{job="a"} | regexp "(?P<goldtop_1>status)\"?\\s*[:=]\\s*\"?(?:\\+?0*(?:[1-9][0-9]{3}|499"#
        + #"|[5-9][0-9]{2}|[0-9.]*[eExX]|[iI])|[^\"]*\\\\)" | goldtop_1!="" or status >= 500"#
    ),
    ("status!=500", #"{job="a"}"#),
    ("status!~5..", #"{job="a"}"#),
    ("path~.*", #"{job="a"}"#),
    ("gone=\"\"", #"{job="a"}"#),
    ("level=error", #"{job="a"}"#),
    // Keywords of LogQL are no names in it.
    ("pattern=x", #"{job="a"}"#),
    ("On=x", #"{job="a"}"#),
  ])
  func whatTheServerCanDoIsAskedOfIt(_ filter: String, _ expected: String) throws {
    #expect(try query(filter).text == expected)
  }

  @Test func anIDIsLookedForInLinesAndBesideThem() throws {
    let context = LogQLContext(
      table: LogFieldTable(replacing: [
        .correlation: ["trace_id", "x-request-id", "on", "traceparent"]
      ])
    )
    #expect(
      try query("id=a/b.1", context).text
        == #"{job="a"} | regexp "(?P<goldtop_1>(?i)a/b\\.1)" | goldtop_1!="""#
        + #" or trace_id=~"(?i).*a/b\\.1.*" or traceId=~"(?i).*a/b\\.1.*""#
        + #" or x_request_id=~"(?i)a/b\\.1" or traceparent=~"(?i).*a/b\\.1.*""#
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

  @Test func hostileTextStaysInsideItsQuotes() throws {
    let text = try query(#""A\"} or {x=\"\\\n""#).text
    #expect(!text.contains("\n"))
    #expect(PromQLText.quoted("a\"b\\c\n\u{1B}") == #""a\"b\\c\n\x1b""#)
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
