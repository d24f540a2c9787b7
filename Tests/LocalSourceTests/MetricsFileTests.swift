import LocalSource
import PromQL
import Telemetry
import Testing

@Suite struct MetricsFileTests {
  private func load(_ text: String) throws -> [String: [Int64: Double]] {
    let store = try MetricsFile.read(Array(text.utf8), now: Timestamp(milliseconds: 77))
    let series = store.series(
      matching: [LabelMatcher("__name__", .matches, ".+")],
      after: .min,
      through: .max
    )
    return Dictionary(
      uniqueKeysWithValues: series.map {
        ($0.labels.description, Dictionary(uniqueKeysWithValues: zip($0.timestamps, $0.values)))
      }
    )
  }

  @Test func historyInOpenMetricsIsRead() throws {
    let text = """
      # HELP a_total Help.
      # TYPE a counter
      a_total{x="1"} 1 -60
      a_total{x="2"} 5 0
      a_total{x="1"} 2 0.5
      a_total{x="1"} 3 60 # {trace="t"} 1
      {"b.c","d.e"="ü"} +Inf 1795343062.123
      # EOF
      """
    #expect(
      try load(text) == [
        #"a_total{x="1"}"#: [-60_000: 1, 500: 2, 60_000: 3],
        #"a_total{x="2"}"#: [0: 5],
        #"{"b.c","d.e"="ü"}"#: [1_795_343_062_123: .infinity],
      ]
    )
  }

  @Test func millisecondsOfSecondsAreExact() throws {
    // Most of these are not whole when multiplied by 1000 in binary.
    let times = (0..<4000).map { Int64($0) + 1_700_000_000_000 }
    let lines = times.map { "a \($0 % 7) \($0 / 1000).\(String($0 % 1000 + 1000).dropFirst())\n" }
    let found = try #require(try load(lines.joined() + "# EOF")["a"])
    #expect(found.keys.sorted() == times)
  }

  @Test(arguments: ["=", "=~"]) func textsOfOneLookAreTwoSeries(_ comparison: String) throws {
    let text = "a{b=\"caf\u{E9}\"} 1 10\na{b=\"cafe\u{301}\"} 2 10\n# EOF"
    let store = try MetricsFile.read(Array(text.utf8), now: Timestamp(milliseconds: 0))
    let kind = try #require(LabelMatcher.Comparison(rawValue: comparison))
    for (value, number) in [("caf\u{E9}", 1.0), ("cafe\u{301}", 2)] {
      let matcher = LabelMatcher("b", kind, value)
      let found = store.series(matching: [matcher], after: 0, through: 20_000)
      #expect(found.map(\.values) == [[number]])
    }
  }

  @Test func anEndIsOptional() throws {
    #expect(try load("a 1 10\na 2 20\n") == ["a": [10_000: 1, 20_000: 2]])
  }

  @Test func millisecondsAreFoundOut() throws {
    #expect(
      try load("a 1 1795343062000\na 2 1795343067000") == [
        "a": [1_795_343_062_000: 1, 1_795_343_067_000: 2]
      ]
    )
  }

  @Test func orderDoesNotMatter() throws {
    #expect(
      try load("a 2 20\nb 1 15\na 1 10\n") == ["a": [10_000: 1, 20_000: 2], "b": [15_000: 1]]
    )
  }

  @Test func whatHasNoTimeIsNow() throws {
    #expect(try load("a 1\n") == ["a": [77: 1]])
  }

  @Test func staleIsAMarker() throws {
    let value = try #require(try load("a 1 10\na stale 20\n")["a"]?[20_000])
    #expect(StaleMarker.isStale(value))
    let number = try #require(try load("a NaN 20\n")["a"]?[20_000])
    #expect(number.isNaN && !StaleMarker.isStale(number))
  }

  @Test(arguments: [
    ("a 1 10\na 2 10\n", 2), ("a 1 x\n", 1), ("a 1 10\n\nb{ 1\n", 3), ("a 1 1e300\n", 1),
    ("a 1 10 11\n", 1), ("a stale1 1\n", 1),
  ])
  func problemsHaveALine(_ text: String, _ line: Int) {
    let problem = #expect(throws: ExpositionProblem.self) { try load(text) }
    #expect(problem?.line == line)
  }
}
