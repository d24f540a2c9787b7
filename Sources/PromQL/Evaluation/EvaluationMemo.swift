import Synchronization

/// The results of aggregations over one state of a store, for other questions that contain them.
///
/// The panels of a dashboard ask for three quantiles of one histogram, and for ratios whose parts
/// others show too. Aggregations are what is kept, since their results are small and what they are
/// made of is not. All is forgotten when the store changes.
package final class EvaluationMemo: Sendable {
  /// Inputs of a result besides the store.
  struct Key: Hashable, Sendable {
    let aggregation: Aggregation
    let steps: EvaluationSteps
    let queryStart: Int64
    let queryEnd: Int64
    let lookback: Int64
    let subqueryStep: Int64
  }

  private struct State {
    var version: UInt64 = 0
    var results: [Key: StepVectors] = [:]
    /// How many values the results have.
    var size = 0
  }

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: How many values are kept at most, of eight bytes each.
  package init(limit: Int = 1 << 18) {
    self.limit = limit
  }

  /// A result that was found in this state of the store.
  func result(_ key: Key, version: UInt64) -> StepVectors? {
    state.withLock { $0.version == version ? $0.results[key] : nil }
  }

  /// Keeps a result, if there is room.
  func keep(_ result: StepVectors, for key: Key, version: UInt64) {
    state.withLock { state in
      if state.version != version { state = State(version: version) }
      guard state.size + result.size <= limit, state.results[key] == nil else { return }
      state.results[key] = result
      state.size += result.size
    }
  }
}

extension Evaluation {
  /// Evaluates an aggregation, unless its result is known.
  ///
  /// A result with remarks is not kept: they name the place in the text, which differs.
  mutating func remembered(
    _ aggregation: Aggregation,
    _ steps: EvaluationSteps
  ) throws(EvaluationError) -> StepVectors {
    if let given = known[aggregation] { return given }
    guard let memo, let version = store.version else {
      return try vectors(of: aggregation, steps)
    }
    let key = EvaluationMemo.Key(
      aggregation: aggregation,
      steps: steps,
      queryStart: queryStart,
      queryEnd: queryEnd,
      lookback: options.lookback,
      subqueryStep: options.subqueryStep
    )
    if let known = memo.result(key, version: version) { return known }
    let before = annotations
    annotations = Annotations()
    let result = try vectors(of: aggregation, steps)
    let own = annotations
    annotations = before
    annotations.add(own)
    // What was read while the store changed belongs to neither state.
    if own.isEmpty, store.version == version { memo.keep(result, for: key, version: version) }
    return result
  }
}
