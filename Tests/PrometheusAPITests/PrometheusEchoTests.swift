import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// What a server repeats of the credentials that it was sent is in no error and in no warning.
@Suite(.timeLimit(.minutes(20)))
struct PrometheusEchoTests {
  private static let token = "s3cr3t/token+of=mine"

  private static let access = HTTPAccess(
    authorization: .token(type: "Bearer", credentials: .inline(Secret(token))),
    proxy: .direct
  )

  /// Ways in which servers and gateways repeat a request, with a status.
  private static let echoes: [@Sendable (String) -> FakeReply] = [
    { .json(#"{"status":"error","errorType":"bad_data","error":"got \#($0)"}"#, status: 400) },
    { .json(#"{"status":"error","errorType":"\#($0)","error":"x"}"#, status: 422) },
    { .json(#"{"status":"error","errorType":"\#($0)","error":"got \#($0)"}"#) },
    { .json(#"{"status":"error","error":"timeout exceeded of \#($0)"}"#, status: 503) },
    { .json(#"{"status":"error","errorType":"unavailable","error":"\#($0)"}"#, status: 503) },
    { .text("who is \($0)?", status: 401) }, { .text("who is \($0)?", status: 403) },
    { .text("no path for \($0)", status: 404) }, { .text("slow down, \($0)", status: 429) },
    { .text("down: \($0)", status: 503) }, { .html("<title>\($0)</title>", status: 502) },
    { .html("<body>log in, \($0)</body>") }, { .text("hello \($0)") },
    { .json(#"{"message":"\#($0)"}"#) }, { .json(#"{"status":"success","data":{"\#($0)":7}}"#) },
    { .json(#"{"status":"success","data":[{"\#($0)":7}]}"#) },
    { .answer(status: 302, headers: [("Location", "http://other.example/\($0)")]) },
  ]

  @Test(arguments: echoes.indices)
  func noErrorRepeatsAToken(_ index: Int) async throws {
    let escaped = Self.token.replacing("/", with: "\\/")
    try await withClient(
      access: Self.access,
      { request in
        let sent = request[header: "authorization"] ?? ""
        return Self.echoes[index](request.path.hasSuffix("query") ? sent : escaped)
      }
    ) { client, _ in
      for error in await Self.errors(client) {
        let text = "\(error) \(error.headline)"
        #expect(!text.contains("s3cr3t"), "\(text)")
        #expect(!text.contains("of=mine"), "\(text)")
      }
    }
  }

  @Test func noWarningRepeatsAToken() async throws {
    let data = #""data":{"resultType":"vector","result":[]}"#
    try await withClient(
      access: Self.access,
      { request in
        let sent = request[header: "authorization"] ?? ""
        return .json(#"{"status":"success",\#(data),"warnings":["\#(sent)"],"infos":["\#(sent)"]}"#)
      }
    ) { client, _ in
      let answer = try await client.instant(InstantQuery("up", deadline: ample))
      #expect(answer.warnings == ["Bearer •••"])
      #expect(answer.infos == ["Bearer •••"])
    }
  }

  /// What each endpoint fails with.
  private static func errors(_ client: PrometheusClient) async -> [SourceError] {
    var errors: [SourceError] = []
    func note(_ ask: () async throws(SourceError) -> Void) async {
      do throws(SourceError) {
        try await ask()
      } catch {
        errors.append(error)
      }
    }
    let search = SeriesSearch(
      ["up"],
      from: .init(seconds: 0),
      to: .init(seconds: 9),
      deadline: ample
    )
    await note { () throws(SourceError) in
      _ = try await client.instant(InstantQuery("up", deadline: ample))
    }
    await note { () throws(SourceError) in _ = try await client.labelNames(search) }
    await note { () throws(SourceError) in _ = try await client.labelValues(of: "job", search) }
    await note { () throws(SourceError) in _ = try await client.series(search) }
    await note { () throws(SourceError) in _ = try await client.metadata(deadline: ample) }
    await note { () throws(SourceError) in _ = try await client.targets(deadline: ample) }
    await note { () throws(SourceError) in _ = try await client.alerts(deadline: ample) }
    await note { () throws(SourceError) in _ = try await client.alertRules(deadline: ample) }
    return errors
  }
}
