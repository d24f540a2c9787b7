package import Telemetry

extension PrometheusClient {
  /// The rules of all groups in the server's order, those that record too.
  @concurrent
  package func writtenRules(deadline: Duration) async throws(SourceError) -> Answer<[WrittenRule]> {
    let answer: Answer<RulesPayload> = try await get("/api/v1/rules", deadline: deadline)
    return answer.with(answer.value.groups.flatMap(\.writtenRules))
  }

  /// The URLs of the Alertmanagers that alerts are sent to, each with its path.
  @concurrent
  package func alertmanagers(deadline: Duration) async throws(SourceError) -> Answer<[String]> {
    let answer: Answer<AlertmanagersPayload> = try await get(
      "/api/v1/alertmanagers",
      deadline: deadline
    )
    return answer.with(answer.value.activeAlertmanagers.map(\.url))
  }

  /// The version, such as `2.42.0+ds`.
  @concurrent
  package func version(deadline: Duration) async throws(SourceError) -> Answer<String> {
    let answer: Answer<BuildPayload> = try await get("/api/v1/status/buildinfo", deadline: deadline)
    return answer.with(answer.value.version)
  }

  /// How long and how much is kept, as in `15d or 10GiB`; `nil` where the server does not tell.
  @concurrent
  package func retention(deadline: Duration) async throws(SourceError) -> Answer<String?> {
    let answer: Answer<RuntimePayload> = try await get(
      "/api/v1/status/runtimeinfo",
      deadline: deadline
    )
    return answer.with(answer.value.storageRetention?.nonEmpty)
  }

  /// The command-line flags by name, without their dashes, defaults too.
  @concurrent
  package func flags(deadline: Duration) async throws(SourceError) -> Answer<[String: String]> {
    try await get("/api/v1/status/flags", deadline: deadline)
  }

  /// The largest metrics and labels of the store's head, ten each.
  @concurrent
  package func head(deadline: Duration) async throws(SourceError) -> Answer<StoreHead> {
    let answer: Answer<HeadPayload> = try await get("/api/v1/status/tsdb", deadline: deadline)
    return answer.with(answer.value.head)
  }
}
