import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// The servers that the client is promised to work with.
enum ContractServer: String, CaseIterable, Sendable {
  case prometheus, prometheus3, victoriaMetrics

  /// Those that can be had here: a Prometheus 3 only where `GOLDTOP_TEST_PROMETHEUS3` names one.
  static let present = allCases.filter { $0 != .prometheus3 || OTLPPrometheus.binary != nil }
  /// Those of them that count the samples they read.
  static let counting = present.filter { $0 != .victoriaMetrics }

  /// Its port.
  func port() async throws -> Int {
    switch self {
    case .prometheus: return try await RealServers.shared.prometheus().port
    case .prometheus3:
      return try await RealServers.shared.prometheus3(try #require(OTLPPrometheus.binary)).port
    case .victoriaMetrics: return try await RealServers.shared.victoriaMetrics().port
    }
  }

  /// Runs a body with a client of the server, and the last full quarter of an hour that lies an hour
  /// back: history that no scrape changes any more.
  func ask<Value: Sendable>(
    verb: HTTPAccess.QueryVerb = .automatic,
    _ body: (PrometheusClient, Timestamp) async throws -> Value
  ) async throws -> Value {
    let port = try await port()
    let transport = try HTTPTransport(
      ServerAddress(url: "http://127.0.0.1:\(port)/", access: HTTPAccess(proxy: .direct))
    )
    let client = PrometheusClient(transport, queryVerb: verb)
    do {
      let value = try await body(client, Self.settledMoment())
      await client.shutdown()
      return value
    } catch {
      await client.shutdown()
      throw error
    }
  }

  /// The last full quarter of an hour that lies an hour back.
  static func settledMoment() -> Timestamp {
    (Timestamp(seconds: wallClockSeconds()) - .seconds(3600)).floored(to: .seconds(900))
  }
}
