import NIOSSL

/// How a fake server speaks TLS.
package struct FakeTLS: Sendable {
  /// Whose certificate it shows.
  package enum Identity: Sendable {
    /// The one for `localhost` and 127.0.0.1.
    case localhost
    /// The one for `metrics.example.test` alone.
    case named
  }

  /// The certificate.
  package var identity: Identity
  /// Whether clients must show a certificate of the same issuer.
  package var demandsClient: Bool

  /// Makes settings.
  package init(_ identity: Identity = .localhost, demandsClient: Bool = false) {
    self.identity = identity
    self.demandsClient = demandsClient
  }

  func serverConfiguration() throws -> TLSConfiguration {
    let pair =
      identity == .localhost
      ? (Self.localhostCertificate, Self.localhostKey) : (Self.namedCertificate, Self.namedKey)
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(pair.0.utf8))
        .map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(pair.1.utf8), format: .pem))
    )
    if demandsClient {
      configuration.trustRoots = .certificates(
        try NIOSSLCertificate.fromPEMBytes(Array(Self.authority.utf8))
      )
      configuration.certificateVerification = .noHostnameVerification
    }
    return configuration
  }
}
