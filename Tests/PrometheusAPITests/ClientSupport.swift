import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport

/// A limit that no healthy machine reaches.
let ample = Duration.seconds(300)

/// Runs a body with a client of a server that replies as told.
func withClient<Value: Sendable>(
  prefix: String = "",
  access: HTTPAccess = HTTPAccess(proxy: .direct),
  limits: QueryLimits = QueryLimits(),
  work: AnswerWork = AnswerWork(),
  _ handler: @escaping FakeServer.Handler,
  _ body: (PrometheusClient, FakeServer) async throws -> Value
) async throws -> Value {
  try await FakeServer.run(handler: handler) { server in
    let transport = try HTTPTransport(
      ServerAddress(url: server.url + prefix, access: access)
    )
    let client = PrometheusClient(
      transport,
      queryVerb: access.queryVerb,
      limits: limits,
      work: work
    )
    do {
      let value = try await body(client, server)
      await client.shutdown()
      return value
    } catch {
      await client.shutdown()
      throw error
    }
  }
}

extension PrometheusClient {
  /// The error of an instant query; `nil` where it succeeds.
  func failure(
    _ expression: String = "up",
    deadline: Duration = ample
  ) async -> SourceError? {
    do throws(SourceError) {
      _ = try await instant(InstantQuery(expression, deadline: deadline))
      return nil
    } catch {
      return error
    }
  }
}

/// An answer without elements.
let emptyVector = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#
/// An answer without series.
let emptyMatrix = #"{"status":"success","data":{"resultType":"matrix","result":[]}}"#
