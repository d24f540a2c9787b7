package import PromQL
import Synchronization
package import Telemetry

/// The embedded engine: answers PromQL from a store in memory, as a server would.
package struct LocalEngine: MetricsSource {
  /// The series.
  package let store: SeriesStore
  /// The rules; `nil` where there are none.
  package let rules: RuleBook?
  /// The targets.
  package let board: TargetBoard

  /// The bounds of an evaluation in a process that is to stay small: 80 MB of values at one time.
  package static let bounds: EvaluationOptions = {
    var bounds = EvaluationOptions()
    bounds.maximumSamples = 10_000_000
    return bounds
  }()

  private let options: EvaluationOptions
  private let memory = EngineMemory()
  private let now: @Sendable () -> Timestamp

  /// - Parameters:
  ///   - store: The series.
  ///   - rules: The rules, over the same store.
  ///   - board: Where scrapers tell of their targets.
  ///   - options: The bounds of an evaluation.
  ///   - now: The clock, for queries that name no time.
  package init(
    store: SeriesStore,
    rules: RuleBook? = nil,
    board: TargetBoard = TargetBoard(),
    options: EvaluationOptions = LocalEngine.bounds,
    now: @escaping @Sendable () -> Timestamp
  ) {
    self.store = store
    self.rules = rules
    self.board = board
    self.options = options
    self.now = now
  }

  @concurrent
  package func instant(
    _ query: InstantQuery
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    let answer = try value(query)
    switch answer.value {
    case .vector(let elements): return answer.with(elements)
    case .scalar(let sample):
      return answer.with([VectorSample(timestamp: sample.timestamp, value: sample.value)])
    case .string, .matrix:
      throw .api(
        type: "bad_data",
        message: "the expression is neither an instant vector nor a scalar"
      )
    }
  }

  @concurrent
  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let expression = try parsed(query.expression)
    let evaluator = evaluator(deadline: query.deadline)
    let answer = try timed { () throws(EvaluationError) in
      try evaluator.range(
        expression,
        from: query.start.milliseconds,
        through: query.end.milliseconds,
        step: query.step.nanoseconds / 1_000_000
      )
    }
    guard case .matrix(let series) = answer.value else {
      throw .api(type: "bad_data", message: "the expression is not a vector or scalar")
    }
    return answer.with(series)
  }

  @concurrent
  package func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    var values: Set<ByteText> = []
    let (after, through) = (search.start.milliseconds, search.end.milliseconds)
    for matchers in try search.selectors.isEmpty ? [[]] : search.selectors.map(matchers) {
      let found = store.labelValues(of: name, matching: matchers, after: after, through: through)
      values.formUnion(found.map(ByteText.init))
    }
    return Answer(values.map(\.text).sorted(by: ByteText.isBefore), receipt: Receipt(requests: 0))
  }

  private func matchers(_ selector: String) throws(SourceError) -> [LabelMatcher] {
    guard case .vectorSelector(let vector) = try parsed(selector) else {
      throw .api(type: "bad_data", message: "\(selector) is not a series selector")
    }
    return vector.matchers
  }

  /// Nothing: expositions are taken without their metadata.
  package func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    Answer([:], receipt: Receipt(requests: 0))
  }

  package func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    Answer(board.targets)
  }

  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    // Asked for at every refresh, and so as often as what is held needs to be told.
    Answer(rules?.alerts ?? [], receipt: Receipt(holding: store.status.holding))
  }

  package func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    Answer(rules?.alertRules ?? [])
  }

  // MARK: - Evaluation

  private func value(_ query: InstantQuery) throws(SourceError) -> Answer<QueryValue> {
    let expression = try parsed(query.expression)
    let evaluator = evaluator(deadline: query.deadline)
    let moment = (query.time ?? now()).milliseconds
    return try timed { () throws(EvaluationError) in
      try evaluator.instant(expression, at: moment)
    }
  }

  private func parsed(_ text: String) throws(SourceError) -> Expression {
    do throws(ParseProblem) {
      return try memory.expression(text)
    } catch {
      throw .api(type: "bad_data", message: error.description)
    }
  }

  /// An evaluator that gives up when the caller's patience ends or nobody waits any more.
  private func evaluator(deadline: Duration) -> Evaluator {
    var options = options
    let end = ContinuousClock.now.advanced(by: deadline)
    options.checkpoint = { () throws(EvaluationError) in
      if Task.isCancelled { throw .cancelled }
      if ContinuousClock.now >= end { throw .timedOut }
    }
    return Evaluator(store: store, options: options, memo: memory.results)
  }

  /// An answer with how long it took.
  private func timed(
    _ work: () throws(EvaluationError) -> Answer<QueryValue>
  ) throws(SourceError) -> Answer<QueryValue> {
    let start = ContinuousClock.now
    do throws(EvaluationError) {
      var answer = try work()
      answer.receipt = Receipt(elapsed: start.duration(to: .now), requests: 0)
      return answer
    } catch {
      throw SourceError(error, after: start.duration(to: .now))
    }
  }
}

extension SourceError {
  /// Translates why an evaluation ended, by the types of Prometheus' API.
  init(_ error: EvaluationError, after elapsed: Duration) {
    switch error {
    case .cancelled: self = .cancelled
    case .timedOut: self = .api(type: "timeout", message: error.message)
    case .invalid, .tooManyPoints: self = .api(type: "bad_data", message: error.message)
    case .execution, .tooManySamples: self = .api(type: "execution", message: error.message)
    }
  }
}
