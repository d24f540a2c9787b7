import Checks
import FoundationEssentials
import HTTPTransport
import Telemetry

/// Looks at a server as production needs it: who may read it, and what it lets them do.
struct ProductionCheckup {
  let kind: ServerKind
  let address: ServerAddress
  let server: CheckedServer
  let variables: [String: String]
  /// The moment of the check.
  let now: Timestamp

  /// Makes all checks that need no more than the server's address.
  func outcome() async -> CheckOutcome {
    let base: BaseURL
    do throws(TransportError) {
      base = try BaseURL(address.url)
    } catch {
      return server.unchecked(AccessChecks.names, SourceError(error))
    }
    let isLoopback = base.host.isLoopback
    var outcome = AccessChecks.transport(
      of: kind,
      isEncrypted: base.scheme == .https,
      isLoopback: isLoopback,
      at: server.place
    )
    outcome.add(
      await server.judge([AccessChecks.names[1]]) { deadline throws(SourceError) in
        try await anonymousAnswers(deadline)
      } _: { answers in
        AccessChecks.anonymous(to: kind, answers, isLoopback: isLoopback, at: server.place)
      }
    )
    switch kind {
    case .loki: outcome.add(await loki())
    case .grafana: outcome.add(await grafana())
    case .prometheus, .alertmanager: break
    }
    return outcome
  }

  /// The same way without credentials: the paths with the status of their answers.
  private func anonymousAnswers(
    _ deadline: Duration
  ) async throws(SourceError) -> [(path: String, status: Int)] {
    var bare = address
    bare.access.authorization = nil
    bare.access.headers = address.access.headers.filter { !$0.isSecret }
    // A certificate of a client is a credential too.
    (bare.access.tls.certificateFile, bare.access.tls.keyFile) = (nil, nil)
    let transport: HTTPTransport = try .source(bare, environment: variables)
    var answers: [(path: String, status: Int)] = []
    do throws(TransportError) {
      for path in kind.paths {
        let response = try await transport.send(HTTPRequest(.get, path, deadline: deadline))
        // A proxy that sends visitors to its login page lets nobody in.
        let isPage = VisibleLine.isHTML(response)
        answers.append((String(path.prefix { $0 != "?" }), isPage ? 401 : response.status))
      }
    } catch {
      await transport.shutdown()
      if case .redirected(let status, _) = error {
        return answers + [("to another place", status)]
      }
      throw SourceError(error)
    }
    await transport.shutdown()
    return answers
  }

  private func loki() async -> CheckOutcome {
    await server.judge([VersionCheck.name]) { deadline throws(SourceError) in
      let build: Build = try await document("/loki/api/v1/status/buildinfo", deadline)
      return build.version
    } _: { version in
      VersionCheck.outcome(of: version, .loki, at: now, at: server.place)
    }
  }

  private func grafana() async -> CheckOutcome {
    var outcome = await server.judge([GrafanaChecks.names[0], VersionCheck.name]) {
      deadline throws(SourceError) in
      let health: GrafanaHealth = try await document("/api/health", deadline)
      return health
    } _: { health in
      var outcome = GrafanaChecks.health(database: health.database, at: server.place)
      // It may be told to hide its version.
      if let version = health.version, !version.isEmpty {
        outcome.add(VersionCheck.outcome(of: version, .grafana, at: now, at: server.place))
      }
      return outcome
    }
    outcome.add(
      await server.judge([GrafanaChecks.names[1]]) { deadline throws(SourceError) in
        do throws(SourceError) {
          let organisation: Organisation = try await document("/api/org", deadline)
          return String?.some(organisation.name)
        } catch {
          guard case .http(let status, _, _) = error, [401, 403].contains(status) else {
            throw error
          }
          return String?.none
        }
      } _: { organisation in
        GrafanaChecks.anonymous(organisation: organisation, at: server.place)
      }
    )
    return outcome
  }

  private struct Build: Decodable, Sendable { var version: String }
  private struct Organisation: Decodable, Sendable { var name: String }
  private struct GrafanaHealth: Decodable, Sendable {
    var database: String
    var version: String?
  }

  /// A small JSON document of the server.
  private func document<Payload: Decodable & Sendable>(
    _ path: String,
    _ deadline: Duration
  ) async throws(SourceError) -> Payload {
    let transport: HTTPTransport = try .source(address, environment: variables)
    let result: Result<HTTPResponse, SourceError>
    do throws(SourceError) {
      result = .success(try await transport.page(path, within: deadline))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    let response = try result.get()
    do {
      return try JSONDecoder().decode(Payload.self, from: Data(response.body))
    } catch {
      throw .malformed("\(response.words(DecodingFault.text(error))) in the answer of \(path)")
    }
  }
}

extension String {
  /// Whether it is a host of this machine alone.
  fileprivate var isLoopback: Bool {
    self == "localhost" || hasPrefix("127.") || self == "::1"
  }
}

extension ServerKind {
  /// What tells much and is asked of anybody.
  fileprivate var paths: [String] {
    switch self {
    case .prometheus: ["/api/v1/status/config", "/api/v1/targets?state=active", "/metrics"]
    case .alertmanager: ["/api/v2/status", "/api/v2/silences", "/metrics"]
    case .loki: ["/loki/api/v1/labels", "/config", "/metrics"]
    case .grafana: ["/api/search", "/metrics"]
    }
  }
}
