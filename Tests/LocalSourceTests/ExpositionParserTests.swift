import LocalSource
import Telemetry
import TestSupport
import Testing

@Suite struct ExpositionParserTests {
  /// A sample by its labels, so that tests need no places.
  private struct Seen: Equatable, CustomStringConvertible {
    var series: String
    var value: Double
    var timestamp: Int64?

    init(_ series: String, _ value: Double, _ timestamp: Int64? = nil) {
      (self.series, self.value, self.timestamp) = (series, value, timestamp)
    }

    static func == (left: Seen, right: Seen) -> Bool {
      left.series == right.series && left.value.bitPattern == right.value.bitPattern
        && left.timestamp == right.timestamp
    }

    var description: String { "\(series) \(value) @\(timestamp.map(String.init) ?? "-")" }
  }

  private func read(_ text: String, _ format: ExpositionFormat = .text) throws -> [Seen] {
    var parser = ExpositionParser()
    let scrape = try parser.parse(Array(text.utf8), as: format)
    let labels = Dictionary(uniqueKeysWithValues: scrape.newSeries.map { ($0.place, $0.labels) })
    return scrape.samples.map {
      Seen(labels[$0.place]?.description ?? "?", $0.value, $0.timestamp)
    }
  }

  private func problem(_ text: String, _ format: ExpositionFormat = .text) -> String {
    do throws(ExpositionProblem) {
      var parser = ExpositionParser()
      let scrape = try parser.parse(Array(text.utf8), as: format)
      return "no problem, \(scrape.samples.count) samples"
    } catch {
      return error.message
    }
  }

  @Test func theTextFormatIsRead() throws {
    let text = """
      # HELP http_requests_total Requests.
      # TYPE http_requests_total counter
      http_requests_total{method="GET",status="200"} 1027 1395066363000
      http_requests_total{status="500",method="POST",} 3

      # any comment
      #and another
      metric_without_labels\t12.47
        indented { a = "b" , c = "d" }   1e3
      minus_zero -0
      """
    #expect(
      try read(text) == [
        Seen(#"http_requests_total{method="GET",status="200"}"#, 1027, 1_395_066_363_000),
        Seen(#"http_requests_total{method="POST",status="500"}"#, 3),
        Seen("metric_without_labels", 12.47),
        Seen(#"indented{a="b",c="d"}"#, 1000),
        Seen("minus_zero", -0.0),
      ]
    )
  }

  @Test func openMetricsIsRead() throws {
    let text = """
      # TYPE request_seconds histogram
      # UNIT request_seconds seconds
      # HELP request_seconds A "histogram".
      request_seconds_bucket{le="0.1"} 8 # {trace_id="abc"} 0.05
      request_seconds_bucket{le="+Inf"} 10 1520879607.789 # {trace_id="a\\"} b"} 0.67 1520879607.5
      request_seconds_count 10 -1.5
      {"a.b","l.x"="v"} 1
      # EOF

      """
    #expect(
      try read(text, .openMetrics) == [
        Seen(#"request_seconds_bucket{le="0.1"}"#, 8),
        Seen(#"request_seconds_bucket{le="+Inf"}"#, 10, 1_520_879_607_789),
        Seen("request_seconds_count", 10, -1500),
        Seen(#"{"a.b","l.x"="v"}"#, 1),
      ]
    )
  }

  @Test func escapesAndUTF8AreRead() throws {
    let text = #"""
      a{v="back\\slash \"quote\" line\nend \x",w="日本 🎉"} 1
      {"ü.metric",plain="x","quoted label"="y"} 2
      a{v=""} 3
      """#
    let seen = try read(text)
    #expect(seen.map(\.series).first == #"a{v="back\\slash \"quote\" line\nend \\x",w="日本 🎉"}"#)
    #expect(seen.dropFirst().first == Seen(#"{"ü.metric",plain="x","quoted label"="y"}"#, 2))
    #expect(seen.last == Seen("a", 3))
  }

  @Test(
    arguments: [
      ("NaN", 0x7ff8_0000_0000_0001), ("nan", 0x7ff8_0000_0000_0001),
      ("+Inf", Double.infinity.bitPattern), ("-infinity", (-Double.infinity).bitPattern),
      ("1_000", nil), ("0x1p-2", nil), ("0x10", nil), ("+NaN", nil), ("1e999", nil), ("", nil),
      ("1e-400", 0), (".5", 0.5.bitPattern), ("5.", 5.0.bitPattern), (".", nil), ("1e", nil),
      ("1e+", nil), ("--1", nil), ("1,5", nil), ("1.7976931348623157e308", 0x7fef_ffff_ffff_ffff),
      ("4.9e-324", 1), ("0.1", 0.1.bitPattern),
      ("123456789012345678901234567890", 0x45f8_ee90_ff6c_373e),
      ("9007199254740993", 9007199254740992.0.bitPattern), ("1e22", 1e22.bitPattern),
      ("1e23", 1e23.bitPattern), ("0000000000000000000000000000001", 1.0.bitPattern),
      ("0.30000000000000004", 0.30000000000000004.bitPattern),
    ] as [(String, UInt64?)]
  )
  func numbersAreThoseOfPrometheus(_ token: String, _ bits: UInt64?) {
    let value = try? read("a \(token)").first?.value
    #expect(value?.bitPattern == bits, "\(token)")
  }

  @Test(arguments: [
    ("a 1\nb{c=\"d\" 2\n", "line 2: expected a label name, found '2'"),
    ("a 1\nb{c=\"d\n", "line 2: expected the closing quote, found '\"d'"),
    ("a 1\n\nb\n", "line 3: expected a value, found the end of the line"),
    ("a one\n", "line 1: expected a number, found 'one'"),
    ("a 1 -5\n", "line 1: expected a timestamp in milliseconds, found '-5'"),
    ("a 1 1.5\n", "line 1: expected a timestamp in milliseconds, found '1.5'"),
    ("a 1 5 6\n", "line 1: expected the end of the line, found '6'"),
    ("<html>\n<body>", "line 1: expected a metric name, found '<html>'"),
    ("{a=\"b\"} 1\n", "line 1: the series has no metric name"),
    ("a{b=\"1\",b=\"2\"} 1\n", "line 1: duplicate label 'b'"),
    ("{\"a\",\"b\"} 1\n", "line 1: a second metric name, found '\"b\"} 1'"),
    ("# TYPE a thing\n", "line 1: unknown metric type 'thing'"),
    ("# TYPE 5 counter\n", "line 1: expected a metric name, found '5 counter'"),
    ("a{b=c} 1\n", "line 1: expected a label value in quotes, found 'c} 1'"),
    ("a 1\r\n", "line 1: expected a number, found '1\\r'"),
    ("a{b=\"1\n2\"} 1\nc{\n", "line 3: expected a label name, found the end of the line"),
  ])
  func malformedTextIsRefusedWithItsLine(_ text: String, _ message: String) {
    #expect(problem(text) == message)
  }

  @Test(arguments: [
    ("a 1\n", "line 2: the exposition does not end with '# EOF'"),
    ("a 1", "line 1: expected a space or the end of the line, found the end of the text"),
    ("a 1\n# EOF\nb 1\n", "line 2: unexpected text after '# EOF'"),
    ("a  1\n# EOF\n", "line 1: expected a value, found ' 1'"),
    ("\na 1\n# EOF\n", "line 1: expected a metric name, found the end of the line"),
    (
      "# a comment\n# EOF\n",
      "line 1: expected '# HELP', '# TYPE', '# UNIT' or '# EOF', found '# a comment'"
    ),
    ("# UNIT a_bytes seconds\n# EOF\n", "line 1: the unit 'seconds' is not a suffix of its metric"),
    ("a{b=\"c\" } 1\n# EOF\n", "line 1: expected ',' or '}', found ' } 1'"),
    (
      "a 1 # {b=\"c\"} x\n# EOF\n",
      "line 1: expected the value of the exemplar, found the end of the line"
    ),
    (
      "a 1 2 3\n# EOF\n",
      "line 1: expected a timestamp, an exemplar or the end of the line, found '3'"
    ),
  ])
  func malformedOpenMetricsIsRefusedWithItsLine(_ text: String, _ message: String) {
    #expect(problem(text, .openMetrics) == message)
  }

  @Test func theFormatIsNegotiated() {
    #expect(ExpositionFormat(contentType: "text/plain; version=0.0.4") == .text)
    #expect(
      ExpositionFormat(contentType: "Application/OpenMetrics-Text; version=1.0.0; charset=utf-8")
        == .openMetrics
    )
    #expect(ExpositionFormat(contentType: "") == .text)
  }

  @Test func knownSeriesAreNotReadAgain() throws {
    var parser = ExpositionParser()
    let first = try parser.parse(Array("a{x=\"1\"} 1\nab 2\na 3\n".utf8), as: .text)
    #expect(first.newSeries.count == 3)
    let second = try parser.parse(Array("ab 2\na{x=\"1\"} 1\na 3\nabc 4\n".utf8), as: .text)
    #expect(second.newSeries.map(\.labels.description) == ["abc"])
    #expect(second.samples.map(\.place) == [1, 0, 2, 3])
    let third = try parser.parse(Array("a{x=\"1\"} 1\nabc 2\n".utf8), as: .text)
    #expect(third.newSeries.isEmpty)
    #expect(third.samples.map(\.place) == [0, 3])
  }

  @Test func duplicatesAreRefusedAndCounted() throws {
    var parser = ExpositionParser()
    let scrape = try parser.parse(Array("a 1\nb 2\na 3\na 4 5\n".utf8), as: .text)
    #expect(scrape.samples.map(\.value) == [1, 2, 4])
    #expect(scrape.duplicates == 1)
    #expect(scrape.exposed == 4)
  }

  @Test func tooManySamplesAreRefused() {
    var parser = ExpositionParser()
    let error = #expect(throws: ExpositionProblem.self) {
      try parser.parse(Array("a 1\nb 2\n".utf8), as: .text, limit: 1)
    }
    #expect(error?.reason == "more than the limit of 1 samples")
  }

  @Test func aByteThatChangesNeverTraps() {
    let seeds = [
      Array(
        "# HELP a b\n# TYPE a counter\na{b=\"c\\\"d\",e=\"f\"} 1.5e3 1795343062000\nb 2\n".utf8
      ),
      Array(
        "# TYPE a counter\n# UNIT a_s s\na_total{b=\"c\"} 1 2.5 # {t=\"u\"} 3 4\n{\"x.y\"} 1\n# EOF\n"
          .utf8
      ),
    ]
    var random = SeededGenerator(seed: 4)
    let pieces = ["\"", "\\", "\n", "{", "}", ",", "=", "#", " ", "# EOF\n", "\u{0}", "é", "nan"]
    for round in 0..<fuzzCases(20_000) {
      var bytes = seeds[round % 2]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          bytes.insert(
            contentsOf: Array(pieces.randomElement(using: &random)?.utf8 ?? "".utf8),
            at: place
          )
        case 1: bytes.removeSubrange(place..<Int.random(in: place...bytes.count, using: &random))
        case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
        default: bytes.insert(contentsOf: bytes.prefix(place), at: place)
        }
      }
      var parser = ExpositionParser()
      let format = round % 4 < 2 ? ExpositionFormat.text : .openMetrics
      let first = Result { try parser.parse(bytes, as: format) }
      let second = Result { try parser.parse(bytes, as: format) }
      // What was read once is read the same when its series are known.
      switch (first, second) {
      case (.success(let one), .success(let two)):
        #expect(two.newSeries.isEmpty)
        #expect(one.samples.map(\.place) == two.samples.map(\.place))
        #expect(one.samples.map(\.value.bitPattern) == two.samples.map(\.value.bitPattern))
      case (.failure(let one as ExpositionProblem), .failure(let two as ExpositionProblem)):
        #expect(one == two)
        #expect(one.line <= bytes.count { $0 == 10 } + 1)
      default:
        Issue.record("read differently the second time: \(String(decoding: bytes, as: UTF8.self))")
      }
    }
  }
}
