#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Says what is wrong with a PEM file that could not be used.
enum PEMFault {
  /// What a file ought to hold.
  enum Content {
    case certificate
    case key
  }

  /// The end of a sentence that begins with the file.
  static func words(_ path: String, holding wanted: Content) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return "cannot be read: \(systemText(errno))" }
    defer { close(descriptor) }
    guard let bytes = fileBytes(descriptor, atMost: 1 << 20) else {
      return "cannot be read: \(systemText(errno))"
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let headings = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("-----BEGIN ") }
    guard !headings.isEmpty else { return "is not in PEM form" }
    let hasKey = headings.contains { $0.contains("PRIVATE KEY") }
    let hasCertificate = headings.contains { $0.contains("CERTIFICATE") }
    switch wanted {
    case .certificate where !hasCertificate:
      return hasKey ? "holds a key, and no certificate" : "holds no certificate"
    case .key where !hasKey:
      return hasCertificate ? "holds a certificate, and no key" : "holds no private key"
    case .key where text.contains("ENCRYPTED"):
      return "is encrypted, and goldtop asks for no passphrase: write the key without one"
    case .certificate, .key:
      return "is damaged"
    }
  }
}
