import HTTPTransport
package import Telemetry

extension PrometheusClient {
  /// Which program answers, and its version.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Empty texts where the server does not tell, as VictoriaMetrics.
  /// - Throws: `SourceError`.
  @concurrent
  package func buildInformation(
    deadline: Duration
  ) async throws(SourceError) -> Answer<BuildInformation> {
    let answer: Answer<BuildPayload> = try await get(
      "/api/v1/status/buildinfo",
      deadline: deadline
    )
    return answer.with(answer.value.information)
  }

  /// How the server runs: since when, how long it keeps data, whether its configuration is good.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Every member may be missing, since the API does not promise them.
  /// - Throws: `SourceError`; `http` where the server has no such endpoint.
  @concurrent
  package func runtimeInformation(
    deadline: Duration
  ) async throws(SourceError) -> Answer<RuntimeInformation> {
    let answer: Answer<RuntimePayload> = try await get(
      "/api/v1/status/runtimeinfo",
      deadline: deadline
    )
    return answer.with(answer.value.information)
  }

  /// The flags that the server was started with, by name without dashes.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Values as texts.
  /// - Throws: `SourceError`; `http` where the server has no such endpoint.
  @concurrent
  package func flags(deadline: Duration) async throws(SourceError) -> Answer<[String: String]> {
    try await get("/api/v1/status/flags", deadline: deadline)
  }

  /// How many series the server holds, and which metrics and labels have the most.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Each list has at most ten rows, the largest first.
  /// - Throws: `SourceError`.
  @concurrent
  package func storageStatistics(
    deadline: Duration
  ) async throws(SourceError) -> Answer<StorageStatistics> {
    let answer: Answer<StoragePayload> = try await get("/api/v1/status/tsdb", deadline: deadline)
    return answer.with(answer.value.statistics)
  }
}
