import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// Errors of every shape, as panels will say them.
@Suite(.timeLimit(.minutes(20)))
struct PrometheusErrorTests {
  private func failure(
    _ reply: FakeReply,
    prefix: String = "/p",
    deadline: Duration = ample
  ) async throws -> SourceError? {
    try await withClient(prefix: prefix, { _ in reply }) { client, _ in
      await client.failure(deadline: deadline)
    }
  }

  @Test(arguments: [
    (
      400, "bad_data", "1:34: parse error: unclosed left parenthesis",
      SourceError.api(type: "bad_data", message: "1:34: parse error: unclosed left parenthesis")
    ),
    (
      422, "execution", "found duplicate series",
      .api(type: "execution", message: "found duplicate series")
    ),
    (422, "422", "missing `query` arg", .api(type: "422", message: "missing `query` arg")),
    (
      503, "timeout", "query timed out in expression evaluation",
      .api(
        type: "timeout",
        message:
          "query timed out in expression evaluation: the server's own --query.timeout"
      )
    ),
    (500, "internal", "boom", .api(type: "internal", message: "boom")),
    (500, "unavailable", "TSDB not ready", .notReady("TSDB not ready")),
    (
      401, "unauthorized", "no",
      .unauthorized(status: 401, message: "no: \(SentLogin.none.advice)")
    ),
    (429, "too_many_requests", "slow down", .http(status: 429, message: "slow down")),
    (200, "execution", "odd gateway", .api(type: "execution", message: "odd gateway")),
  ])
  func errorsOfTheAPIKeepTheirWords(
    _ status: Int,
    _ type: String,
    _ words: String,
    _ error: SourceError
  ) async throws {
    let body = #"{"status":"error","errorType":"\#(type)","error":"\#(words)"}"#
    #expect(try await failure(.json(body, status: status)) == error)
  }

  @Test func aNumberAsTypeIsKept() async throws {
    let body = #"{"status":"error","errorType":422,"error":"x"}"#
    #expect(try await failure(.json(body, status: 422)) == .api(type: "422", message: "x"))
  }

  @Test func anAgentSaysWhereToAsk() async throws {
    let body =
      #"{"status":"error","errorType":"execution","#
      + #""error":"unavailable with Prometheus Agent"}"#
    guard case .api("execution", let text) = try await failure(.json(body, status: 422)) else {
      Issue.record("another error")
      return
    }
    #expect(text.contains("use the server it writes to"))
  }

  @Test(arguments: [
    ([("X-Prometheus-Stopping", "true")], "stopping"),
    ([("X-Prometheus-Stopping", "false")], "starting"),
    ([], "starting or stopping"),
  ])
  func aServerThatIsNotReadySaysWhy(_ headers: [(String, String)], _ words: String) async throws {
    let reply = FakeReply.text("Service Unavailable", status: 503, headers: headers)
    #expect(try await failure(reply) == .notReady(words))
  }

  @Test func pagesOfProxiesAreTold() async throws {
    let page = "<html><head><title>502 Bad Gateway</title></head><body><h1>x</h1></body></html>"
    #expect(
      try await failure(.html(page, status: 502)) == .http(status: 502, message: "Bad Gateway")
    )
    #expect(
      try await failure(.html(page, status: 400)) == .http(status: 400, message: "502 Bad Gateway")
    )
    #expect(
      try await failure(.html(page, status: 503)) == .http(status: 503, message: "502 Bad Gateway")
    )
    #expect(
      try await failure(.html("<html><title>Sign in</title></html>"))
        == .http(status: 200, message: "a web page instead of the Prometheus API: Sign in")
    )
    #expect(
      try await failure(.text("hello\n")) == .malformed("not the Prometheus API: hello")
    )
    #expect(
      try await failure(.text("who are you\n", status: 401))
        == .unauthorized(status: 401, message: "who are you: \(SentLogin.none.advice)")
    )
    #expect(
      try await failure(.text("slow\n", status: 429, headers: [("Retry-After", "7")]))
        == .http(status: 429, message: "slow (try again in 7s)", retryAfter: .seconds(7))
    )
  }

  @Test func anEmptyBodyIsNoAnswer() async throws {
    #expect(
      try await failure(.answer()) == .malformed("not the Prometheus API: empty response")
    )
  }

  @Test func anAnswerCutShortSaysWhere() async throws {
    let reply = FakeReply.json(#"{"status":"success","data":{"resultType":"vector","result":[{"me"#)
    guard case .malformed(let text) = try await failure(reply) else {
      Issue.record("another error")
      return
    }
    #expect(text.hasPrefix("truncated"))
  }

  @Test func aMissingPrefixOfMimirIsExplained() async throws {
    try await withClient({ request in
      request.path == "/api/v1/status/buildinfo"
        ? .json(#"{"status":"success","data":{"application":"Grafana Mimir","version":"2.12"}}"#)
        : .text("404 page not found\n", status: 404)
    }) { client, server in
      let expected = SourceError.http(
        status: 404,
        message: "this is Mimir, whose API has a prefix: set the URL to \(server.url)/prometheus"
      )
      #expect(await client.failure() == expected)
      #expect(await client.failure() == expected)
      #expect(server.log.requests.filter { $0.path.hasSuffix("buildinfo") }.count == 1)
    }
  }

  @Test func theAlertmanagerConfigurationOfMimirIsNoListOfAlerts() async throws {
    try await withClient({ request in
      switch request.path {
      case "/api/v1/alerts": .text("template_files:\nalertmanager_config: |\n  x\n")
      default: .json(#"{"data":{"application":"Grafana Mimir"}}"#)
      }
    }) { client, server in
      do throws(SourceError) {
        _ = try await client.alerts(deadline: ample)
        Issue.record("accepted")
      } catch {
        #expect(error.headline.contains("set the URL to \(server.url)/prometheus"))
      }
      #expect(server.log.requests.allSatisfy { $0.method == "GET" })
    }
  }

  @Test func anUnknownPathAsksForTheWholeURL() async throws {
    let error = try await failure(.text("404 page not found\n", status: 404), prefix: "")
    #expect(error?.headline.contains("is the URL complete?") == true)
    #expect(error?.headline.hasPrefix("HTTP 404 page not found: ") == true)
    #expect(
      try await failure(.text("404 page not found\n", status: 404), prefix: "/some")
        == .http(status: 404, message: "page not found")
    )
  }
}
