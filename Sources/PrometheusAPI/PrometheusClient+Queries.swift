import HTTPTransport
package import Telemetry

extension PrometheusClient {
  /// The elements of an instant vector, sorted by labels unless the expression sorts them.
  ///
  /// - Parameter query: What to ask.
  /// - Returns: A scalar comes as one element without labels.
  /// - Throws: `SourceError`; `malformed` where the expression gives a range vector or a text.
  @concurrent
  package func instant(
    _ query: InstantQuery
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    let answer = try await evaluate(query)
    let elements: [VectorSample]
    switch answer.value {
    case .vector(let vector) where Ordering.isSorted(by: query.expression): elements = vector
    case .vector(let vector):
      elements = await work.run(bytes: answer.receipt.bodyBytes) {
        vector.sorted { $0.labels < $1.labels }
      }
    case .scalar(let sample):
      elements = [VectorSample(timestamp: sample.timestamp, value: sample.value)]
    case .matrix:
      throw .malformed(
        "the expression is a range vector: wrap it, for example in rate()"
      )
    case .string:
      throw .malformed("the expression is a string, not a number")
    }
    return answer.with(elements)
  }

  /// The series of a range query, sorted by labels.
  ///
  /// - Parameter query: What to ask.
  /// - Returns: A native histogram's sample is its mean.
  /// - Throws: `SourceError`.
  @concurrent
  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let answer = try await evaluate(query)
    guard case .matrix(let series) = answer.value else {
      throw .malformed("a range query did not return a matrix")
    }
    let sorted = await work.run(bytes: answer.receipt.bodyBytes) {
      series.sorted { $0.labels < $1.labels }
    }
    return answer.with(sorted)
  }

  /// Evaluates an expression at one moment; every kind of result is welcome.
  ///
  /// - Parameter query: What to ask.
  /// - Returns: The result in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func evaluate(_ query: InstantQuery) async throws(SourceError) -> Answer<QueryValue> {
    var parameters = [HTTPRequest.Parameter("query", query.expression)]
    if let time = query.time {
      parameters.append(.init("time", SecondsText.of(milliseconds: time.milliseconds)))
    }
    return try await evaluate("/api/v1/query", parameters, deadline: query.deadline)
  }

  /// Evaluates an expression over a range.
  ///
  /// - Parameter query: What to ask; its step must be at least a millisecond.
  /// - Returns: The result in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func evaluate(_ query: RangeQuery) async throws(SourceError) -> Answer<QueryValue> {
    let step = query.step.nanoseconds / 1_000_000
    guard step > 0 else {
      throw .misconfigured("the step of a range query must be at least 1ms")
    }
    let parameters: [HTTPRequest.Parameter] = [
      .init("query", query.expression),
      .init("start", SecondsText.of(milliseconds: query.start.milliseconds)),
      .init("end", SecondsText.of(milliseconds: query.end.milliseconds)),
      .init("step", SecondsText.of(milliseconds: step)),
    ]
    return try await evaluate("/api/v1/query_range", parameters, deadline: query.deadline)
  }

  private func evaluate(
    _ path: String,
    _ parameters: [HTTPRequest.Parameter],
    deadline: Duration
  ) async throws(SourceError) -> Answer<QueryValue> {
    let timeout = SecondsText.of(milliseconds: Self.serverTimeout(below: deadline))
    let response = try await sendQuery(
      path,
      parameters + [.init("timeout", timeout)],
      deadline: deadline
    )
    let answer = ServerAnswer(response)
    guard answer.isAPIAnswer else { throw await explained(answer, path, deadline) }
    let envelope: QueryEnvelope
    do throws(ScanError) {
      envelope = try await work.run(bytes: response.body.count) { () throws(ScanError) in
        try QueryAnswerDecoder.decode(response.body, limits: self.limits)
      }
    } catch {
      switch error {
      case .tooMuch(let reason): throw SourceError.tooMuch(reason)
      case .malformed(let reason, let place):
        throw SourceError.malformed("\(reason), at byte \(place)")
      }
    }
    guard envelope.status == "success" else {
      throw answer.envelope == nil
        ? .malformed("its status is not 'success'") : answer.error(deadline: deadline)
    }
    guard let result = envelope.result else {
      throw .malformed("it has no result")
    }
    return Answer(
      result,
      warnings: envelope.warnings.map(response.words),
      infos: envelope.infos.map(response.words),
      receipt: response.receipt
    )
  }

  /// Milliseconds that the server may take, a little below the caller's deadline: so it gives up
  /// first, and says so, instead of working in vain.
  static func serverTimeout(below deadline: Duration) -> Int64 {
    let milliseconds = deadline.nanoseconds / 1_000_000
    return max(1, milliseconds - min(500, max(1, milliseconds / 20)))
  }
}

/// Which expressions give their elements an order of their own.
enum Ordering {
  private static let functions: Set<String> = [
    "sort", "sort_desc", "sort_by_label", "sort_by_label_desc", "topk", "bottomk",
  ]

  /// Whether the outermost function sorts, so that the answer's order must be kept.
  static func isSorted(by expression: String) -> Bool {
    let text = expression.drop { $0.isWhitespace || $0 == "(" }
    return functions.contains(text.prefix { $0.isLetter || $0 == "_" }.lowercased())
  }
}

/// Times and spans as the query API takes them: seconds, with milliseconds where there are any.
enum SecondsText {
  /// Formats milliseconds, such as `1795343122` or `1795343122.335`, in no locale.
  static func of(milliseconds: Int64) -> String {
    let magnitude = milliseconds.magnitude
    let fraction = magnitude % 1000
    let padding = fraction < 10 ? "00" : fraction < 100 ? "0" : ""
    return (milliseconds < 0 ? "-" : "") + "\(magnitude / 1000)"
      + (fraction == 0 ? "" : ".\(padding)\(fraction)")
  }
}
