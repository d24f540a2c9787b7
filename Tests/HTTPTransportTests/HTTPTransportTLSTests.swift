import HTTPTransport
import Telemetry
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(20)))
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
    #expect(text.hasPrefix("the issuer of 127.0.0.1:"))
    #expect(text.hasSuffix("'s certificate is not trusted by the system: add it with ca_file"))
  }

  @Test func anIssuerThatTheFileLacksIsTold() async throws {
    try await withFile(FakeTLS.expiredCertificate) { path in
      let text = words(try await outcome(FakeTLS(), HTTPAccess.TLS(caFile: path)))
      #expect(text.hasSuffix("'s certificate is neither in ca_file nor trusted by the system"))
    }
  }

  @Test func aCertificateThatHasExpiredIsToldWithItsDay() async throws {
    try await withFile(FakeTLS.expiredCertificate) { path in
      let text = words(try await outcome(FakeTLS(.expired), HTTPAccess.TLS(caFile: path)))
      #expect(text.hasPrefix("the certificate of 127.0.0.1:"))
      #expect(text.hasSuffix(" expired on 2021-01-01"))
    }
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
      #expect(text.contains("is for another host"))
      let named = HTTPAccess.TLS(caFile: path, serverName: "metrics.example.test")
      let accepted = try await outcome(FakeTLS(.named), named)
      #expect(accepted == .success(200))
      let wrong = HTTPAccess.TLS(caFile: path, serverName: "other.example.test")
      let refused = words(try await outcome(FakeTLS(.named), wrong))
      #expect(refused.contains("is for another host"))
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
      #expect(text.contains("does not speak TLS on this port"))
    }
  }

  /// Why a transport cannot be made; empty where it can.
  private func complaint(_ tls: HTTPAccess.TLS) -> String {
    do throws(TransportError) {
      _ = try HTTPTransport(ServerAddress(url: "https://x", access: HTTPAccess(tls: tls)))
      return ""
    } catch {
      return error.message
    }
  }

  @Test func halfAPairOfFilesIsNamed() {
    #expect(
      complaint(HTTPAccess.TLS(certificateFile: "/c")) == "cert_file needs key_file beside it"
    )
    #expect(complaint(HTTPAccess.TLS(keyFile: "/k")) == "key_file needs cert_file beside it")
  }

  @Test(arguments: [
    ("no PEM", "is not in PEM format"),
    (LongText(FakeTLS.clientKey), "contains a key but no certificate"),
    (LongText(FakeTLS.clientCertificate.replacing("MII", with: "!!!")), "is damaged"),
    ("-----BEGIN X509 CRL-----", "contains no certificate"),
  ])
  func aCertificateThatCannotServeIsExplained(_ contents: LongText, _ fault: String) async throws {
    try await withFile(contents.text) { path in
      #expect(complaint(HTTPAccess.TLS(caFile: path)) == "ca_file '\(path)' \(fault)")
      let pair = HTTPAccess.TLS(certificateFile: path, keyFile: path)
      #expect(complaint(pair) == "cert_file '\(path)' \(fault)")
    }
  }

  @Test func aFileThatCannotBeReadIsExplained() {
    let missing = complaint(HTTPAccess.TLS(caFile: "/nonexistent"))
    #expect(missing == "ca_file '/nonexistent' cannot be read: no such file")
    let folder = complaint(HTTPAccess.TLS(caFile: "/"))
    #expect(folder == "ca_file '/' cannot be read: is a directory")
    let device = complaint(HTTPAccess.TLS(certificateFile: "/dev/zero", keyFile: "/dev/zero"))
    #expect(device == "cert_file '/dev/zero' cannot be read: is a device, not a file")
  }

  @Test(arguments: [
    ("no PEM", "is not in PEM format"),
    (LongText(FakeTLS.clientCertificate), "contains a certificate but no key"),
    (LongText(FakeTLS.clientKey.replacing("MIG", with: "!!!")), "is damaged"),
    (
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
      "is encrypted: goldtop needs a key without a passphrase"
    ),
  ])
  func aKeyThatCannotServeIsExplained(_ contents: LongText, _ fault: String) async throws {
    try await withFile(FakeTLS.clientCertificate) { certificate in
      try await withFile(contents.text) { key in
        let pair = HTTPAccess.TLS(certificateFile: certificate, keyFile: key)
        #expect(complaint(pair) == "key_file \(fault)")
      }
    }
  }

  @Test func theKeyOfAnotherCertificateIsToldAtOnce() async throws {
    try await withFile(FakeTLS.clientCertificate) { certificate in
      try await withFile(FakeTLS.namedKey) { key in
        let text = complaint(HTTPAccess.TLS(certificateFile: certificate, keyFile: key))
        #expect(
          text
            == "key_file does not match the certificate in cert_file '\(certificate)'"
        )
      }
    }
  }
}
