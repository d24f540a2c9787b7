import HTTPTransport
import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// What a server repeats of the credentials that it was sent is in no error.
@Suite(.timeLimit(.minutes(20)))
struct LokiEchoTests {
  private static let echoes: [@Sendable (String) -> FakeReply] = [
    { .text("got \($0)", status: 400) }, { .text("who is \($0)?", status: 401) },
    { .text("no path for \($0)", status: 404) }, { .text("slow down, \($0)", status: 429) },
    { .text("down: \($0)", status: 503) }, { .html("<title>\($0)</title>", status: 502) },
    { .text("hello \($0)") }, { .json(#"{"error":"\#($0)"}"#, status: 500) },
    { .json(#"{"message":"\#($0)"}"#, status: 403) }, { .json(#"{"data":{"\#($0)":7}}"#) },
    { .answer(status: 302, headers: [("Location", "http://other.example/\($0)")]) },
  ]

  @Test(arguments: echoes.indices)
  func noErrorRepeatsAToken(_ index: Int) async throws {
    try await FakeServer.run(handler: { request in
      Self.echoes[index](request[header: "authorization"] ?? "")
    }) { server in
      let access = HTTPAccess(
        authorization: .token(type: "Bearer", credentials: .inline(Secret("s3cr3t-token"))),
        proxy: .direct
      )
      let client = try LokiClient(
        ServerAddress(url: server.url, access: access),
        timing: LokiTiming(clock: ManualClock()) { Timestamp(nanoseconds: origin) }
      )
      let errors = await Self.errors(client)
      await client.shutdown()
      #expect(!errors.isEmpty)
      for error in errors { #expect(!"\(error) \(error.headline)".contains("s3cr3t"), "\(error)") }
    }
  }

  private static func errors(_ client: LokiClient) async -> [SourceError] {
    var errors: [SourceError] = []
    do throws(SourceError) {
      let (start, end) = (moment(0), moment(1000))
      let query = LogPageQuery(shop, from: start, to: end, limit: 10, deadline: ample)
      _ = try await client.page(query)
    } catch {
      errors.append(error)
    }
    do throws(SourceError) {
      _ = try await client.labels(deadline: ample)
    } catch {
      errors.append(error)
    }
    return errors
  }
}
