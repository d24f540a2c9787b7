import Telemetry
import Testing

@testable import PromQL

/// Selection, rates, sums and operators, from expressions put together by hand.
@Suite struct EvaluatorTests {
  private func selector(_ name: String, offset: Int64 = 0, at: AtModifier? = nil) -> VectorSelector
  {
    VectorSelector(matchers: [LabelMatcher("__name__", .equal, name)], offset: offset, at: at)
  }

  private func rows(
    _ expression: Expression,
    _ store: SeriesFixture,
    from start: Int64,
    through end: Int64,
    step: Int64 = 60_000
  ) throws -> [Row] {
    let result = try Evaluator(store: store).range(
      expression,
      from: start,
      through: end,
      step: step
    )
    guard case .matrix(let series) = result.value else { return [] }
    return series.map { series in
      let values = stride(from: start, through: end, by: Int(step)).map { moment in
        series.samples.first { $0.timestamp == Timestamp(milliseconds: moment) }?.value
      }
      return Row(series.labels.description, values)
    }
  }

  @Test func aSelectorTakesTheNewestSampleOfFiveMinutes() throws {
    var store = SeriesFixture()
    store.add("up", values: [1, 2])
    let found = try rows(.vectorSelector(selector("up")), store, from: 0, through: 420_000)
    // The sample of 1 m is 5 m old at 6 m, and so too old.
    #expect(found == [Row("up", [1, 2, 2, 2, 2, 2, nil, nil])])
  }

  @Test func aStalenessMarkerEndsASeriesAtOnce() throws {
    var store = SeriesFixture()
    store.add("up", values: [1, StaleMarker.value, nil, 4])
    let found = try rows(.vectorSelector(selector("up")), store, from: 0, through: 180_000)
    #expect(found == [Row("up", [1, nil, nil, 4])])
  }

  @Test func rangesAreOpenOnTheLeft() throws {
    var store = SeriesFixture()
    store.add("x_total", values: [1, 2, 3, 4])
    let matrix = MatrixSelector(selector: selector("x_total"), range: 120_000)
    let count = Expression.call(FunctionCall(.countOverTime, [.matrixSelector(matrix)]))
    let found = try rows(count, store, from: 0, through: 180_000)
    #expect(found == [Row("", [1, 2, 2, 2])])
  }

  @Test func ratesAreSummedByLabel() throws {
    var store = SeriesFixture()
    store.add("x_total", ["job": "a", "pod": "1"], values: [0, 60, 120, 180])
    store.add("x_total", ["job": "a", "pod": "2"], values: [0, 120, 240, 360])
    store.add("x_total", ["job": "b", "pod": "3"], values: [0, 6, 12, 18])
    let matrix = MatrixSelector(selector: selector("x_total"), range: 180_000)
    let rate = Expression.call(FunctionCall(.rate, [.matrixSelector(matrix)]))
    let sum = Expression.aggregation(Aggregation(.sum, rate, grouping: ["job"]))
    let found = try rows(sum, store, from: 180_000, through: 180_000)
    #expect(found == [Row("{job=\"a\"}", [3]), Row("{job=\"b\"}", [0.1])])
  }

  @Test func seriesOfEqualLabelsArePartners() throws {
    var store = SeriesFixture()
    store.add("errors", ["job": "a"], values: [1, 2])
    store.add("errors", ["job": "b"], values: [1, 2])
    store.add("requests", ["job": "a"], values: [10, 40])
    let ratio = Expression.binary(
      BinaryOperation(
        .divide,
        .vectorSelector(selector("errors")),
        .vectorSelector(selector("requests")),
        matching: VectorMatching()
      )
    )
    let found = try rows(ratio, store, from: 0, through: 60_000)
    #expect(found == [Row("{job=\"a\"}", [0.1, 0.05])])
  }

  @Test func tooManyPointsAreRefusedInPrometheusWords() {
    let error = #expect(throws: EvaluationError.self) {
      _ = try Evaluator(store: SeriesFixture()).range(
        .number(1),
        from: 0,
        through: 11_000,
        step: 1
      )
    }
    #expect(
      error?.message == "exceeded maximum resolution of 11,000 points per timeseries. "
        + "Try decreasing the query resolution (?step=XX)"
    )
  }

  @Test func tooManySamplesAreRefused() {
    var store = SeriesFixture()
    store.add("up", values: [1, 2, 3])
    var options = EvaluationOptions()
    options.maximumSamples = 2
    #expect(throws: EvaluationError.tooManySamples) {
      _ = try Evaluator(store: store, options: options)
        .instant(.vectorSelector(selector("up")), at: 180_000)
    }
  }

  @Test func whatTheCheckpointThrowsEndsTheEvaluation() {
    var options = EvaluationOptions()
    options.checkpoint = { () throws(EvaluationError) in throw .cancelled }
    #expect(throws: EvaluationError.cancelled) {
      _ = try Evaluator(store: SeriesFixture(), options: options)
        .instant(.vectorSelector(selector("up")), at: 0)
    }
  }
}
