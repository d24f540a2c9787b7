import Checks
import Telemetry
import Testing

@Suite("Metrics as targets expose them")
struct MetricLintTests {
  /// The families of an exposition whose series are told by their names and one label.
  private func families(_ text: String, _ series: [[String: String]]) -> [MetricFamily] {
    MetricFamily.all(in: text, series: series.map { LabelSet($0) })
  }

  private func problems(_ name: String, _ type: String, labels: [String: String] = [:]) -> [String]
  {
    var family = MetricFamily(name)
    (family.type, family.hasHelp) = (type, true)
    family.series = [LabelSet(labels.merging(["__name__": name]) { $1 })]
    return MetricLint.problems(of: family)
  }

  @Test func seriesBelongToTheirFamilies() {
    let text = """
      # HELP took_seconds Time.
      # TYPE took_seconds histogram
      # TYPE hits counter
      # TYPE own_count gauge

      """
    let names = [
      "took_seconds_bucket", "took_seconds_sum", "took_seconds_count", "hits_total", "own_count",
      "lone_total",
    ]
    let families = families(text, names.map { ["__name__": $0] })
    #expect(families.map(\.name) == ["took_seconds", "hits", "own_count", "lone_total"])
    #expect(families.map(\.series.count) == [3, 1, 1, 1])
    #expect(families.map(\.type) == ["histogram", "counter", "gauge", "untyped"])
    #expect(families.first?.hasHelp == true && families.last?.hasHelp == false)
  }

  @Test(arguments: [
    ("hits_total", "counter", []),
    ("hits", "counter", ["counter metrics should have \"_total\" suffix"]),
    ("hits_total", "gauge", ["non-counter metrics should not have \"_total\" suffix"]),
    ("hits_total", "untyped", []),
    ("took_milliseconds", "gauge", ["use base unit \"seconds\" instead of \"milliseconds\""]),
    ("took_seconds", "gauge", []),
    ("took_ms", "gauge", ["metric names should not contain abbreviated units"]),
    ("thermometers", "gauge", []),
    ("job:hits", "gauge", ["metric names should not contain ':'"]),
    ("tookTime", "gauge", ["metric names should be written in 'snake_case' not 'camelCase'"]),
    (
      "own_count", "gauge",
      ["non-histogram and non-summary metrics should not have \"_count\" suffix"]
    ),
    ("queue_gauge", "gauge", ["metric name should not include type 'gauge'"]),
  ])
  func namesAreJudgedInPromtoolsWords(_ name: String, _ type: String, _ expected: [String]) {
    #expect(problems(name, type) == expected)
  }

  @Test func labelsAreJudgedToo() {
    #expect(
      problems("hits_total", "counter", labels: ["le": "1"])
        == ["non-histogram metrics should not have \"le\" label"]
    )
    #expect(
      problems("hits_total", "counter", labels: ["statusCode": "1"])
        == ["label names should be written in 'snake_case' not 'camelCase'"]
    )
  }

  @Test func oneFindingNamesAllMetricsOfAProblem() {
    let names = (0..<6).map { "m\($0)" }
    let outcome = ExpositionChecks.outcome(
      of: families("", names.map { ["__name__": $0] }),
      at: "http://a/metrics"
    )
    #expect(outcome.findings.map(\.what) == ["m0, m1, m2, m3 and 2 more: no help text"])
    #expect(outcome.findings.map(\.severity) == [.note])
  }

  @Test func histogramsCountOnceForAllTheirBounds() {
    let series = (0..<600).flatMap { user in
      ["1", "2", "+Inf"].map { ["__name__": "took_bucket", "le": $0, "user": "\(user)"] }
    }
    let text = "# HELP took Time.\n# TYPE took histogram\n"
    let family = families(text, series)
    #expect(family.map(\.distinctSeries) == [600])
    #expect(ExpositionChecks.outcome(of: family, at: "a").findings.isEmpty)
  }

  @Test(arguments: [
    ([0.5, 1, 2.5], 0), ([0.1, 10], 2), ([0.5, 0.9], 2), ([1.0, 2], 0), ([0.8, 1.9, 4], 0),
  ])
  func bucketsAreJudgedAroundThresholds(_ bounds: [Double], _ count: Int) {
    let outcome = BucketChecks.outcome(of: bounds + [.infinity], around: [1, 2], at: "shop")
    #expect(outcome.findings.count == count, "\(outcome.findings)")
    #expect(outcome.inOrder.count == (count == 0 ? 1 : 0))
  }
}
