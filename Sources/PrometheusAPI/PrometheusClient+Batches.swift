package import Telemetry

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
    let batch = QueryBatch(queries.map(\.expression))
    let answer = try await evaluate(
      InstantQuery(batch.text, at: first.time, deadline: first.deadline)
    )
    guard case .vector(let vector) = answer.value else {
      throw .malformed("several queries did not return a vector")
    }
    return try await work.run(bytes: answer.receipt.bodyBytes) { () throws(SourceError) in
      let parts = try batch.parts(vector, \.labels)
      return batch.share(
        answer,
        zip(queries, parts).map { query, part in
          Ordering.isSorted(by: query.expression) ? part : part.sorted { $0.labels < $1.labels }
        }
      )
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
    let batch = QueryBatch(queries.map(\.expression))
    var joined = first
    joined.expression = batch.text
    let answer = try await evaluate(joined)
    guard case .matrix(let series) = answer.value else {
      throw .malformed("a range query did not return a matrix")
    }
    return try await work.run(bytes: answer.receipt.bodyBytes) { () throws(SourceError) in
      let parts = try batch.parts(series, \.labels)
      return batch.share(answer, parts.map { part in part.sorted { $0.labels < $1.labels } })
    }
  }
}

extension QueryBatch {
  /// An answer a part, with its share of the costs and its own remarks.
  fileprivate func share<Value: Sendable>(
    _ answer: Answer<QueryValue>,
    _ values: [Value]
  ) -> [Answer<Value>] {
    let receipts = answer.receipt.shares(of: values.count)
    let warnings = parts(answer.warnings)
    let infos = parts(answer.infos)
    return values.indices.map { index in
      Answer(
        values[index],
        warnings: warnings[index],
        infos: infos[index],
        receipt: receipts[index]
      )
    }
  }
}
