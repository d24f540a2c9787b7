/// Says what is wrong with a PEM file that could not be used.
enum PEMFault {
  /// The expected content of a file.
  enum Content {
    case certificate
    case key
  }

  /// The end of a sentence that begins with the file.
  static func words(_ bytes: [UInt8], holding wanted: Content) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    let headings = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("-----BEGIN ") }
    guard !headings.isEmpty else { return "is not in PEM format" }
    let hasKey = headings.contains { $0.contains("PRIVATE KEY") }
    let hasCertificate = headings.contains { $0.contains("CERTIFICATE") }
    switch wanted {
    case .certificate where !hasCertificate:
      return hasKey ? "contains a key but no certificate" : "contains no certificate"
    case .key where !hasKey:
      return hasCertificate ? "contains a certificate but no key" : "contains no private key"
    case .key where text.contains("ENCRYPTED"):
      return "is encrypted: goldtop needs a key without a passphrase"
    case .certificate, .key:
      return "is damaged"
    }
  }
}
