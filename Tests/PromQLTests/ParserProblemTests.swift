import Testing

@testable import PromQL

/// What is refused, where, and in what words.
@Suite struct ParserProblemTests {
  @Test(arguments: [
    ("", "1:1: parse error: no expression found in input"),
    ("# nothing\n\n", "1:1: parse error: no expression found in input"),
    ("1+", "1:3: parse error: unexpected end of input, expected an expression"),
    (".", "1:1: parse error: unexpected character: '.'"),
    ("2.5.", "1:1: parse error: bad number or duration syntax: \"2.5.\""),
    ("0deadbeef", "1:1: parse error: bad number or duration syntax: \"0deadbeef\""),
    ("0o17", "1:1: parse error: bad number or duration syntax: \"0o17\""),
    ("1__0", "1:1: parse error: bad number or duration syntax: \"1__0\""),
    ("5hs", "1:1: parse error: bad number or duration syntax: \"5hs\""),
    ("5m1h", "1:1: parse error: not a valid duration string: \"5m1h\""),
    ("1.5h", "1:1: parse error: unknown unit \".\" in duration \"1.5h\""),
    ("up[999y]", "1:4: parse error: duration out of range"),
    ("*1", "1:1: parse error: unexpected <op:*>, expected an expression"),
    ("(1))", "1:5: parse error: unexpected right parenthesis ')'"),
    ("((1)", "1:5: parse error: unclosed left parenthesis"),
    ("1 !~ 1", "1:3: parse error: unexpected character after '!': '~'"),
    ("1 =~ 1", "1:3: parse error: unexpected character after '=': '~'"),
    ("1 = 1", "1:3: parse error: unexpected \"=\", expected an operator or the end of input"),
    (
      "a b",
      "1:3: parse error: unexpected identifier \"b\", expected an operator or the end of input"
    ),
    ("up {", "1:5: parse error: unexpected end of input inside braces"),
    ("up{1}", "1:4: parse error: unexpected character inside braces: '1'"),
    (
      "up{a}",
      "1:5: parse error: unexpected \"}\" in label matching, expected label matching operator"
    ),
    (
      "up{a=b}",
      "1:6: parse error: unexpected identifier \"b\" in label matching, expected string"
    ),
    (
      "up{a=\"b\" c=\"d\"}",
      "1:10: parse error: unexpected identifier \"c\" in label matching, expected \",\" or \"}\""
    ),
    ("up{,}", "1:4: parse error: unexpected \",\" in label matching, expected identifier or \"}\""),
    ("up{a=\"\\q\"}", "1:6: parse error: unknown escape sequence U+0071 'q'"),
    ("up{a=\"\\400\"}", "1:6: parse error: escape sequence is an invalid Unicode code point"),
    ("up{a=\"\\ud800\"}", "1:6: parse error: escape sequence is an invalid Unicode code point"),
    ("up{a=\"b\n\"}", "1:6: parse error: unterminated quoted string"),
    ("`abc", "1:1: parse error: unterminated raw string"),
    ("up[", "1:4: parse error: unexpected end of input in duration expression"),
    ("up[5m", "1:6: parse error: unclosed left bracket"),
    ("(up[5m", "1:7: parse error: unclosed left parenthesis"),
    (
      "up[]",
      "1:4: parse error: unexpected \"]\" in subquery or range selector, "
        + "expected number or duration"
    ),
    ("up[5m:1m:1m]", "1:9: parse error: unexpected \":\" in subquery selector, expected \"]\""),
    (
      "up[5m 1m]",
      "1:7: parse error: unexpected duration \"1m\" in subquery or range, expected \":\" or \"]\""
    ),
    ("up[0]", "1:4: parse error: duration must be greater than 0"),
    ("up[-5m]", "1:4: parse error: duration must be greater than 0"),
    ("up[5m+1m]", "1:4: parse error: experimental duration expression is not enabled"),
    ("up offset --15s + 5", "1:11: parse error: experimental duration expression is not enabled"),
    ("up offset (5m)", "1:11: parse error: experimental duration expression is not enabled"),
    ("up @ --5", "1:7: parse error: unexpected <op:-> in @, expected timestamp"),
    ("up[x]", "1:4: parse error: unexpected character in duration expression: 'x'"),
    ("up]", "1:3: parse error: unexpected right bracket ']'"),
    (
      "up offset",
      "1:10: parse error: unexpected end of input in offset, expected number or duration"
    ),
    (
      "up @ foo",
      "1:6: parse error: unexpected identifier \"foo\" in @, "
        + "expected timestamp, start() or end()"
    ),
    (
      "sum by x (up)",
      "1:8: parse error: unexpected identifier \"x\" in grouping opts, expected \"(\""
    ),
    (
      "sum by (5) (up)",
      "1:9: parse error: unexpected number \"5\" in grouping opts, expected label"
    ),
    ("sum by (\"\") (up)", "1:9: parse error: invalid label name for grouping: \"\""),
    (
      "1 +\n  up{a=b}",
      "2:8: parse error: unexpected identifier \"b\" in label matching, expected string"
    ),
    ("é", "1:1: parse error: unexpected character: 'é'"),
    ("none(up", "1:8: parse error: unclosed left parenthesis"),
    ("none(nor(up))", "1:6: parse error: unknown function with name \"nor\""),
    ("abs(up,)", "1:7: parse error: trailing commas not allowed in function call args"),
    ("clamp(up, * 1, 2)", "1:9: parse error: trailing commas not allowed in function call args"),
    ("up{a=~\"(b\"}", "1:4: parse error: error parsing regexp: missing closing ): `(b`"),
    ("up{a=~\"b)\"}", "1:4: parse error: error parsing regexp: unexpected ): `b)`"),
    ("up{a=~\"b[c\"}", "1:4: parse error: error parsing regexp: missing closing ]: `[c`"),
    (
      "up{a=~\"[z-a]\"}",
      "1:4: parse error: error parsing regexp: invalid character class range: `z-a`"
    ),
    (
      "up{a=~\"b|*\"}",
      "1:4: parse error: error parsing regexp: missing argument to repetition operator: `*`"
    ),
    (
      "up{a=~\"\\\\\"}",
      "1:4: parse error: error parsing regexp: trailing backslash at end of expression: ``"
    ),
  ])
  func badSyntaxIsRefused(_ text: String, _ expected: String) {
    #expect(refusal(of: text).hasPrefix(expected), "\(refusal(of: text))")
  }

  @Test(arguments: [
    ("1 and 1", "1:1: parse error: set operator \"and\" not allowed in binary scalar expression"),
    ("1 == 1", "1:3: parse error: comparisons between scalars must use BOOL modifier"),
    ("a + bool b", "1:3: parse error: bool modifier can only be used on comparison operators"),
    ("a + on (x) 1", "1:1: parse error: vector matching only allowed between instant vectors"),
    (
      "a + on (x) group_left (x) b",
      "1:3: parse error: label \"x\" must not occur in ON and GROUP clause at once"
    ),
    ("a and on (x) group_left b", "1:1: parse error: no grouping allowed for \"and\" operation"),
    (
      "1 + up[1m]",
      "1:5: parse error: binary expression must contain only scalar and instant vector types"
    ),
    (
      "-\"a\"",
      "1:1: parse error: unary expression only allowed on expressions of type scalar or "
        + "instant vector, got \"string\""
    ),
    (
      "rate(up)",
      "1:6: parse error: expected type range vector in call to function \"rate\", "
        + "got instant vector"
    ),
    (
      "sum(up[5m])",
      "1:5: parse error: expected type instant vector in aggregation expression, got range vector"
    ),
    (
      "topk(\"a\", up)",
      "1:6: parse error: expected type scalar in aggregation parameter, got string"
    ),
    ("rate()", "1:1: parse error: expected 1 argument(s) in call to \"rate\", got 0"),
    ("time(1)", "1:1: parse error: expected 0 argument(s) in call to \"time\", got 1"),
    ("round()", "1:1: parse error: expected at least 1 argument(s) in call to \"round\", got 0"),
    (
      "round(a,1,2)", "1:1: parse error: expected at most 2 argument(s) in call to \"round\", got 3"
    ),
    (
      "label_join(a, \"b\")",
      "1:1: parse error: expected at least 3 argument(s) in call to \"label_join\", got 2"
    ),
    ("sum()", "1:1: parse error: no arguments for aggregate expression provided"),
    (
      "topk(up)",
      "1:1: parse error: wrong number of arguments for aggregate expression provided, "
        + "expected 2, got 1"
    ),
    ("rate(up[5m],)", "1:12: parse error: trailing commas not allowed in function call args"),
    ("{}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
    ("{a=\"\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
    (
      "{a=~\".*\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher"
    ),
    ("{a!=\"b\"}", "1:1: parse error: vector selector must contain at least one non-empty matcher"),
    ("up{__name__=\"a\"}", "1:1: parse error: metric name must not be set twice: \"up\" or \"a\""),
    ("up{\"a\"}", "1:1: parse error: metric name must not be set twice: \"up\" or \"a\""),
    ("1[5m:]", "1:1: parse error: subquery is only allowed on instant vector, got scalar instead"),
    ("sum(up)[5m]", "1:8: parse error: ranges only allowed for vector selectors"),
    ("up offset 1m[5m]", "1:13: parse error: no offset modifiers allowed before range"),
    ("up @ 1 [5m]", "1:8: parse error: no @ modifiers allowed before range"),
    ("up offset 1m offset 2m", "1:1: parse error: offset may not be set multiple times"),
    ("up @ 1 @ 2", "1:1: parse error: @ <timestamp> may not be set multiple times"),
    ("up @ Inf", "1:1: parse error: timestamp out of bounds for @ modifier: +Inf"),
    (
      "sum(up) offset 1m",
      "1:1: parse error: offset modifier must be preceded by an instant vector selector or range "
        + "vector selector or a subquery"
    ),
    ("foo(up)", "1:1: parse error: unknown function with name \"foo\""),
    ("Rate(up[5m])", "1:1: parse error: unknown function with name \"Rate\""),
  ])
  func badTypesAreRefused(_ text: String, _ expected: String) {
    #expect(refusal(of: text) == expected)
  }

  @Test(arguments: [
    "limitk(3, up)", "limit_ratio by (a) (0.5, up)", "info(up)", "up anchored", "up smoothed",
    "a + fill (0) b", "a + on (x) fill_left (0) b", "up[5m + 1m]", "up[step()]", "up offset (1m)",
    "holt_winters(up[5m], 0.5, 0.5)", "up[5m:max(1m, 2m)]",
  ])
  func whatIsExperimentalIsRefusedByName(_ text: String) {
    let message = refusal(of: text)
    #expect(
      ["experimental", "double_exponential_smoothing"].contains { message.contains($0) },
      "\(message)"
    )
  }

  @Test(arguments: ["on", "bool", "ignoring", "group_left", "atan2", "group_right"])
  func someKeywordsNameNoMetric(_ word: String) {
    #expect(refusal(of: word).contains("expected an expression"))
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let problem = #expect(throws: ParseProblem.self) {
      try Expression.parse(bytes: [0x75, 0x70, 0x7b, 0x61, 0x3d, 0x22, 0xff, 0x22, 0x7d])
    }
    #expect(problem?.description == "1:6: parse error: invalid UTF-8 rune")
  }

  /// The problem of a text; empty where it has none.
  private func refusal(of text: String) -> String {
    do {
      _ = try Expression.parse(text)
      return ""
    } catch {
      return error.description
    }
  }
}
