package import Telemetry

/// A scripted server that answers several expressions in one request, and notes which came together.
package final class BatchingSource: BatchSource {
  /// The server that each expression is put to.
  package let script: ScriptedSource
  private let requests = ScriptedState<[[String]]>([])
  private let fault: @Sendable ([String]) -> SourceError?

  /// Makes a source.
  ///
  /// - Parameters:
  ///   - script: Answers each expression.
  ///   - fault: Why a request of several expressions fails; `nil` where it does not.
  package init(
    _ script: ScriptedSource,
    fault: @escaping @Sendable ([String]) -> SourceError? = { _ in nil }
  ) {
    self.script = script
    self.fault = fault
  }

  /// The expressions of each request of queries so far.
  package var asked: [[String]] { requests.value }

  /// Waits for so many requests of queries.
  @discardableResult
  package func asked(atLeast count: Int) async throws -> [[String]] {
    try await requests.first { $0.count >= count }
  }

  package func instants(
    _ queries: [InstantQuery]
  ) async throws(SourceError) -> [Answer<[VectorSample]>] {
    try note(queries.map(\.expression))
    var answers: [Answer<[VectorSample]>] = []
    for query in queries { answers.append(try await script.instant(query)) }
    return answers
  }

  package func ranges(
    _ queries: [RangeQuery]
  ) async throws(SourceError) -> [Answer<[TimeSeries]>] {
    try note(queries.map(\.expression))
    var answers: [Answer<[TimeSeries]>] = []
    for query in queries { answers.append(try await script.range(query)) }
    return answers
  }

  package func instant(
    _ query: InstantQuery
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    try note([query.expression])
    return try await script.instant(query)
  }

  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    try note([query.expression])
    return try await script.range(query)
  }

  package func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    try await script.labelValues(of: name, search)
  }

  package func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    try await script.targets(deadline: deadline)
  }

  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    try await script.alerts(deadline: deadline)
  }

  package func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    try await script.alertRules(deadline: deadline)
  }

  package func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    try await script.metadata(of: metric, deadline: deadline)
  }

  private func note(_ expressions: [String]) throws(SourceError) {
    requests.change { $0.append(expressions) }
    if let error = fault(expressions) { throw error }
  }
}
