import Logs
import Telemetry
import TestSupport
import Testing

/// Filters as they are typed.
@Suite struct LogFilterTextTests {
  @Test(
    arguments: [
      ("timeout", [.contains("timeout", negated: false)]),
      (
        "card \"two words\"",
        [.contains("card", negated: false), .contains("two words", negated: false)]
      ),
      ("!health", [.contains("health", negated: true)]),
      (#"!"health check""#, [.contains("health check", negated: true)]),
      ("/5\\d\\d/", [.matches("5\\d\\d", negated: false)]),
      ("!/a b\\/c/", [.matches("a b/c", negated: true)]),
      ("/api/users", [.contains("/api/users", negated: false)]),
      ("level>=warn", [.level(atLeast: .warning)]),
      ("level>warn", [.level(atLeast: .error)]),
      ("LEVEL>=ERROR", [.level(atLeast: .error)]),
      ("level=error", [.field("level", .equal, "error")]),
      ("status=500", [.field("status", .equal, "500")]),
      ("status!=500", [.field("status", .notEqual, "500")]),
      ("!status=500", [.field("status", .notEqual, "500")]),
      ("http.path~/api/.*", [.field("http.path", .matches, "/api/.*")]),
      ("path=~x", [.field("path", .matches, "x")]),
      ("path!~x", [.field("path", .matchesNot, "x")]),
      (#"msg="two \"words\"""#, [.field("msg", .equal, #"two "words""#)]),
      (#""odd name"=x"#, [.field("odd name", .equal, "x")]),
      ("ms>=1.5", [.number("ms", .atLeast, 1.5)]),
      ("status>=500", [.number("status", .atLeast, 500)]),
      (#""a<b""#, [.contains("a<b", negated: false)]),
      ("<b>", [.contains("<b>", negated: false)]),
      (
        #"{job="a", env=~"b|c"}"#,
        [.label(LabelMatcher("job", .equal, "a")), .label(LabelMatcher("env", .matches, "b|c"))]
      ),
      ("id=abc-1", [.correlation("abc-1")]),
      ("requests=/users/*", [.requests(Route("/users/*"))]),
      (#""requests"=5"#, [.field("requests", .equal, "5")]),
      (
        "id=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        [.correlation("4bf92f3577b34da6a3ce929d0e0e4736")]
      ),
      ("https://x.test/?a=b", [.contains("https://x.test/?a=b", negated: false)]),
      (#"~"a b""#, [.matches("a b", negated: false)]),
      ("  ", []),
    ] as [(String, [LogFilter.Condition])]
  )
  func aFilterIsReadAsItIsTyped(_ text: String, _ expected: [LogFilter.Condition]) throws {
    #expect(try LogFilter(parsing: text).conditions == expected)
  }

  @Test(arguments: [
    ("!", "after '!'", 1), ("a !  b", "after '!'", 3), (#"a "b"#, "closing quote", 2),
    ("level>=loud", "'loud' is not a level", 7), (#"{job="a"#, "labels", 0),
    ("id=", "ID after 'id='", 3),
    ("x {job}", "labels", 2), (#""a"b"#, "a space", 3), ("!ms>5", "cannot precede a comparison", 3),
    ("status>=abc", "expected a number after 'status>='", 8),
    ("a<b", "quote a string", 2), ("ms>", "expected a number after 'ms>'", 3),
  ])
  func aProblemSaysWhatAndWhere(_ text: String, _ message: String, _ position: Int) {
    let problem = #expect(throws: LogFilterProblem.self) { try LogFilter(parsing: text) }
    #expect(problem?.message.contains(message) == true, "\(problem?.message ?? "")")
    #expect(problem?.position == position)
  }

  @Test(arguments: ["status>=500", "ms<1.5", "n>-3", "size<=100000", "level>=warn", "a<1e+20"])
  func aConditionIsWrittenAsItWasTyped(_ text: String) throws {
    #expect(try LogFilter(parsing: text).text == text)
  }

  @Test func anExpressionThatIsNoneIsAProblemOfTheMatcher() throws {
    let filter = try LogFilter(parsing: "/a(/")
    #expect(throws: LogFilterProblem.self) { try LogMatcher(filter) }
  }

  @Test func slashesOfTwoTextsAreNoExpression() throws {
    let filter = LogFilter([
      .contains("/api", negated: false), .contains("=users/", negated: true),
    ])
    #expect(filter.text == "\"/api\" !=users/")
    #expect(try LogFilter(parsing: filter.text) == filter)
    #expect(LogFilter([.contains("/api/users", negated: false)]).text == "/api/users")
  }

  @Test(arguments: 0..<400)
  func aWrittenFilterReadsAsItself(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let filter = LogFilter((0..<3).map { _ in condition(&random) })
    let read = try LogFilter(parsing: filter.text)
    #expect(read == filter, "\(filter.text)")
  }

  private func condition(_ random: inout SeededGenerator) -> LogFilter.Condition {
    let text = random.awkwardText()
    let name = Bool.random(using: &random) ? "name.x" : random.awkwardText() + "n"
    let isNegated = Bool.random(using: &random)
    let comparison = LabelMatcher.Comparison.allCases.randomElement(using: &random) ?? .equal
    switch Int.random(in: 0...6, using: &random) {
    case 0: return .contains(text, negated: isNegated)
    case 1: return .matches(text, negated: isNegated)
    case 2: return .level(atLeast: LogLevel.allCases.randomElement(using: &random) ?? .info)
    case 3: return .field(name, comparison, text)
    case 4:
      let number = Double(Int.random(in: -999...999, using: &random)) / 8
      let sign = LogFilter.NumberComparison.allCases.randomElement(using: &random) ?? .more
      return .number(name, sign, number)
    case 5: return .label(LabelMatcher("job", comparison, text))
    default: return .correlation("id-\(Int.random(in: 0...999, using: &random))")
    }
  }
}
