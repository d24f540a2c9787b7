import HTTPTransport
package import Telemetry

/// What a Prometheus says of its own setup.
///
/// - Source: `/api/v1/status/buildinfo`, `/api/v1/status/runtimeinfo` and `/api/v1/status/flags`.
package struct ServerFacts: Hashable, Sendable {
  /// The version, such as `2.42.0+ds`.
  package var version: String
  /// How long and how much is kept, as in `15d or 10GiB`; `nil` where the server does not tell.
  package var retention: String?
  /// The command-line flags by name, without their dashes.
  package var flags: [String: String]
}

extension PrometheusClient {
  /// What the server says of its setup.
  ///
  /// - Parameter deadline: The most that the caller waits for each of three answers.
  /// - Returns: The facts.
  /// - Throws: `SourceError`.
  @concurrent
  package func facts(deadline: Duration) async throws(SourceError) -> Answer<ServerFacts> {
    let build: Answer<FactsPayload> = try await get("/api/v1/status/buildinfo", deadline: deadline)
    let runtime: Answer<FactsPayload> = try await get(
      "/api/v1/status/runtimeinfo",
      deadline: deadline
    )
    let flags: Answer<[String: String]> = try await get("/api/v1/status/flags", deadline: deadline)
    let retention = runtime.value.storageRetention
    return flags.with(
      ServerFacts(
        version: build.value.version ?? "",
        retention: retention?.isEmpty == true ? nil : retention,
        flags: flags.value
      )
    )
  }

  /// The expressions of the rules that record.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: PromQL in the server's order.
  /// - Throws: `SourceError`.
  @concurrent
  package func recordedExpressions(
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String]> {
    let answer: Answer<RulesPayload> = try await get(
      "/api/v1/rules",
      [.init("type", "record")],
      deadline: deadline
    )
    let rules = answer.value.groups.flatMap(\.rules).filter { $0.type == "recording" }
    return answer.with(rules.compactMap(\.query))
  }
}

/// The fields of build and runtime that are read.
private struct FactsPayload: Decodable, Sendable {
  var version: String?
  var storageRetention: String?
}
