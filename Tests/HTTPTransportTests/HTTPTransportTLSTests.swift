import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(2)))
struct HTTPTransportTLSTests {
  /// What a request to a server of its own gives: a status, or why there is none.
  private func outcome(
    _ server: FakeTLS,
    _ tls: HTTPAccess.TLS,
    host: String = "127.0.0.1"
  ) async throws -> Result<Int, TransportError> {
    try await FakeServer.run(tls: server, handler: { _ in .json("{}") }) { server in
      try await withTransport(
        "https://\(host):\(server.port)",
        HTTPAccess(tls: tls, proxy: .direct)
      ) { transport in
        do throws(TransportError) {
          let response = try await transport.send(HTTPRequest(.get, "/", deadline: ample))
          #expect(server.log.requests.first?[header: "host"] == "\(host):\(server.port)")
          return .success(response.status)
        } catch {
          return .failure(error)
        }
      }
    }
  }

  private func words(_ outcome: Result<Int, TransportError>) -> String {
    guard case .failure(.tls(let text)) = outcome else { return "\(outcome)" }
    return text
  }

  @Test func anUnknownIssuerIsNotTrusted() async throws {
    let text = words(try await outcome(FakeTLS(), HTTPAccess.TLS()))
    #expect(text.contains("the certificate is not trusted"))
  }

  @Test(arguments: ["127.0.0.1", "localhost"])
  func aCAFileIsTrustedBesideTheSystem(_ host: String) async throws {
    try await withFile(FakeTLS.authority) { path in
      let outcome = try await outcome(FakeTLS(), HTTPAccess.TLS(caFile: path), host: host)
      #expect(outcome == .success(200))
    }
  }

  @Test func theNameMustMatchUnlessItIsSet() async throws {
    try await withFile(FakeTLS.authority) { path in
      let text = words(try await outcome(FakeTLS(.named), HTTPAccess.TLS(caFile: path)))
      #expect(text.contains("is for another name"))
      let named = HTTPAccess.TLS(caFile: path, serverName: "metrics.example.test")
      let accepted = try await outcome(FakeTLS(.named), named)
      #expect(accepted == .success(200))
      let wrong = HTTPAccess.TLS(caFile: path, serverName: "other.example.test")
      let refused = words(try await outcome(FakeTLS(.named), wrong))
      #expect(refused.contains("is for another name"))
    }
  }

  @Test func verificationCanBeSkipped() async throws {
    let tls = HTTPAccess.TLS(insecureSkipVerify: true)
    #expect(try await outcome(FakeTLS(.named), tls) == .success(200))
  }

  @Test func aClientCertificateIsShown() async throws {
    let server = FakeTLS(demandsClient: true)
    try await withFile(FakeTLS.authority) { authority in
      try await withFile(FakeTLS.clientCertificate) { certificate in
        try await withFile(FakeTLS.clientKey) { key in
          let tls = HTTPAccess.TLS(
            caFile: authority,
            certificateFile: certificate,
            keyFile: key
          )
          let accepted = try await outcome(server, tls)
          #expect(accepted == .success(200))
        }
      }
      let refused = try await outcome(server, HTTPAccess.TLS(caFile: authority))
      #expect(throws: TransportError.self) { try refused.get() }
    }
  }

  @Test func plainTextWhereTLSIsExpectedIsExplained() async throws {
    try await FakeServer.run(handler: { _ in .json("{}") }) { server in
      let failure = try await withTransport("https://127.0.0.1:\(server.port)") { transport in
        await transport.failure(HTTPRequest(.get, "/", deadline: ample))
      }
      guard case .tls(let text) = failure else {
        Issue.record("not a TLS fault: \(String(describing: failure))")
        return
      }
      #expect(text.contains("does not speak TLS here"))
    }
  }

  @Test func filesThatCannotServeAreNamed() async throws {
    func message(_ tls: HTTPAccess.TLS) -> String {
      do throws(TransportError) {
        _ = try HTTPTransport(
          ServerAddress(url: "https://x", access: HTTPAccess(tls: tls))
        )
        return "accepted"
      } catch {
        return error.message
      }
    }
    #expect(message(HTTPAccess.TLS(certificateFile: "/c")) == "cert_file needs key_file beside it")
    #expect(message(HTTPAccess.TLS(keyFile: "/k")) == "key_file needs cert_file beside it")
    #expect(message(HTTPAccess.TLS(caFile: "/nonexistent")).hasPrefix("ca_file '/nonexistent' "))
    try await withFile("no PEM") { path in
      #expect(message(HTTPAccess.TLS(caFile: path)).hasPrefix("ca_file '\(path)' "))
      #expect(
        message(HTTPAccess.TLS(certificateFile: path, keyFile: path))
          .hasPrefix("cert_file '\(path)' ")
      )
    }
  }
}
