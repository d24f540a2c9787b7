import FoundationEssentials
import HTTPTransport
import Logs
import Telemetry
import TestSupport
import Testing

@testable import LokiAPI

@Suite(.timeLimit(.minutes(20))) struct LokiReplayTests {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Payloads/"

  private static func recording(_ name: String) throws -> Recording {
    try Recording(path: folder + name + ".http")
  }

  /// Asks a server that plays one recording back.
  private func replay<Value: Sendable>(
    _ name: String,
    _ body: (LokiClient) async throws -> Value
  ) async throws -> Value {
    let reply = try Self.recording(name).reply
    return try await FakeServer.run(handler: { _ in reply }) { server in
      let client = try LokiClient(
        ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct)),
        timing: LokiTiming(clock: ManualClock()) { moment(0) }
      )
      do {
        let value = try await body(client)
        await client.shutdown()
        return value
      } catch {
        await client.shutdown()
        throw error
      }
    }
  }

  private func failure(_ name: String) async throws -> SourceError? {
    try await replay(name) { client in
      do throws(SourceError) {
        let query = LogPageQuery(shop, from: moment(0), to: moment(9), limit: 5, deadline: ample)
        _ = try await client.page(query)
        return nil
      } catch {
        return error
      }
    }
  }

  /// An answer as another decoder reads it.
  private struct Answer: Decodable {
    struct Data: Decodable {
      struct Stream: Decodable {
        var stream: [String: String]
        var values: [Value]
      }
      struct Value: Decodable {
        struct Categories: Decodable {
          var structuredMetadata: [String: String]?
          var parsed: [String: String]?
        }
        var timestamp: String
        var line: String
        var categories: Categories?

        init(from decoder: any Decoder) throws {
          var container = try decoder.unkeyedContainer()
          timestamp = try container.decode(String.self)
          line = try container.decode(String.self)
          categories = container.isAtEnd ? nil : try container.decode(Categories.self)
        }
      }
      var result: [Stream]
    }
    var data: Data
  }

  @Test(arguments: [
    "streams-shop-categorized", "streams-shop-forward", "streams-shop-backward",
    "streams-notifier-json-categorized", "streams-json-error-categorized", "streams-errors",
    "streams-empty", "streams-weird", "streams-line-format",
  ])
  func linesAreReadAsAnotherDecoderReadsThem(name: String) throws {
    let body = try Self.recording("loki-3.7/" + name).body
    var decoder = StreamsDecoder(LineScanner())
    let lines = try decoder.decode(body).lines
    let expected = try JSONDecoder().decode(Answer.self, from: Data(body)).data.result
      .flatMap { stream in stream.values.map { (stream.stream, $0) } }
    #expect(lines.count == expected.count)
    for (line, (stream, value)) in zip(lines, expected) {
      #expect(line.entry.stream == LabelSet(stream))
      #expect("\(line.entry.timestamp.nanoseconds)" == value.timestamp)
      #expect(line.entry.text == value.line)
      #expect(line.entry.metadata == LabelSet(value.categories?.structuredMetadata ?? [:]))
      #expect(line.entry.parsed == LabelSet(value.categories?.parsed ?? [:]))
      #expect(line.key == LogKey(line.entry))
    }
  }

  @Test func framesOfATailAreReadWithWhatTheServerDropped() throws {
    for (name, count, dropped) in [("tail-json-categorized", 47, 0), ("tail-dropped", 35, 26)] {
      var decoder = StreamsDecoder(LineScanner())
      let frames = try Self.frames("loki-3.7/" + name).map { try decoder.decode($0) }
      #expect(frames.reduce(0) { $0 + $1.lines.count } == count)
      #expect(frames.reduce(0) { $0 + $1.dropped.count } == dropped)
      for line in frames.flatMap(\.lines) { #expect(line.key == LogKey(line.entry)) }
    }
  }

  /// The text frames of a recorded tail.
  private static func frames(_ name: String) throws -> [[UInt8]] {
    let text = try String(contentsOf: URL(filePath: folder + name + ".ws.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").compactMap { row in
      var frame: [UInt8]?
      try Array(row.utf8).withUnsafeBufferPointer { bytes in
        var scanner = ByteScanner(bytes)
        try scanner.eachMember { (scanner, key) throws(ScanError) in
          _ = scanner.peek()
          let start = scanner.at
          try scanner.skipValue()
          if key == "json" { frame = Array(bytes[start..<scanner.at]) }
        }
      }
      return frame
    }
  }

  @Test(arguments: [
    (
      "err-400-parse", "parse error at line 1, col 17: syntax error: unexpected |, expecting } or ,"
    ),
    ("err-400-direction", "invalid direction 'sideways'"),
    ("err-400-no-query", "parse error : syntax error: unexpected $end"),
    (
      "err-400-points",
      "exceeded maximum resolution of 11,000 points per time series. "
        + "Try increasing the value of the step parameter"
    ),
  ])
  func anErrorIsTheServersFirstLine(name: String, words: String) async throws {
    #expect(try await failure("loki-3.7/" + name) == .api(type: "400", message: words))
  }

  @Test func whatStandsInTheWayOfAnAnswerIsNamed() async throws {
    #expect(
      try await failure("loki-3.7/err-404")?.headline
        == "HTTP 404 page not found: is this Loki's URL, with any path before /loki/api?"
    )
    #expect(
      try await failure("loki-3.7-tenants/tenant-401-query")
        == .unauthorized(
          status: 401,
          message: "no org id: set the tenant with LOKI_ORG_ID or loki.headers.X-Scope-OrgID"
        )
    )
    #expect(
      try await failure("loki-3.7-tenants/tenant-query-two")
        == .http(status: 500, message: "multiple org IDs present")
    )
    #expect(
      try await failure("loki-3.7/matrix-empty")
        == .api(type: "query", message: "expected log lines, the query returns 'matrix'")
    )
  }

  @Test func labelsAreRead() async throws {
    let names = try await replay("loki-3.7/labels") { try await $0.labels(deadline: ample).value }
    #expect(names == ["__stream_shard__", "env", "job", "level", "service_name"])
  }

  @Test func countsAreReadAsVectorsScalarsAndLevels() async throws {
    let query = InstantQuery("topk(3, …)", at: moment(0), deadline: ample)
    let vector = try await replay("loki-3.7/vector-topk") { try await $0.instant(query).value }
    #expect(vector.map(\.value) == [7075, 1588, 12_796])
    let scalar = try await replay("loki-3.7/vector-scalar") { try await $0.instant(query).value }
    #expect(scalar.map(\.value) == [2])
    #expect(scalar.first?.timestamp == Timestamp(milliseconds: 1_795_343_782_107))
    let counts = try await replay("loki-3.7/matrix-count-by-level") { client in
      try await client.levelCounts(
        shop,
        from: Timestamp(milliseconds: 1_795_343_179_000),
        to: Timestamp(milliseconds: 1_795_343_784_000),
        step: .seconds(30),
        deadline: ample
      ).value
    }
    let first = try #require(counts.first)
    #expect(first.start == Timestamp(milliseconds: 1_795_343_280_000))
    #expect(first.lines == [.info: 2])
    #expect(counts.last?.lines[.warning] == 70)
  }
}
