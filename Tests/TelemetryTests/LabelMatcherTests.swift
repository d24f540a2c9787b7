import Signals
import Telemetry
import TestSupport
import Testing

@Suite struct LabelMatcherTests {
  @Test(
    arguments: [
      ("", []),
      ("  ", []),
      ("{}", []),
      (#"job="backend""#, [LabelMatcher("job", .equal, "backend")]),
      (#" { job = "backend" , } "#, [LabelMatcher("job", .equal, "backend")]),
      (
        #"job="backend",env=~"prod|stage",path!="/x",zone!~"eu.*""#,
        [
          LabelMatcher("job", .equal, "backend"), LabelMatcher("env", .matches, "prod|stage"),
          LabelMatcher("path", .notEqual, "/x"), LabelMatcher("zone", .matchesNot, "eu.*"),
        ]
      ),
      (#"{"http.method"="GET"}"#, [LabelMatcher("http.method", .equal, "GET")]),
      (#"a='it "is"'"#, [LabelMatcher("a", .equal, "it \"is\"")]),
      (#"a=`C:\temp`"#, [LabelMatcher("a", .equal, #"C:\temp"#)]),
      (#"a="\n\t\r\\\"\'""#, [LabelMatcher("a", .equal, "\n\t\r\\\"'")]),
      (#"a="","b c"="}""#, [LabelMatcher("a", .equal, ""), LabelMatcher("b c", .equal, "}")]),
    ]
  )
  func selectorsAreReadAsPromQLWritesThem(text: String, expected: [LabelMatcher]) throws {
    #expect(try LabelMatcher.parse(text) == expected)
  }

  @Test(
    arguments: [
      ("job", "expected =, !=, =~ or !~ at character 4, found the end"),
      ("job=", "expected a value in quotes at character 5, found the end"),
      ("job=backend", "expected a value in quotes at character 5, found 'b'"),
      (#"job="backend"#, "expected the closing \" at character 13, found the end"),
      (#"job="a" env="b""#, "expected ',' or the end at character 9, found 'e'"),
      (#"{job="a""#, "expected '}' at character 9, found the end"),
      (#"job="a"}"#, "expected ',' or the end at character 8, found '}'"),
      (#"{job="a"}}"#, "expected ',' or the end at character 10, found '}'"),
      (#"="a""#, "expected a label name at character 1, found '='"),
      (#",job="a""#, "expected a label name at character 1, found ','"),
      (#"9a="b""#, "expected a label name at character 1, found '9'"),
      (#"job=="a""#, "expected a value in quotes at character 5, found '='"),
      (#"job<"a""#, "expected =, !=, =~ or !~ at character 4, found '<'"),
      (
        #"job=~"a\.b""#,
        #"expected one of \n \t \r \\ \" \' \x after the backslash at character 9, found '.'"#
      ),
      (#"job="\x8a""#, "expected two digits from 00 to 7f at character 8, found '8'"),
      (#"job="\x1""#, "expected two digits from 00 to 7f at character 8, found '1'"),
      (#"job="\x"#, "expected two digits from 00 to 7f at character 8, found the end"),
      ("job=\"a\\", "expected the closing \" at character 8, found the end"),
    ]
  )
  func whatCannotBeReadIsNamedWithItsPlace(text: String, message: String) {
    let problem = #expect(throws: SelectorProblem.self) { try LabelMatcher.parse(text) }
    #expect(problem?.message == message)
  }

  @Test func whatIsWrittenIsReadBackUnchanged() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<3000 {
      let matchers = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        LabelMatcher(
          "n" + random.awkwardText(),
          LabelMatcher.Comparison.allCases.randomElement(using: &random) ?? .equal,
          random.awkwardText()
        )
      }
      let text = "{" + matchers.map(\.promQL).joined(separator: ",") + "}"
      let read = try LabelMatcher.parse(text)
      #expect(scalars(read) == scalars(matchers), "\(text)")
    }
  }

  /// Canonically equal texts count as different here: a server compares bytes.
  private func scalars(_ matchers: [LabelMatcher]) -> [[Unicode.Scalar]] {
    matchers.flatMap { matcher in
      [matcher.name, matcher.comparison.rawValue, matcher.value].map { Array($0.unicodeScalars) }
    }
  }

  @Test func anyTextIsReadOrRefusedButNeverTraps() {
    var random = SeededGenerator(seed: 2)
    var refused = 0
    for _ in 0..<3000 {
      let text = random.awkwardText() + random.awkwardText()
      if (try? LabelMatcher.parse(text)) == nil { refused += 1 }
    }
    #expect(refused > 2000)
  }
}
