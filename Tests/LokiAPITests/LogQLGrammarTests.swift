import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// That the LogQL which is sent keeps to the grammar, whatever stands in its texts.
@Suite struct LogQLGrammarTests {
  @Test(arguments: [
    ("{job=\"a\"", "unexpected $end, expecting } or ,"),
    ("{job=\"a\",}", "at line 1, col 10: syntax error: unexpected }"),
    ("{job=\"a\"} |= \"x", "literal not terminated"),
    ("{job=\"a\"} |= \"x\ny\"", "literal not terminated"),
    ("{job=\"a\"} |= \"\\d\"", "invalid char escape"),
    ("{job=\"a\"} |= 'x'", "syntax error: unexpected '"),
    (
      "{job=\"a\"} |= x", "at line 1, col 14: syntax error: unexpected IDENTIFIER, expecting STRING"
    ),
    ("{job=\"a\"} | status=500x", "syntax error: unexpected IDENTIFIER"),
    ("{job=\"a\"} | on=\"x\"", "unexpected on"),
    ("{job=\"a\"} | Pattern=\"x\"", "unexpected pattern"),
    ("{job=\"a\"} | a.b=\"x\"", "unexpected ."),
    ("{job=\"a\"} | a=\"x\" or", "unexpected $end, expecting IDENTIFIER"),
    ("{job=\"a\"} |~ \"(\"", "error parsing regexp"),
    ("{job=\"a\"} | regexp \"x\"", "at least one named capture"),
    ("{job=~\".*\"}", "queries require at least one regexp or equality matcher"),
    ("{job=\"a\"} {job=\"b\"}", "unexpected {"),
    ("sum by (a) (count_over_time({job=\"a\"}))", "unexpected ), expecting RANGE"),
    ("sum by (a) (count_over_time({job=\"a\"} [5]))", "not a valid duration string"),
  ])
  func whatIsMalformedIsRefused(_ text: String, _ complaint: String) {
    #expect {
      _ = try FakeLokiQuery(text)
    } throws: { error in
      (error as? FakeLokiQuery.Fault)?.message.contains(complaint) == true
    }
  }

  @Test(arguments: [
    "{job=\"a\", env!=\"b\"} |= \"x\" or `y` != \"z\" | json | logfmt --strict | drop a, b",
    "{job=\"a\"}\n# words\n|~ `x\\d` !~ \"\\\\d\" | a>=5 and b<2.5 or (c==1e3, d=\"x\")",
    "{ip=\"a\"} | ip=\"b\" | sum=\"c\"",
    "sum by (detected_level, level) (count_over_time({job=\"a\"} | __error__=\"\" [1h30m]))",
    "sum(count_over_time({job=\"a\"}[5s])) by (level)",
  ])
  func whatIsWellFormedIsTaken(_ text: String) throws {
    _ = try FakeLokiQuery(text)
  }

  /// Texts that quoting has to be careful with, in every place where a text can stand.
  private static func filter(_ random: inout SeededGenerator) -> LogFilter {
    let text = random.awkwardText()
    let name = random.awkwardText()
    let conditions: [LogFilter.Condition] = [
      .contains(text, negated: Bool.random(using: &random)),
      .label(LabelMatcher(name.isEmpty ? "a" : "a" + name, .notEqual, text)),
      .field("a" + name, .equal, text), .field("x" + name + "b", .notEqual, text),
      .number("n" + name + "m", .atLeast, Double.random(in: -1e3...1e6, using: &random)),
      .number("n", .less, Double.random(in: -10...10, using: &random)),
      .correlation("a" + text), .level(atLeast: .warning),
    ]
    return LogFilter(conditions.filter { _ in Bool.random(using: &random) })
  }

  @Test(arguments: 0..<2)
  func whateverStandsInAFilterTheQueryIsWellFormed(_ batch: UInt64) throws {
    var random = SeededGenerator(seed: 1000 + batch)
    for _ in 0..<120 {
      let selector = [LabelMatcher("job", .equal, random.awkwardText() + "x")]
      let query = LogQuery(selector: selector, filter: Self.filter(&random))
      let text = LogQLQuery(query).text
      #expect(throws: Never.self, "\(text)") { try FakeLokiQuery(text) }
      if let count = LogQLQuery.levelCounts(query, step: .seconds(60))?.text {
        #expect(throws: Never.self, "\(count)") { try FakeLokiQuery(count) }
      }
    }
  }

  @Test func everyTextIsFoundAsItStandsInALine() throws {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      let text = "\u{7}" + random.awkwardText() + "`\"\\"
      let query = try FakeLokiQuery("{a=\(PromQLText.quoted(text))} |= \(PromQLText.quoted(text))")
      #expect(query.selects(FakeLokiLine(["a": text], at: 1, "before \(text) after")))
      #expect(!query.selects(FakeLokiLine(["a": text], at: 1, "before after")))
      #expect(!query.selects(FakeLokiLine(["a": text + " "], at: 1, text)))
    }
  }
}
