import Logs
import Telemetry
import Testing

/// LogQL as files and simulations answer it.
@Suite struct LogQLReaderTests {
  @Test(
    arguments: [
      (#"{app="shop"}"#, []),
      (#"{app="shop"} |= "a.b""#, [.matches(#"a\.b"#, negated: false)]),
      (#"{app="shop"} |= "" != `x` "#, [.matches("x", negated: true)]),
      (
        #"{app="shop"}|~"(?i)err|warn"!~"debug""#,
        [.matches("(?i)err|warn", negated: false), .matches("debug", negated: true)]
      ),
      (#"{app="shop"} | json | level="error""#, [.field("level", .equal, "error")]),
      (#"{app="shop"} | logfmt | status >= 500"#, [.number("status", .atLeast, 500)]),
      (#"{app="shop"} | json | status == 500"#, [.field("status", .equal, "500")]),
      (#"{app="shop"} | detected_level=~"warn|error""#, [.field("level", .matches, "warn|error")]),
      (#"{app="shop"} |= "say \"}\"""#, [.matches(#"say "\}""#, negated: false)]),
    ] as [(String, [LogFilter.Condition])]
  )
  func linesAreSelected(logQL: String, conditions: [LogFilter.Condition]) throws {
    let query = try LogQuery(reading: logQL)
    #expect(query.selector == [LabelMatcher("app", .equal, "shop")])
    #expect(query.filter.conditions == conditions)
    #expect(query.logQL == nil)
  }

  @Test(arguments: [
    (#"sum(rate({app="shop"}[5m]))"#, "only a Loki answers what does not begin with '{'"),
    (#"{a="b"} | line_format "{{.x}}""#, #"only a Loki answers '| line_format "{{.x}}"'"#),
    (#"{a="b"} | json | a="b" or c="d""#, "only a Loki answers"),
    (#"{a="b"} | pattern `<ip> -`"#, "only a Loki answers"),
    (#"{a="b"} |= ip("10.0.0.0/8")"#, "only a Loki answers"),
    (#"{a="b""#, "expected '}' after the labels"),
    (#"{a="b"} |= "x"#, "the closing quote is missing"),
    (#"{a}"#, "in the labels: "), ("", "only a Loki answers"),
    ("{a=\"b\"} |", "only a Loki answers"),
    (#"{a="b"} | size > 5kb"#, "only a Loki answers"),
  ])
  func whatOnlyALokiAnswersIsNamed(logQL: String, words: String) {
    do throws(LogFilterProblem) {
      let query = try LogQuery(reading: logQL)
      Issue.record("\(query)")
    } catch {
      #expect(error.message.contains(words), "\(error.message)")
    }
  }
}
