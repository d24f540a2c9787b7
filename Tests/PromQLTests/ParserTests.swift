import Testing

@testable import PromQL

/// What texts mean.
@Suite struct ParserTests {
  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"),
    ("2 * 3 % 4 / 5", "(/ (% (* 2 3) 4) 5)"),
    ("a * b atan2 c", "(atan2 (* {__name__=a} {__name__=b}) {__name__=c})"),
    ("-1 ^ 2", "(neg (^ 1 2))"),
    ("-1 * 2", "(* -1 2)"),
    ("-1 ^ -2", "(neg (^ 1 -2))"),
    ("2 ^ -a ^ 2", "(^ 2 (neg (^ {__name__=a} 2)))"),
    ("2 ^ -a * 2", "(* (^ 2 (neg {__name__=a})) 2)"),
    ("--1", "1"),
    ("+-a", "(neg {__name__=a})"),
    ("-(1)", "(neg (paren 1))"),
    ("1 < bool 2 - 1 * 2", "(< bool 1 (- 2 (* 1 2)))"),
    (
      "a or b and c unless d",
      "(or {__name__=a} (unless (and {__name__=b} {__name__=c}) {__name__=d}))"
    ),
    ("a + b == c > d", "(> (== (+ {__name__=a} {__name__=b}) {__name__=c}) {__name__=d})"),
    ("-a offset 5m", "(neg {__name__=a offset 300000})"),
  ])
  func operatorsBindAsInPrometheus(_ text: String, _ expected: String) throws {
    #expect(try shape(of: text) == expected)
  }

  @Test(arguments: [
    ("up", "{__name__=up}"),
    ("a:b:c", "{__name__=a:b:c}"),
    ("up{}", "{__name__=up}"),
    (
      "up{job=\"a\",instance!='b',x=~`c.*`,y!~\"d\",}",
      "{__name__=up,job=a,instance!=b,x=~c.*,y!~d}"
    ),
    ("{job=\"a\"}", "{job=a}"),
    ("{\"http.requests\"}", "{__name__=http.requests}"),
    ("{\"http.requests\", \"http.method\"=~\"G.*\"}", "{__name__=http.requests,http.method=~G.*}"),
    ("{'日本'='語'}", "{日本=語}"),
    ("{__name__=~\"a|b\",__name__!=\"b\"}", "{__name__=~a|b,__name__!=b}"),
    ("{sum=\"x\",by=\"y\",offset=\"z\"}", "{sum=x,by=y,offset=z}"),
    ("up # {\n {job=\"a\" # \"\n}", "{__name__=up,job=a}"),
    ("{x=\"\\x41\\101\\u00e9\\U0001F389\\n\\\"'\"}", "{x=AAé🎉\n\"'}"),
    ("{x='\\'\"'}", "{x='\"}"),
    ("{x=`\\n`}", "{x=\\n}"),
    ("{x=\"\\xff!\"}", "{x=\u{10FFFF}!}"),
  ])
  func selectorsHaveTheirMatchers(_ text: String, _ expected: String) throws {
    #expect(try shape(of: text) == expected)
  }

  @Test(arguments: [
    ("up[5m]", "(range 300000 {__name__=up})"),
    ("up[ 1h30m ]", "(range 5400000 {__name__=up})"),
    ("up[1y2w3d4h5m6s7ms]", "(range 33019506007 {__name__=up})"),
    ("up[300]", "(range 300000 {__name__=up})"),
    ("up[1.5]", "(range 1500 {__name__=up})"),
    ("up[5m] offset 1w", "(range 300000 {__name__=up offset 604800000})"),
    ("up offset -5m", "{__name__=up offset -300000}"),
    ("up offset --5m", "{__name__=up offset 300000}"),
    ("up offset -+ -+-5m", "{__name__=up offset -300000}"),
    ("up[--5m:+30s]", "(subquery 300000 30000 {__name__=up})"),
    ("up offset --5m @ 7", "{__name__=up offset 300000 @ 7000}"),
    ("up offset 90", "{__name__=up offset 90000}"),
    ("up @ 1609746000.5", "{__name__=up @ 1609746000500}"),
    ("up @ -7", "{__name__=up @ -7000}"),
    ("up @ 1h", "{__name__=up @ 3600000}"),
    ("up @ start()", "{__name__=up @ start}"),
    ("up offset 1m @ end()", "{__name__=up offset 60000 @ end}"),
    ("up[1m] @ end() offset 1s", "(range 60000 {__name__=up offset 1000 @ end})"),
    ("up[5m:30s]", "(subquery 300000 30000 {__name__=up})"),
    ("up[5m:]", "(subquery 300000 default {__name__=up})"),
    (
      "rate(up[1m])[1h:5m] @ 10 offset 2m",
      "(subquery 3600000 300000 offset 120000 @ 10000 (rate (range 60000 {__name__=up})))"
    ),
    ("(up)[5m:]", "(subquery 300000 default (paren {__name__=up}))"),
    ("up offset 1m[5m:]", "(subquery 300000 default {__name__=up offset 60000})"),
  ])
  func selectorsCarryModifiers(_ text: String, _ expected: String) throws {
    #expect(try shape(of: text) == expected)
  }

  @Test(arguments: [
    ("sum(up)", "(sum by [] {__name__=up})"),
    ("sum by (job) (up)", "(sum by [\"job\"] {__name__=up})"),
    ("sum(up) by (job,)", "(sum by [\"job\"] {__name__=up})"),
    ("SUM(up) WITHOUT (a, b)", "(sum without [\"a\", \"b\"] {__name__=up})"),
    ("max without () (up)", "(max without [] {__name__=up})"),
    ("topk(3, up)", "(topk by [] 3 {__name__=up})"),
    (
      "count_values by (\"a.b\", on, bool) (\"v\", up)",
      "(count_values by [\"a.b\", \"on\", \"bool\"] 'v' {__name__=up})"
    ),
    ("rate(up[5m])", "(rate (range 300000 {__name__=up}))"),
    ("time()", "(time)"),
    ("round(up)", "(round {__name__=up})"),
    ("round(up, 5m)", "(round {__name__=up} 300)"),
    ("hour()", "(hour)"),
    ("label_join(up, \"a\", \",\")", "(label_join {__name__=up} 'a' ',')"),
    ("label_join(up, \"a\", \",\", \"b\", \"c\")", "(label_join {__name__=up} 'a' ',' 'b' 'c')"),
  ])
  func callsAndAggregationsHaveTheirArguments(_ text: String, _ expected: String) throws {
    #expect(try shape(of: text) == expected)
  }

  @Test(arguments: [
    ("a + on (x) b", "(+ on [\"x\"] {__name__=a} {__name__=b})"),
    ("a + on () b", "(+ on [] {__name__=a} {__name__=b})"),
    (
      "a / ignoring (x, y) group_left b",
      "(/ ignoring [\"x\", \"y\"] left [] {__name__=a} {__name__=b})"
    ),
    ("a * on (x) group_right (z) b", "(* on [\"x\"] right [\"z\"] {__name__=a} {__name__=b})"),
    ("a > bool on (\"x.y\") b", "(> bool on [\"x.y\"] {__name__=a} {__name__=b})"),
    ("a and on (x) b", "(and on [\"x\"] {__name__=a} {__name__=b})"),
    ("a AND b", "(and {__name__=a} {__name__=b})"),
    ("a > 1", "(> {__name__=a} 1)"),
  ])
  func vectorsMatchAsWritten(_ text: String, _ expected: String) throws {
    #expect(try shape(of: text) == expected)
  }

  @Test func setOperatorsMatchManyToMany() throws {
    guard case .binary(let node) = try Expression.parse("a unless b") else {
      Issue.record("no binary operation")
      return
    }
    #expect(node.matching == VectorMatching(.manyToMany))
  }

  @Test(arguments: [
    ("0xF_f", 255), ("0755", 493), ("0755.5", 755.5), ("08", 8), (".5", 0.5), ("5.", 5),
    ("1_000_000", 1e6), ("1e3", 1000), ("1E-3", 0.001), ("+Inf", .infinity), ("-inf", -.infinity),
    ("1h30m", 5400), ("500ms", 0.5), ("-5m", -300), (".123_456", 0.123456), ("2.5e-300", 2.5e-300),
    ("9223372036854775808", 9_223_372_036_854_775_808),
  ])
  func numbersHaveTheirValues(_ text: String, _ expected: Double) throws {
    #expect(try Expression.parse(text) == .number(expected))
  }

  @Test func notANumberIsANumber() throws {
    guard case .number(let value) = try Expression.parse("nAn") else {
      Issue.record("no number")
      return
    }
    #expect(value.isNaN)
  }

  @Test(arguments: [
    "sum", "by", "offset", "and", "or", "start", "end", "step", "range", "anchored", "fill",
    "group", "limitk", "without", "quantile", "count_values",
  ])
  func keywordsNameMetricsWhereAnExpressionBegins(_ word: String) throws {
    #expect(try shape(of: word) == "{__name__=\(word)}")
    #expect(try shape(of: "\(word){a=\"b\"} offset 1s") == "{__name__=\(word),a=b offset 1000}")
    #expect(try shape(of: "\(word) or \(word)") == "(or {__name__=\(word)} {__name__=\(word)})")
  }

  @Test func typesAreThoseOfTheResult() throws {
    let types: [(String, ValueType)] = [
      ("1 + 1", .scalar), ("1 + up", .vector), ("up[1m]", .matrix), ("up[1m:]", .matrix),
      ("\"a\"", .string), ("(up)", .vector), ("time()", .scalar), ("-up", .vector),
      ("sum(up)", .vector), ("rate(up[1m])", .vector),
    ]
    for (text, type) in types { #expect(try Expression.parse(text).type == type, "\(text)") }
  }
}
