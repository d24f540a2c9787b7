import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct PrometheusClientTests {
  private let start = Timestamp(milliseconds: 1_795_342_822_000)

  @Test func anInstantQueryIsPosted() async throws {
    try await withClient(prefix: "/prom/", { _ in .json(emptyVector) }) { client, server in
      _ = try await client.instant(
        InstantQuery(
          #"sum(rate(a{b="c"}[1m]))"#,
          at: Timestamp(milliseconds: 1_795_343_122_335),
          deadline: .seconds(100)
        )
      )
      _ = try await client.instant(InstantQuery("up", deadline: .seconds(80)))
      let requests = server.log.requests
      #expect(requests.map(\.method) == ["POST", "POST"])
      #expect(requests.map(\.target) == ["/prom/api/v1/query", "/prom/api/v1/query"])
      #expect(
        requests[0].text
          == "query=sum%28rate%28a%7Bb%3D%22c%22%7D%5B1m%5D%29%29&time=1795343122.335&timeout=99.500"
      )
      #expect(requests[1].text == "query=up&timeout=79.500")
    }
  }

  @Test func aRangeQueryIsPosted() async throws {
    try await withClient({ _ in .json(emptyMatrix) }) { client, server in
      _ = try await client.range(
        RangeQuery(
          "up",
          from: start,
          to: start + .seconds(300),
          step: .milliseconds(2500),
          deadline: .seconds(40)
        )
      )
      #expect(server.log.requests.first?.path == "/api/v1/query_range")
      #expect(
        server.log.requests.first?.text
          == "query=up&start=1795342822&end=1795343122&step=2.500&timeout=39.500"
      )
    }
  }

  @Test func aStepOfNothingIsNotSent() async throws {
    try await withClient({ _ in .json(emptyMatrix) }) { client, server in
      await #expect(throws: SourceError.self) {
        try await client.range(
          RangeQuery("up", from: start, to: start, step: .zero, deadline: ample)
        )
      }
      #expect(server.log.requests.isEmpty)
    }
  }

  @Test(arguments: [405, 501, 403])
  func aRefusedPostBecomesGetFromThenOn(_ status: Int) async throws {
    try await withClient({ request in
      request.method == "GET" ? .json(emptyVector) : .text("only GET here", status: status)
    }) { client, server in
      let first = try await client.instant(InstantQuery("up", deadline: ample))
      let second = try await client.instant(InstantQuery("up", deadline: ample))
      #expect(first.receipt.requests == 2)
      #expect(second.receipt.requests == 1)
      #expect(server.log.requests.map(\.method) == ["POST", "GET", "GET"])
      #expect(server.log.requests[1].target.hasPrefix("/api/v1/query?query=up&timeout="))
      // What one endpoint refuses another may allow.
      _ = try? await client.range(
        RangeQuery("up", from: start, to: start, step: .seconds(1), deadline: ample)
      )
      #expect(server.log.requests[3].method == "POST")
    }
  }

  @Test func aRefusalOfPrometheusItselfIsNoRefusalOfTheVerb() async throws {
    try await withClient({ _ in
      .json(#"{"status":"error","errorType":"forbidden","error":"not yours"}"#, status: 403)
    }) { client, server in
      #expect(await client.failure() == .unauthorized(status: 403, message: "not yours"))
      #expect(server.log.requests.map(\.method) == ["POST"])
    }
  }

  @Test func whatGetIsRefusedTooIsAskedByPostAgain() async throws {
    try await withClient({ _ in .text("closed\n", status: 403) }) { client, server in
      #expect(await client.failure() == .unauthorized(status: 403, message: "closed"))
      _ = await client.failure()
      #expect(server.log.requests.map(\.method) == ["POST", "GET", "POST", "GET"])
    }
  }

  @Test(arguments: [(HTTPAccess.QueryVerb.get, "GET"), (.post, "POST")])
  func theVerbCanBeSet(_ verb: HTTPAccess.QueryVerb, _ method: String) async throws {
    let access = HTTPAccess(proxy: .direct, queryVerb: verb)
    try await withClient(access: access, { _ in .text("no", status: 405) }) { client, server in
      _ = await client.failure()
      #expect(server.log.requests.map(\.method) == [method])
    }
  }

  @Test(arguments: [
    ("sum by (a) (up)", ["1", "2"]), ("topk(5, up)", ["2", "1"]), (" sort_desc (up)", ["2", "1"]),
    ("(bottomk(5, up))", ["2", "1"]), ("topkish", ["1", "2"]),
  ])
  func vectorsAreSortedUnlessTheExpressionSorts(
    _ expression: String,
    _ order: [String]
  ) async throws {
    let body =
      #"{"status":"success","data":{"resultType":"vector","result":["#
      + #"{"metric":{"a":"2"},"value":[1,"5"]},{"metric":{"a":"1"},"value":[1,"3"]}]}}"#
    try await withClient({ _ in .json(body) }) { client, _ in
      let answer = try await client.instant(InstantQuery(expression, deadline: ample))
      #expect(answer.value.map { $0.labels["a"] } == order)
    }
  }

  @Test func aScalarIsOneElementWithoutLabels() async throws {
    let body = #"{"status":"success","data":{"resultType":"scalar","result":[1795343122.335,"8"]}}"#
    try await withClient({ _ in .json(body) }) { client, _ in
      let answer = try await client.instant(InstantQuery("scalar(x)", deadline: ample))
      #expect(
        answer.value == [
          VectorSample(timestamp: Timestamp(milliseconds: 1_795_343_122_335), value: 8)
        ]
      )
    }
  }

  @Test func whatIsNoVectorIsExplained() async throws {
    let matrix = emptyMatrix
    try await withClient({ _ in .json(matrix) }) { client, _ in
      guard case .malformed(let text) = await client.failure("up[5m]") else {
        Issue.record("accepted")
        return
      }
      #expect(text.contains("rate()"))
    }
  }

  @Test func warningsInfosAndCostsComeAlong() async throws {
    let body =
      #"{"status":"success","data":{"resultType":"vector","result":[]},"#
      + #""warnings":["w1","w2"],"infos":["i"]}"#
    let reply = FakeReply.answer(
      headers: [
        ("Content-Type", "application/json"), ("Content-Encoding", "gzip"),
        ("Date", "Sun, 22 Nov 2026 10:25:22 GMT"),
      ],
      body: FakeGzip.stored(Array(body.utf8))
    )
    try await withClient({ _ in reply }) { client, _ in
      let answer = try await client.instant(InstantQuery("up", deadline: ample))
      #expect(answer.warnings == ["w1", "w2"])
      #expect(answer.infos == ["i"])
      #expect(answer.receipt.bodyBytes == body.utf8.count)
      #expect(answer.receipt.wireBytes == FakeGzip.stored(Array(body.utf8)).count)
      #expect(answer.receipt.serverDate == Timestamp(milliseconds: 1_795_343_122_000))
      #expect(answer.receipt.elapsed > .zero)
    }
  }

  @Test func cancellingIsSilent() async throws {
    try await withClient({ _ in .silence }) { client, server in
      let failure = await withTaskGroup(of: SourceError?.self) { group in
        group.addTask { await client.failure() }
        await server.wait { $0.requests.count == 1 }
        group.cancelAll()
        return await group.next() ?? nil
      }
      #expect(failure == .cancelled)
    }
  }
}
