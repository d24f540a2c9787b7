import PromQL
package import Telemetry

/// Several questions travel as one, and what they have in common is asked once.
extension PrometheusClient: BatchSource {
  /// The elements of several instant vectors, each as `instant(_:)` gives them.
  ///
  /// - Parameter queries: What to ask.
  /// - Returns: An answer a query.
  /// - Throws: `SourceError`.
  @concurrent
  package func instants(
    _ queries: [InstantQuery]
  ) async throws(SourceError) -> [Answer<[VectorSample]>] {
    guard let first = queries.first else { return [] }
    let shared = shares.of(queries.map(\.expression))
    let batch = QueryBatch(shared.questions)
    let answer = try await evaluate(
      InstantQuery(batch.text, at: first.time, deadline: first.deadline)
    )
    guard case .vector(let vector) = answer.value else {
      throw .malformed("several queries did not return a vector")
    }
    return try await work.run(bytes: answer.receipt.bodyBytes) { () throws(SourceError) in
      let parts = try batch.parts(vector, \.labels)
      return try shared.answers(answer, batch) { index throws(EvaluationError) in
        let made = try shared.vector(of: index, from: parts)
        return Ordering.isSorted(by: queries[index].expression)
          ? made : made.with(made.value.sorted { $0.labels < $1.labels })
      }
    }
  }

  /// The series of several range queries, each as `range(_:)` gives them.
  ///
  /// - Parameter queries: What to ask.
  /// - Returns: An answer a query.
  /// - Throws: `SourceError`.
  @concurrent
  package func ranges(
    _ queries: [RangeQuery]
  ) async throws(SourceError) -> [Answer<[TimeSeries]>] {
    guard let first = queries.first else { return [] }
    let shared = shares.of(queries.map(\.expression))
    let batch = QueryBatch(shared.questions)
    var joined = first
    joined.expression = batch.text
    let answer = try await evaluate(joined)
    guard case .matrix(let series) = answer.value else {
      throw .malformed("a range query did not return a matrix")
    }
    return try await work.run(bytes: answer.receipt.bodyBytes) { () throws(SourceError) in
      let parts = try batch.parts(series, \.labels)
      return try shared.answers(answer, batch) { index throws(EvaluationError) in
        try shared.series(of: index, from: parts)
      }
    }
  }
}

extension SharedAggregations {
  /// An answer an expression, with its share of the costs and its own remarks.
  fileprivate func answers<Value: Sendable>(
    _ answer: Answer<QueryValue>,
    _ batch: QueryBatch,
    _ value: (_ index: Int) throws(EvaluationError) -> Answer<Value>
  ) throws(SourceError) -> [Answer<Value>] {
    let receipts = answer.receipt.shares(of: count)
    let warnings = batch.parts(answer.warnings)
    let infos = batch.parts(answer.infos)
    var answers: [Answer<Value>] = []
    for index in 0..<count {
      do throws(EvaluationError) {
        var own = try value(index)
        own.warnings = remarks(warnings, of: index) + own.warnings
        own.infos = remarks(infos, of: index) + own.infos
        own.receipt = receipts[index]
        answers.append(own)
      } catch {
        throw .malformed("several queries: \(error.message)")
      }
    }
    return answers
  }

  /// What was said of the questions of an expression, each once; of what is not asked as it stands, a place
  /// in its text is unknown.
  private func remarks(_ remarks: [[String]], of index: Int) -> [String] {
    let (places, isMade) = questions(of: index)
    guard isMade else { return places.flatMap { remarks[$0] } }
    var own: [String] = []
    for text in places.flatMap({ remarks[$0] }).map(QueryBatch.withoutPosition)
    where !own.contains(text) {
      own.append(text)
    }
    return own
  }
}
