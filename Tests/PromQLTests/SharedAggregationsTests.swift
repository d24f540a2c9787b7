import PromQL
import Telemetry
import TestSupport
import Testing

/// Expressions as the aggregations that they have in common.
@Suite struct SharedAggregationsTests {
  private static let buckets = "sum by (le) (rate(d_bucket[5m]))"
  private static let failed = #"sum(rate(r_total{status="500"}[5m]))"#
  private static let all = "sum(rate(r_total[5m]))"

  private static func asked(_ expressions: [String]) -> [String] {
    SharedAggregations(expressions).questions
  }

  @Test func quantilesOfOneHistogramAskForItsBucketsOnce() {
    let quantiles = [0.5, 0.95, 0.99].map { "histogram_quantile(\($0), \(Self.buckets)) / 1e3" }
    #expect(Self.asked(quantiles) == [Self.buckets])
    #expect(Self.asked(quantiles + [Self.buckets]) == [Self.buckets])
    #expect(Self.asked([Self.buckets] + quantiles) == [Self.buckets])
  }

  @Test func aRatioAsksForWhatItsPartsAskFor() {
    let errors = "\(Self.failed) or \(Self.all) * 0"
    let asked = Self.asked([Self.all, "(\(errors)) / \(Self.all)", errors])
    #expect(asked == [Self.all, Self.failed])
  }

  @Test func whatHasNothingInCommonIsAskedAsItStands() {
    let alone = [
      "1 - avg(rate(cpu[5m]))", "histogram_quantile(0.9, \(Self.buckets))",
      "sum(pg_a) / sum(pg_b) # full",
    ]
    #expect(Self.asked(alone) == alone)
  }

  /// What may be native histograms, has an order or a name, looks at the clock or at series themselves.
  @Test(
    arguments: [
      "histogram_quantile(0.5, sum(rate(d[5m]))) + 0 * sum(u)",
      "histogram_quantile(0.5, sum by (le) (rate(d[5m]))) + 0 * sum(u)",
      #"histogram_quantile(0.5, sum by (le) (rate({__name__=~"d_bucket"}[5m]))) + 0 * sum(u)"#,
      "histogram_quantile(scalar(sum(u)), sum by (le) (rate(d_bucket[5m])))",
      "topk(2, sum by (job) (u)) + 0 * sum(u)", "sum without (job) (u) + sum(u)",
      "sum by (__name__) (u) + sum(u)", "u / on() group_left sum(u)", "time() - sum(u)",
      "label_replace(sum(u), \"a\", \"b\", \"\", \"\")", "vector(1) + sum(u)", "sum(u) + +",
    ]
  )
  func anythingElseIsAskedAsItStands(_ expression: String) {
    let shared = SharedAggregations([expression, "sum(u)", expression])
    #expect(shared.questions == [expression, "sum(u)", expression])
    #expect(shared.questions(of: 2) == ([2], false))
  }

  /// A dozen buckets for each endpoint, where three numbers for each are wanted.
  @Test func bucketsByOtherLabelsAreNotFetchedForTheirQuantiles() {
    let sums = "sum by (le, path) (rate(d_bucket[5m]))"
    let quantiles = [0.5, 0.9].map { "histogram_quantile(\($0), \(sums))" }
    #expect(Self.asked(quantiles) == quantiles)
    #expect(Self.asked(quantiles + [sums]) == [sums])
  }

  private static let expressions = [
    "histogram_quantile(0.5, \(buckets))", "histogram_quantile(0.99, (\(buckets)))", buckets,
    "sum by (job) (\(all.dropFirst(4).dropLast()))", all, failed, "-(\(all))",
    "(\(failed) or \(all) * 0) / \(all)", "\(failed) or \(all) * 0", "\(all) > bool 1",
    "\(all) > 3",
    "sum by (job) (rate(r_total[5m])) / ignoring (job) group_left \(all)",
    "sum by (job) (rate(r_total[5m])) unless sum by (job) (rate(r_total{status=\"500\"}[5m]))",
    "topk(1, sum by (job) (rate(r_total[5m])))", "0 * \(all) / (0 * \(all))", "2 ^ 3 + \(all)",
    "no_such_metric", "sum(no_such_metric) or \(all)", "sum(no_such_metric) / sum(no_such_metric)",
  ]

  @Test func valuesAreThoseOfExpressionsEvaluatedByThemselves() throws {
    let shared = SharedAggregations(Self.expressions)
    #expect(shared.questions.count == 8)
    for seed in UInt64(1)...8 {
      let evaluator = Evaluator(store: Self.history(seed: seed))
      func range(_ text: String) throws -> [TimeSeries] {
        let answer = try evaluator.range(
          Expression.parse(text),
          from: 0,
          through: 3_600_000,
          step: 37_000
        )
        guard case .matrix(let series) = answer.value else { return [] }
        return series
      }
      let answers = try shared.questions.map(range)
      for (index, text) in Self.expressions.enumerated() {
        let (made, whole) = (try shared.series(of: index, from: answers).value, try range(text))
        #expect(made.map(\.labels) == whole.map(\.labels), "\(text)")
        for (one, other) in zip(made, whole) {
          #expect(one.samples.map(\.timestamp) == other.samples.map(\.timestamp), "\(text)")
          #expect(
            one.samples.map(\.value.bitPattern) == other.samples.map(\.value.bitPattern),
            "\(text)"
          )
        }
      }
    }
  }

  @Test func elementsAreThoseOfExpressionsEvaluatedByThemselves() throws {
    let shared = SharedAggregations(Self.expressions)
    let evaluator = Evaluator(store: Self.history(seed: 3))
    func instant(_ text: String) throws -> [VectorSample] {
      let answer = try evaluator.instant(Expression.parse(text), at: 1_500_000)
      guard case .vector(let vector) = answer.value else { return [] }
      return vector
    }
    let answers = try shared.questions.map(instant)
    var count = 0
    for (index, text) in Self.expressions.enumerated() {
      let (made, whole) = (try shared.vector(of: index, from: answers).value, try instant(text))
      #expect(made.map(\.labels) == whole.map(\.labels), "\(text)")
      #expect(made.map(\.timestamp) == whole.map(\.timestamp), "\(text)")
      #expect(made.map(\.value.bitPattern) == whole.map(\.value.bitPattern), "\(text)")
      count += made.count
    }
    #expect(count > 20)
  }

  @Test func aNativeHistogramIsNotTakenForANumber() {
    let shared = SharedAggregations([Self.all, "\(Self.all) / \(Self.all)"])
    var element = VectorSample(timestamp: Timestamp(seconds: 1), value: 2)
    element.histogram = NativeHistogram(count: 1, sum: 2, buckets: [])
    #expect(throws: EvaluationError.self) { try shared.vector(of: 1, from: [[element]]) }
  }

  @Test func seriesThatFitNoPartnerAreAnError() {
    let shared = SharedAggregations(["sum by (a) (x) / ignoring (a) sum(x)", "sum(x)"])
    func series(_ labels: [String: String]) -> TimeSeries {
      TimeSeries(labels: LabelSet(labels), samples: [Sample(Timestamp(seconds: 1), 1)])
    }
    let one = [series([:])]
    #expect(throws: Never.self) { try shared.series(of: 0, from: [[series(["a": "1"])], one]) }
    let two = ["1", "2"].map { series(["a": $0]) }
    #expect(throws: EvaluationError.self) { try shared.series(of: 0, from: [two, one]) }
  }

  /// Requests and their buckets of two jobs, with gaps, resets and ends of series.
  private static func history(seed: UInt64) -> HistoryStore {
    var random = SeededGenerator(seed: seed)
    var stored: [StoredSeries] = []
    func add(_ labels: [String: String], most: Double) {
      var series = StoredSeries(labels: LabelSet(labels), timestamps: [], values: [])
      var value = 0.0
      for step in Int64(0)..<240 {
        let chance = Int.random(in: 0..<40, using: &random)
        guard chance > 1 else { continue }
        value = chance == 2 ? 0 : value + Double.random(in: 0...most, using: &random)
        series.timestamps.append(step * 15_000 + 400)
        series.values.append(chance == 3 ? StaleMarker.value : value)
      }
      stored.append(series)
    }
    for job in ["api", "web"] {
      for status in ["200", "500"] {
        add(["__name__": "r_total", "job": job, "status": status], most: 40)
      }
      for (index, bound) in ["0.1", "0.5", "1", "2.5", "+Inf"].enumerated() {
        add(["__name__": "d_bucket", "job": job, "le": bound], most: Double(index * 10 + 1))
      }
    }
    return HistoryStore(stored: stored)
  }
}
