import NIOSSL

extension TransportError {
  /// Translates what only TLS throws, and all that is left.
  static func tlsFault(_ error: any Error, _ server: String) -> TransportError {
    switch error {
    case let error as NIOSSLExtraError where error == .failedToValidateHostname:
      return .tls("the certificate of \(server) is for another host; server_name can override it")
    case let error as NIOSSLExtraError where error == .serverHostnameImpossibleToMatch:
      return .tls("no certificate can match the host name of \(server)")
    case let error as NIOSSLError:
      return .tls("TLS with \(server) failed: \(reason(of: error))")
    case let error as BoringSSLError:
      return .tls("TLS with \(server) failed: \(reason(in: "\(error)"))")
    default:
      // Never the error's own text: it may hold header values.
      return .unreachable("the request to \(server) failed: \(type(of: error))")
    }
  }

  /// Whether the server's certificate is not trusted, for whichever reason.
  static func isDistrust(_ error: any Error) -> Bool {
    guard case .handshakeFailed(let cause)? = error as? NIOSSLError else { return false }
    return "\(cause)".contains("CERTIFICATE_VERIFY_FAILED")
  }

  private static func reason(of error: NIOSSLError) -> String {
    switch error {
    case .handshakeFailed(let cause): reason(in: "\(cause)")
    case .uncleanShutdown: "connection closed"
    case .unableToValidateCertificate: "certificate verification failed"
    default: "protocol error"
    }
  }

  /// Words for the codes that OpenSSL's family puts into its error texts.
  private static func reason(in text: String) -> String {
    let known = reasons.first { text.contains($0.code) }
    return known?.words ?? "handshake refused"
  }

  private static let reasons: [(code: String, words: String)] = [
    (
      "CERTIFICATE_VERIFY_FAILED",
      "certificate not trusted (unknown issuer, expired, or another host); ca_file may help"
    ),
    (
      "CERTIFICATE_REQUIRED", "the server requires a client certificate: set cert_file and key_file"
    ),
    (
      "WRONG_VERSION_NUMBER",
      "the server does not speak TLS on this port; should the scheme be http?"
    ),
    ("HTTP_REQUEST", "the server does not speak TLS on this port; should the scheme be http?"),
    ("HANDSHAKE_FAILURE", "no common protocol or cipher, or the client certificate was refused"),
    ("BAD_CERTIFICATE", "the client certificate was refused"),
    ("UNKNOWN_CA", "the server rejects the issuer of the client certificate"),
    ("CERTIFICATE_EXPIRED", "the client certificate has expired"),
    ("UNSUPPORTED_PROTOCOL", "the server does not support TLS 1.2 or later"),
    ("PROTOCOL_VERSION", "the server does not support TLS 1.2 or later"),
    ("eof", "the server closed the connection during the handshake; does it speak TLS?"),
    ("EOF", "the server closed the connection during the handshake; does it speak TLS?"),
  ]
}
