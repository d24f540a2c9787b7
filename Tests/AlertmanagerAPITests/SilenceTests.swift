import AlertmanagerAPI
import FoundationEssentials
import HTTPTransport
import Telemetry
import TestSupport
import Testing

/// Silences as two Alertmanagers keep them, and what they say where they refuse one.
@Suite(.timeLimit(.minutes(20)))
struct SilenceTests {
  private let ample = Duration.seconds(300)

  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Payloads/"

  private func recording(_ version: String, _ name: String) throws -> Recording {
    try Recording(path: Self.folder + "alertmanager-\(version)/\(name).http")
  }

  private func withClient<Value: Sendable>(
    _ handler: @escaping FakeServer.Handler,
    _ body: (AlertmanagerClient, FakeServer) async throws -> Value
  ) async throws -> Value {
    try await FakeServer.run(handler: handler) { server in
      let transport = try HTTPTransport(
        ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct))
      )
      let client = AlertmanagerClient(transport)
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

  private static func moment(_ text: String) -> Timestamp {
    Timestamp(rfc3339: text) ?? Timestamp(nanoseconds: 0)
  }

  private static let content = SilenceContent(
    [LabelMatcher("alertname", .equal, "ServiceDown"), LabelMatcher("job", .matches, "pay.*")],
    from: moment("2026-11-22T10:25:23Z"),
    to: moment("2026-11-22T11:25:23Z"),
    author: "oncall",
    comment: "known outage of the payments provider"
  )

  @Test(arguments: ["0.25", "0.32"])
  func silencesThatHaveEndedAreLeftOut(_ version: String) async throws {
    let recording = try recording(version, "silences-three-states")
    try await withClient({ _ in recording.reply }) { client, server in
      let silences = try await client.silences(deadline: ample).value
      #expect(server.log.requests.first?.target == "/api/v2/silences")
      #expect(silences.map(\.state) == [.active, .pending])
      let active = try #require(silences.first)
      #expect(active.matchers == Self.content.matchers)
      #expect(active.author == "oncall")
      #expect(active.comment == Self.content.comment)
      #expect(active.end - active.start > .seconds(7000))
      #expect(active.id.count == 36)
    }
  }

  @Test(arguments: ["0.25", "0.32"])
  func aSilenceIsSentAsTheServerWantsIt(_ version: String) async throws {
    let (created, changed) = (
      try recording(version, "silence-create"), try recording(version, "silence-update")
    )
    try await withClient({ request in
      String(decoding: request.body, as: UTF8.self).contains("\"id\"")
        ? changed.reply : created.reply
    }) { client, server in
      let id = try await client.setSilence(Self.content, changing: nil, deadline: ample)
      #expect(String(decoding: created.body, as: UTF8.self).contains(id))
      let next = try await client.setSilence(Self.content, changing: id, deadline: ample)
      // A change of what is active makes another one.
      #expect(String(decoding: changed.body, as: UTF8.self).contains(next) && next != id)
      let sent = server.log.requests
      #expect(sent.map(\.method) == ["POST", "POST"])
      #expect(
        sent[0].headers.contains { $0.name == "content-type" && $0.value == "application/json" }
      )
      struct Body: Decodable, Equatable {
        struct Matcher: Decodable, Equatable {
          var name: String
          var value: String
          var isRegex: Bool
          var isEqual: Bool
        }
        var matchers: [Matcher]
        var createdBy: String
        var comment: String
        var endsAt: String
      }
      let mine = try JSONDecoder().decode(Body.self, from: Data(sent[0].body))
      #expect(
        mine.matchers == [
          .init(name: "alertname", value: "ServiceDown", isRegex: false, isEqual: true),
          .init(name: "job", value: "pay.*", isRegex: true, isEqual: true),
        ]
      )
      #expect(mine.createdBy == "oncall" && mine.comment == Self.content.comment)
      #expect(mine.endsAt == "2026-11-22T11:25:23Z")
    }
  }

  @Test(arguments: ["0.25", "0.32"], ["silence-delete", "silence-delete-again"])
  func endingASilenceTwiceIsFine(_ version: String, _ name: String) async throws {
    let recording = try recording(version, name)
    let id = try #require(recording.target.split(separator: "/").last.map(String.init))
    try await withClient({ _ in recording.reply }) { client, server in
      try await client.expireSilence(id, deadline: ample)
      #expect(server.log.requests.first?.method == "DELETE")
      #expect(server.log.requests.first?.target == recording.target)
    }
  }

  @Test(arguments: [
    ("0.25", "err-400-silence-end-past", "end time can't be in the past"),
    ("0.32", "err-400-silence-end-past", "end time can't be in the past"),
    ("0.25", "err-400-silence-empty-matcher", "must not match the empty string"),
    ("0.32", "err-400-silence-empty-matcher", "must not match the empty string"),
    ("0.25", "err-400-silence-no-matchers", "should have at least 1 items"),
    ("0.32", "err-400-silence-no-matchers", "should have at least 1 items"),
    ("0.25", "err-404-silence-update", "silence not found"),
    ("0.32", "err-404-silence-update", "silence not found"),
    ("0.25", "err-404-silence-delete", "silence not found"),
    ("0.32", "err-404-silence-delete", "silence not found"),
  ])
  func refusalsAreInTheServersWords(_ version: String, _ name: String, _ words: String) async throws
  {
    let recording = try recording(version, name)
    try await withClient({ _ in recording.reply }) { client, _ in
      do throws(SourceError) {
        if recording.method == "DELETE" {
          try await client.expireSilence("00000000-0000-4000-8000-000000000000", deadline: ample)
        } else {
          _ = try await client.setSilence(Self.content, changing: "x", deadline: ample)
        }
        Issue.record("\(name) is no error")
      } catch {
        #expect(error.headline.contains(words), "\(error.headline)")
      }
    }
  }

  // A silence that is made twice is two silences.
  @Test func anOrderWhoseAnswerIsLostIsNotSentAgain() async throws {
    let list = try recording("0.25", "silences-three-states")
    try await withClient({ $0.method == "POST" ? .close : list.reply }) { client, server in
      _ = try await client.silences(deadline: ample)
      await #expect(throws: SourceError.self) {
        try await client.setSilence(Self.content, changing: nil, deadline: ample)
      }
      #expect(server.log.requests.count { $0.method == "POST" } == 1)
    }
  }

  @Test(arguments: ["", "../status", "a b", "a?b"])
  func nothingButAnIDBecomesPartOfAPath(_ id: String) async throws {
    try await withClient({ _ in .json("{}") }) { client, server in
      await #expect(throws: SourceError.self) {
        try await client.expireSilence(id, deadline: ample)
      }
      #expect(server.log.requests.isEmpty)
    }
  }

  @Test func aRealAlertmanagerTakesChangesAndEndsThem() async throws {
    let server = try await RealAlertmanager()
    let transport = try HTTPTransport(
      ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct))
    )
    let client = AlertmanagerClient(transport)
    do {
      let now = Timestamp(milliseconds: Int64(wallClockSeconds() * 1000))
      var content = SilenceContent(
        [LabelMatcher("alertname", .equal, "A \"quoted\" é"), LabelMatcher("job", .notEqual, "x")],
        from: now,
        to: now + .seconds(3600),
        author: "jane",
        comment: "line\nbreak"
      )
      let id = try await client.setSilence(content, changing: nil, deadline: ample)
      let held = try await client.silences(deadline: ample).value
      let first = try #require(held.first)
      #expect(first.id == id && first.matchers == content.matchers)
      #expect(first.author == "jane" && first.comment == "line\nbreak")
      content.start = first.start
      content.end = now + .seconds(7200)
      // Start and matchers are as they were, and so is the ID.
      let next = try await client.setSilence(content, changing: id, deadline: ample)
      #expect(next == id)
      try await client.expireSilence(id, deadline: ample)
      let rest = try await client.silences(deadline: ample).value
      #expect(rest.isEmpty)
      let all = try await client.allSilences(deadline: ample).value
      #expect(all.map(\.id) == [id] && all.first?.state == .expired)
      await client.shutdown()
    } catch {
      await client.shutdown()
      throw error
    }
  }
}
