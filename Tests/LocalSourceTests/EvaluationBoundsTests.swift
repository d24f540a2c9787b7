import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

/// Questions that would take all memory end before they take it.
@Suite struct EvaluationBoundsTests {
  @Test(arguments: [
    "{__name__=~\".+\"} ^ {__name__=~\".+\"}",
    "{__name__=~\".+\"}",
    "{__name__=~\".+\"} * on () group_left () {__name__=~\".+\"}",
    "rate({__name__=~\".+\"}[1h])",
    "topk(3, {__name__=~\".+\"})",
    "max_over_time({__name__=~\".+\"}[1d:1ms])",
    "quantile by (id) (0.9, {__name__=~\".+\"})",
  ])
  func aTableThatIsTooLargeIsRefusedBeforeASampleIsRead(_ question: String) throws {
    var store = CountingStore()
    store.seriesCount = 1000
    let evaluator = Evaluator(store: store, options: LocalEngine.bounds)
    #expect(throws: EvaluationError.tooManySamples) {
      _ = try evaluator.range(.parse(question), from: 0, through: 10_999_000, step: 1000)
    }
    #expect(store.reads.value == 0)
  }

  @Test func aSeriesThatIsTooLongIsNotRead() throws {
    var store = CountingStore()
    store.samples = 10_000_001
    let evaluator = Evaluator(store: store, options: LocalEngine.bounds)
    #expect(throws: EvaluationError.tooManySamples) {
      _ = try evaluator.instant(.parse("sum(rate(x[1h]))"), at: 0)
    }
    #expect(store.reads.value == 0)
  }

  @Test func sumsOfManySeriesNeedOneOfThemAtATime() throws {
    var store = CountingStore()
    store.seriesCount = 2000
    // Two million values, of which never more than some thousand are there.
    var options = EvaluationOptions()
    options.maximumSamples = 3000
    let result = try Evaluator(store: store, options: options)
      .range(.parse("sum(rate(x[1m]))"), from: 0, through: 999_000, step: 1000)
    guard case .matrix(let series) = result.value else { return }
    #expect(series.count == 1)
    #expect(store.reads.value == 2000)
  }

  @Test(arguments: ["quantile_over_time(0.5, x[1h])", "rate(x[1h])", "deriv(x[1h:1s])"])
  func anEvaluationLooksWhetherToGoOnWithinOneSeries(_ question: String) throws {
    var store = CountingStore()
    store.seriesCount = 1
    let looks = Tally()
    var options = EvaluationOptions()
    options.checkpoint = { () throws(EvaluationError) in
      looks.add(1)
      if looks.value == 20 { throw .timedOut }
    }
    #expect(throws: EvaluationError.timedOut) {
      _ = try Evaluator(store: store, options: options)
        .range(.parse(question), from: 0, through: 10_999_000, step: 1000)
    }
    #expect(looks.value == 20)
  }

  @Test func theSamplesOfAMatrixAreCountedAsTheyAreRead() throws {
    let store = CountingStore()
    var options = EvaluationOptions()
    options.maximumSamples = 330
    // One series of at most 60 samples at a time, and the 60 that each of five gives.
    #expect(throws: EvaluationError.tooManySamples) {
      _ = try Evaluator(store: store, options: options).instant(.parse("x[1h]"), at: 60_000)
    }
    #expect(store.reads.value == 5)
  }
}
