import NIOSSL
import Telemetry

extension TLSConfiguration {
  /// The client side of TLS, from the settings.
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
      try check(configuration, certificate: certificate)
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
    let bytes = try readPEM(path, as: name)
    do {
      let certificates = try NIOSSLCertificate.fromPEMBytes(bytes)
      guard !certificates.isEmpty else {
        throw TransportError.misconfigured("\(name) '\(path)' contains no certificate")
      }
      return certificates
    } catch let error as TransportError {
      throw error
    } catch {
      throw .misconfigured("\(name) '\(path)' \(PEMFault.words(bytes, holding: .certificate))")
    }
  }

  private static func readKey(_ path: String) throws(TransportError) -> NIOSSLPrivateKeySource {
    let bytes = try readPEM(path, as: "key_file")
    do {
      return .privateKey(try NIOSSLPrivateKey(bytes: bytes, format: .pem))
    } catch {
      throw .misconfigured("\(file(path, "key_file")) \(PEMFault.words(bytes, holding: .key))")
    }
  }

  /// A file in a message.
  ///
  /// Hides the value of `key_file`, which may be the key itself.
  private static func file(_ path: String, _ name: String) -> String {
    name == "key_file" ? "key_file" : "\(name) '\(path)'"
  }

  private static func readPEM(_ path: String, as name: String) throws(TransportError) -> [UInt8] {
    // All authorities of a system are a fraction of a megabyte.
    let limit = 16 << 20
    let bytes: [UInt8]
    do throws(FileFault) {
      bytes = try OpenFile(path).bytes(limit: limit)
    } catch {
      throw .misconfigured("\(file(path, name)) cannot be read: \(error.words)")
    }
    guard bytes.count <= limit else {
      throw .misconfigured("\(file(path, name)) is larger than 16 MiB")
    }
    return bytes
  }

  /// Finds out whether key and certificate are a pair, which would else be found by each connection.
  private static func check(
    _ configuration: TLSConfiguration,
    certificate: String
  ) throws(TransportError) {
    var pair = TLSConfiguration.makeClientConfiguration()
    // Without these the system's authorities would be read.
    pair.certificateVerification = .none
    pair.trustRoots = .certificates([])
    pair.certificateChain = configuration.certificateChain
    pair.privateKey = configuration.privateKey
    do {
      _ = try NIOSSLContext(configuration: pair)
    } catch {
      throw .misconfigured(
        "key_file does not match the certificate in cert_file '\(certificate)'"
      )
    }
  }
}
