import Signals
import Telemetry
import Testing

@Suite struct PromQLTextTests {
  @Test(
    arguments: [
      ("", "\"\""),
      ("backend", "\"backend\""),
      ("say \"hi\"", #""say \"hi\"""#),
      (#"C:\temp"#, #""C:\\temp""#),
      (#"\""#, #""\\\"""#),
      ("two\nlines", #""two\nlines""#),
      ("\r\n", #""\r\n""#),
      ("a\tb", #""a\tb""#),
      ("größe 日本", "\"größe 日本\""),
      ("it's `raw`", "\"it's `raw`\""),
      ("x\"\u{301}y", "\"x\\\"\u{301}y\""),
    ]
  )
  func valuesAreQuotedWithGosEscapes(value: String, expected: String) {
    #expect(Array(PromQLText.quoted(value).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test(
    arguments: [
      ("job", "job"), ("_private9", "_private9"), ("le", "le"), ("http.method", "\"http.method\""),
      ("9lives", "\"9lives\""), ("a:b", "\"a:b\""), ("größe", "\"größe\""), ("", "\"\""),
      ("a-b", "\"a-b\""), ("sp ace", "\"sp ace\""), ("e\u{301}", "\"e\u{301}\""),
    ]
  )
  func labelNamesAreQuotedWhereTheyAreNotClassic(name: String, expected: String) {
    #expect(PromQLText.name(name) == expected)
  }

  @Test(
    arguments: [
      ("http_requests_total", "http_requests_total"),
      ("job:requests:rate5m", "job:requests:rate5m"),
      ("http.server.duration", "{\"http.server.duration\"}"),
      ("9lives", "{\"9lives\"}"),
      ("bad\"name", #"{"bad\"name"}"#),
      ("größe", "{\"größe\"}"),
      ("", "{\"\"}"),
    ]
  )
  func metricNamesThatAreNotClassicMoveIntoTheBraces(metric: String, expected: String) {
    #expect(PromQLText.selector(metric) == expected)
  }

  @Test func matchersFollowTheirMetric() {
    let matchers = [
      LabelMatcher("job", .equal, "backend"),
      LabelMatcher("http.route", .matchesNot, "/in\"ternal.*"),
    ]
    #expect(
      PromQLText.selector("up", matchers)
        == #"up{job="backend","http.route"!~"/in\"ternal.*"}"#
    )
    #expect(
      PromQLText.selector("http.server.duration", matchers)
        == #"{"http.server.duration",job="backend","http.route"!~"/in\"ternal.*"}"#
    )
  }

  @Test(
    arguments: [
      ("hit", "hit"), ("a.b", #"a\.b"#), ("1+1=2", #"1\+1=2"#),
      ("(x|y)[z]{1}", #"\(x\|y\)\[z\]\{1\}"#),
      (#"^\$"#, #"\^\\\$"#), ("*?", #"\*\?"#), (".\u{301}", "\\.\u{301}"),
    ]
  )
  func whatARegularExpressionMeansIsEscaped(value: String, expected: String) {
    #expect(
      Array(PromQLText.regexEscaped(value).unicodeScalars) == Array(expected.unicodeScalars)
    )
  }
}
