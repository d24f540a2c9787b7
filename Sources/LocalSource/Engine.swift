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

  /// Makes an engine.
  ///
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
        message: "the expression gives no instant vector and no scalar"
      )
    }
  }

  @concurrent
  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let expression = try parsed(query.expression)
    let evaluator = evaluator(deadline: query.deadline)
    let (result, elapsed) = try timed { () throws(EvaluationError) in
      try evaluator.range(
        expression,
        from: query.start.milliseconds,
        through: query.end.milliseconds,
        step: query.step.nanoseconds / 1_000_000
      )
    }
    guard case .matrix(let series) = result.value else {
      throw .api(type: "bad_data", message: "the expression gives no series")
    }
    return result.answer(series, elapsed)
  }

  /// The value of an expression of any type, for a command that prints it.
  ///
  /// - Parameter query: The query.
  /// - Returns: The value with warnings.
  /// - Throws: `SourceError.api`: `bad_data` for what cannot be read, with line and column, and
  ///   `execution` for what cannot be evaluated.
  @concurrent
  package func evaluate(
    _ query: InstantQuery
  ) async throws(SourceError) -> Answer<EvaluationValue> {
    try value(query)
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
      throw .api(type: "bad_data", message: "\(selector) is no series selector")
    }
    return vector.matchers
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

  private func value(_ query: InstantQuery) throws(SourceError) -> Answer<EvaluationValue> {
    let expression = try parsed(query.expression)
    let evaluator = evaluator(deadline: query.deadline)
    let moment = (query.time ?? now()).milliseconds
    let (result, elapsed) = try timed { () throws(EvaluationError) in
      try evaluator.instant(expression, at: moment)
    }
    return result.answer(result.value, elapsed)
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

  private func timed(
    _ work: () throws(EvaluationError) -> EvaluationResult
  ) throws(SourceError) -> (EvaluationResult, Duration) {
    let start = ContinuousClock.now
    do throws(EvaluationError) {
      return (try work(), start.duration(to: .now))
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

extension EvaluationResult {
  /// An answer with a value of this result and its remarks.
  fileprivate func answer<Value: Sendable>(_ value: Value, _ elapsed: Duration) -> Answer<Value> {
    Answer(
      value,
      warnings: warnings,
      infos: infos,
      receipt: Receipt(elapsed: elapsed, requests: 0)
    )
  }
}

extension Answer {
  /// The same answer with another value.
  fileprivate func with<Other: Sendable>(_ value: Other) -> Answer<Other> {
    Answer<Other>(value, warnings: warnings, infos: infos, receipt: receipt)
  }
}
