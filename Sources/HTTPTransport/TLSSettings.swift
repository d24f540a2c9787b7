import NIOSSL
import Telemetry

extension TLSConfiguration {
  /// Makes the client's side of TLS from the settings.
  ///
  /// - Parameter settings: `tls_config`.
  /// - Returns: Only HTTP/1.1 is offered.
  /// - Throws: `TransportError.misconfigured` naming the file that cannot be used.
  static func make(_ settings: HTTPAccess.TLS) throws(TransportError) -> TLSConfiguration {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    if settings.insecureSkipVerify { configuration.certificateVerification = .none }
    if let path = settings.caFile {
      let certificates = try readCertificates(path, as: "ca_file")
      configuration.additionalTrustRoots = [.certificates(certificates)]
    }
    switch (settings.certificateFile, settings.keyFile) {
    case (nil, nil):
      break
    case (let certificate?, let key?):
      configuration.certificateChain =
        try readCertificates(certificate, as: "cert_file").map { .certificate($0) }
      configuration.privateKey = try readKey(key)
    case (.some, nil):
      throw .misconfigured("cert_file needs key_file beside it")
    case (nil, .some):
      throw .misconfigured("key_file needs cert_file beside it")
    }
    return configuration
  }

  private static func readCertificates(
    _ path: String,
    as name: String
  ) throws(TransportError) -> [NIOSSLCertificate] {
    do {
      let certificates = try NIOSSLCertificate.fromPEMFile(path)
      guard !certificates.isEmpty else {
        throw TransportError.misconfigured("\(name) '\(path)' holds no certificate")
      }
      return certificates
    } catch let error as TransportError {
      throw error
    } catch {
      throw .misconfigured("\(name) '\(path)' \(TransportError.fileFault(error, path))")
    }
  }

  private static func readKey(_ path: String) throws(TransportError) -> NIOSSLPrivateKeySource {
    do {
      return .privateKey(try NIOSSLPrivateKey(file: path, format: .pem))
    } catch {
      throw .misconfigured("key_file '\(path)' \(TransportError.fileFault(error, path))")
    }
  }
}
