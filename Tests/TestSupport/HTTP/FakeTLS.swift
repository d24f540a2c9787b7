import NIOSSL

/// How a fake server speaks TLS.
package struct FakeTLS: Sendable {
  /// Whose certificate it shows.
  package enum Identity: Sendable {
    /// The one for `localhost` and 127.0.0.1.
    case localhost
    /// The one for `metrics.example.test` alone.
    case named
    /// One for `localhost` and 127.0.0.1 that ended with 2020 and is its own issuer.
    case expired
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
      switch identity {
      case .localhost: (Self.localhostCertificate, Self.localhostKey)
      case .named: (Self.namedCertificate, Self.namedKey)
      case .expired: (Self.expiredCertificate, Self.expiredKey)
      }
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
