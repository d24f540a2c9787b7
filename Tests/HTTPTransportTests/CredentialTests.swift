import FoundationEssentials
import Glibc
import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
struct CredentialTests {
  /// The authorization header that each of some requests had, with a step after each.
  private func headers(
    _ access: HTTPAccess,
    steps: [() throws -> Void] = [{}]
  ) async throws -> [String?] {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      try await withTransport(server.url, access) { transport in
        for step in steps {
          try step()
          _ = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
        }
      }
      return server.log.requests.map { $0[header: "authorization"] }
    }
  }

  @Test func basicAuthorizationIsEncoded() async throws {
    let access = HTTPAccess(
      authorization: .basic(username: "Aladdin", password: .inline(Secret("open sesame"))),
      proxy: .direct
    )
    #expect(try await headers(access) == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="])
  }

  @Test func otherAuthorizationHasItsType() async throws {
    let access = HTTPAccess(
      authorization: .token(type: "Splunk", credentials: .inline(Secret("t0p"))),
      proxy: .direct
    )
    #expect(try await headers(access) == ["Splunk t0p"])
  }

  @Test func aFileIsReadAgainWhenItChanges() async throws {
    try await withFile("first\n") { path in
      let access = HTTPAccess(
        authorization: .token(type: "Bearer", credentials: .file(path)),
        proxy: .direct
      )
      let seen = try await headers(
        access,
        steps: [
          {}, {},
          { try write("  second, longer \n", to: path) },
          {
            // As a token is renewed in place: a new file takes the name, with a text as long.
            try write("second; LONGER", to: path + ".new")
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
          },
        ]
      )
      #expect(
        seen == ["Bearer first", "Bearer first", "Bearer second, longer", "Bearer second; LONGER"]
      )
    }
  }

  @Test(arguments: [
    ("", "is empty"), (" \n", "is empty"), ("two\nlines", "has more than one line"),
    (LongText(String(repeating: "x", count: 70_000)), "is larger than 64 KiB"),
  ])
  func aFileThatCannotServeIsExplained(_ contents: LongText, _ words: String) async throws {
    try await withFile(contents.text) { path in
      let failure = failure(of: path)
      #expect(failure == .misconfigured("password_file \(words)"))
    }
  }

  @Test func aMissingFileIsExplained() {
    // The path is not told: it may be the token itself, put under the wrong key.
    #expect(
      failure(of: "/nonexistent/token")
        == .misconfigured("cannot read password_file: no such file")
    )
  }

  @Test func aDirectoryIsExplained() {
    #expect(
      failure(of: "/")
        == .misconfigured("cannot read password_file: is a directory")
    )
  }

  /// Neither keeps its reader waiting.
  @Test func aPipeAndADeviceAreExplained() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(
      failure(of: pipe)
        == .misconfigured("cannot read password_file: is a pipe, not a file")
    )
    #expect(
      failure(of: "/dev/zero")
        == .misconfigured("cannot read password_file: is a device, not a file")
    )
  }

  @Test func aFileThatGoesAwayLaterFailsTheRequest() async throws {
    try await withFile("token") { path in
      let access = HTTPAccess(
        authorization: .token(type: "Bearer", credentials: .file(path)),
        proxy: .direct
      )
      let failure = try await withTransport("http://127.0.0.1:1", access) { transport in
        try FileManager.default.removeItem(atPath: path)
        return await transport.failure(HTTPRequest(.get, "/", deadline: ample))
      }
      guard case .misconfigured(let text)? = failure else {
        Issue.record("another failure: \(String(describing: failure))")
        return
      }
      #expect(text.hasPrefix("cannot read credentials_file: no such file"))
    }
  }

  @Test func customHeadersAreSentAndReplaceOurs() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      let access = HTTPAccess(
        headers: [
          .init(name: "X-Scope-OrgID", value: Secret("team-a")),
          .init(name: "User-Agent", value: Secret("mine")),
        ],
        proxy: .direct
      )
      try await withTransport(server.url, access) { transport in
        _ = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
      }
      let request = try #require(server.log.requests.first)
      #expect(request[header: "x-scope-orgid"] == "team-a")
      #expect(request.headers.filter { $0.name == "user-agent" }.map(\.value) == ["mine"])
    }
  }

  @Test(arguments: [("bad name", "v"), ("", "v"), ("X-A", "a\r\nX-B: c")])
  func headersThatWouldBreakTheRequestAreRefused(_ name: String, _ value: String) throws {
    let access = HTTPAccess(headers: [.init(name: name, value: Secret(value))])
    do throws(TransportError) {
      _ = try HTTPTransport(ServerAddress(url: "http://x", access: access))
      Issue.record("accepted")
    } catch {
      #expect(!error.message.contains("X-B"))
    }
  }

  @Test func noErrorHoldsASecret() async throws {
    #expect(throws: TransportError.misconfigured("credentials contains a control character")) {
      _ = try HTTPTransport(
        ServerAddress(
          url: "http://127.0.0.1:1",
          access: HTTPAccess(
            authorization: .token(type: "Bearer", credentials: .inline(Secret("hush\u{1}hush")))
          )
        )
      )
    }
    let access = HTTPAccess(
      authorization: .token(type: "Bearer", credentials: .inline(Secret("hush hush"))),
      proxy: .direct
    )
    let records = Records()
    try await withTransport(
      "http://127.0.0.1:1",
      access,
      observer: { records.add($0) }
    ) { transport in
      let failure = try #require(
        await transport.failure(
          HTTPRequest(.get, "/", parameters: [.init("q", "hush")], deadline: ample)
        )
      )
      #expect(!"\(failure) \(failure.message)".contains("hush"))
    }
    #expect(!records.all.isEmpty)
    #expect(!"\(records.all)".contains("hush"))
  }

  private func failure(of path: String) -> TransportError? {
    let access = HTTPAccess(
      authorization: .basic(username: "me", password: .file(path)),
      proxy: .direct
    )
    do throws(TransportError) {
      _ = try HTTPTransport(ServerAddress(url: "http://127.0.0.1:1", access: access))
      return nil
    } catch {
      return error
    }
  }
}

/// Runs a body with the path of a file that is removed afterwards.
func withFile<Value>(
  _ contents: String,
  _ body: (String) async throws -> Value
) async throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appending(path: "goldtop-\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let path = folder.appending(path: "file").path
  try write(contents, to: path)
  return try await body(path)
}

private func write(_ text: String, to path: String) throws {
  try Data(text.utf8).write(to: URL(filePath: path))
}
