package import Telemetry

/// Evaluates PromQL expressions over the samples of a store.
///
/// - Source: <https://prometheus.io/docs/prometheus/latest/querying/basics/>; where that is silent,
///   `promql/engine.go` of prometheus/prometheus, version 3.
package struct Evaluator: Sendable {
  private let store: any SampleStore
  private let options: EvaluationOptions
  private let memo: EvaluationMemo?

  /// - Parameters:
  ///   - store: The samples.
  ///   - options: The bounds.
  ///   - memo: What is kept of evaluations of this store and no other; `nil` keeps nothing.
  package init(
    store: any SampleStore,
    options: EvaluationOptions = EvaluationOptions(),
    memo: EvaluationMemo? = nil
  ) {
    self.store = store
    self.options = options
    self.memo = memo
  }

  /// Evaluates at one moment.
  ///
  /// - Parameters:
  ///   - expression: Of any type.
  ///   - moment: Milliseconds since the epoch.
  /// - Returns: A value of the expression's own type.
  /// - Throws: `EvaluationError` where there is no value.
  package func instant(
    _ expression: Expression,
    at moment: Int64
  ) throws(EvaluationError) -> Answer<QueryValue> {
    let steps = EvaluationSteps(at: EvaluationSteps.bounded(moment))
    var evaluation = Evaluation(store, options, steps, memo: memo)
    let value = try evaluation.instantValue(expression, steps)
    return evaluation.result(value)
  }

  /// Evaluates at each step of a range.
  ///
  /// - Parameters:
  ///   - expression: A scalar or an instant vector.
  ///   - start: The first moment, in milliseconds since the epoch.
  ///   - end: The bound of the last moment, inclusive.
  ///   - step: Milliseconds from one moment to the next, above zero.
  /// - Returns: A matrix, in which a scalar is a series without labels.
  /// - Throws: `EvaluationError` where there is no value.
  package func range(
    _ expression: Expression,
    from start: Int64,
    through end: Int64,
    step: Int64
  ) throws(EvaluationError) -> Answer<QueryValue> {
    guard expression.type == .scalar || expression.type == .vector else {
      throw .invalid(
        "invalid expression type \"\(expression.type.documentedName)\" for range query, "
          + "must be Scalar or instant Vector"
      )
    }
    guard step > 0 else {
      throw .invalid("zero or negative query resolution step widths are not accepted")
    }
    guard start <= end else { throw .invalid("end timestamp must not be before start time") }
    let steps = EvaluationSteps(
      from: EvaluationSteps.bounded(start),
      through: EvaluationSteps.bounded(end),
      every: step
    )
    guard steps.count <= options.maximumPoints else {
      throw .tooManyPoints(limit: options.maximumPoints)
    }
    var evaluation = Evaluation(
      store,
      options,
      steps,
      queryEnd: EvaluationSteps.bounded(end),
      memo: memo
    )
    let vectors = try evaluation.vectors(expression, steps)
    return evaluation.result(.matrix(vectors.timeSeries { Timestamp(milliseconds: steps[$0]) }))
  }
}

extension StepVectors {
  /// The rows as series in ascending order of labels, each step at its moment.
  func timeSeries(_ moment: (_ step: Int) -> Timestamp) -> [TimeSeries] {
    series.indices
      .map { index in
        let row = values[index * steps..<(index + 1) * steps]
        var samples: [Sample] = []
        samples.reserveCapacity(steps)
        for (step, value) in row.enumerated() where !Self.isAbsent(value) {
          samples.append(Sample(moment(step), value))
        }
        return TimeSeries(labels: series[index].visible, samples: samples)
      }
      .sorted { $0.labels < $1.labels }
  }

  /// The only step as an instant vector; in the order of the rows where that means something.
  func vector(at moment: Int64) -> [VectorSample] {
    let samples = series.indices.map { index in
      VectorSample(
        labels: series[index].visible,
        timestamp: Timestamp(milliseconds: moment),
        value: values[index]
      )
    }
    return isOrdered ? samples : samples.sorted { $0.labels < $1.labels }
  }
}
