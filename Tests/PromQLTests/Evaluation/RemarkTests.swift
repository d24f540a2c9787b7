import PromQL
import Telemetry
import Testing

/// What a query is told besides its answer, and the place in the query that it is about.
@Suite struct RemarkTests {
  private let question: Question = {
    var question = Question()
    question.store.add("busy", ["n": "1"], values: [1, 2, 3])
    question.store.add("busy_total", ["n": "1"], values: [1, 2, 3])
    for (bound, count) in [("1", 5.0), ("2", 3), ("+Inf", 7)] {
      question.store.add("h_bucket", ["le": bound], values: [count])
    }
    question.store.add("odd_bucket", ["le": "much"], values: [1])
    return question
  }()

  private let notACounter =
    "PromQL info: metric might not be a counter, name does not end in "
    + "_total/_sum/_count/_bucket: \"busy\""

  @Test func aRateOfNoCounterIsPointedAt() throws {
    let at = Int64(120_000)
    #expect(try question.remarks("rate(busy[3m])", at: at) == [notACounter + " (1:6)"])
    #expect(
      try question.remarks("sum(\n  increase(busy[3m]))", at: at) == [notACounter + " (2:12)"]
    )
    #expect(
      try question.remarks("rate(busy[3m]) + rate(busy[3m])", at: at) == [
        notACounter + " (1:6)", notACounter + " (1:23)",
      ]
    )
    #expect(try question.remarks("rate(((busy[3m])))", at: at) == [notACounter + " (1:8)"])
    #expect(try question.remarks("rate((busy)[3m:1m])", at: at) == [notACounter + " (1:6)"])
    #expect(try question.remarks("rate(busy_total[3m])", at: at) == [])
    #expect(try question.remarks("delta(busy[3m])", at: at) == [])
  }

  @Test(arguments: [
    ("quantile(1.5, busy)", ["1.5 (1:10)"]),
    ("quantile by (n) (-1, busy)", ["-1 (1:18)"]),
    ("quantile(NaN, busy)", ["NaN (1:10)"]), ("quantile((2), busy)", ["2 (1:11)"]),
    ("quantile(1234567, busy)", ["1.234567e+06 (1:10)"]),
    ("quantile_over_time(2, busy[3m])", ["2 (1:20)"]),
    ("quantile_over_time(2, nothing[3m])", []),
    ("histogram_quantile(2, h_bucket)", ["2 (1:20)"]),
    ("quantile(1, busy) + quantile(0, busy)", []),
  ])
  func aQuantileThatIsNoneIsPointedAt(_ query: String, _ ends: [String]) throws {
    let start = "PromQL warning: quantile value should be between 0 and 1, got "
    let remarks = try question.remarks(query).filter { $0.hasPrefix("PromQL warning") }
    #expect(remarks == ends.map { start + $0 })
  }

  @Test func bucketsThatFallAreNamed() throws {
    let start =
      "PromQL info: input to histogram_quantile needed to be fixed for monotonicity "
      + "(see https://prometheus.io/docs/prometheus/latest/querying/functions/"
      + "#histogram_quantile) for metric name "
    #expect(
      try question.remarks("histogram_quantile(0.9, h_bucket)") == [start + "\"h_bucket\" (1:25)"]
    )
    #expect(
      try question.remarks("histogram_quantile(0.9, sum by (le) (h_bucket))") == [
        start + "\"\" (1:25)"
      ]
    )
  }

  @Test func aBucketWithoutABoundIsNamed() throws {
    let start = "PromQL warning: bucket label \"le\" is missing or has a malformed value of "
    #expect(
      try question.remarks("histogram_quantile(0.9, odd_bucket)") == [
        start + "\"much\" for metric name \"odd_bucket\" (1:25)"
      ]
    )
    #expect(
      try question.remarks("histogram_fraction(0, 1, busy)") == [
        start + "\"\" for metric name \"busy\" (1:26)"
      ]
    )
  }

  @Test func anExpressionThatWasNotReadHasNoPlaces() throws {
    let selector = VectorSelector(matchers: [LabelMatcher("__name__", .equal, "busy")])
    let matrix = MatrixSelector(selector: selector, range: 180_000)
    let rate = Expression.call(FunctionCall(.rate, [.matrixSelector(matrix)]))
    #expect(
      try Evaluator(store: question.store).instant(rate, at: 120_000).infos == [notACounter]
    )
    #expect(try rate == Expression.parse("rate(busy[3m])"))
  }
}
