import NIOCore
import NIOSSL
import Telemetry

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Looks at the certificates of a server that is not trusted, to say why.
///
/// The library tells only that they are not. The handshake is begun once more for it, and broken off
/// at the certificates; nothing else is sent.
struct CertificateInspection {
  /// From when until when a certificate is valid, in the order that it claims.
  struct Life {
    let start: Timestamp
    let end: Timestamp
  }

  private static let patience = TimeAmount.seconds(10)

  private let settings: ClientSettings

  init(_ settings: ClientSettings) {
    self.settings = settings
  }

  /// The problem with the certificates; `nil` if they could not be fetched.
  func fault(on loop: any EventLoop) async -> TransportError? {
    let route = ServerRoute(settings)
    let seen = loop.makePromise(of: [NIOSSLCertificate].self)
    let timer = loop.scheduleTask(in: Self.patience) { seen.fail(CancellationError()) }
    defer { timer.cancel() }
    route.connect(
      on: loop,
      adopt: { channel in
        seen.futureResult.whenComplete { _ in channel.close(promise: nil) }
      },
      inspect: { seen.succeed($0) }
    )
    .whenFailure { seen.fail($0) }
    guard let chain = try? await seen.futureResult.get() else { return nil }
    let lives = chain.map { certificate in
      Life(
        start: Timestamp(seconds: Double(certificate.notValidBefore)),
        end: Timestamp(seconds: Double(certificate.notValidAfter))
      )
    }
    let reason = Self.reason(
      lives,
      now: Timestamp(seconds: Double(time(nil))),
      server: settings.base.authority,
      hasAuthorities: settings.tls?.additionalTrustRoots.isEmpty == false
    )
    return .tls(reason)
  }

  /// Why certificates are not trusted.
  ///
  /// - Parameters:
  ///   - lives: From when until when each is valid, the server's own first.
  ///   - now: The clock of this machine.
  ///   - server: Host and port.
  ///   - hasAuthorities: Whether `ca_file` names any.
  /// - Returns: One sentence.
  static func reason(
    _ lives: [Life],
    now: Timestamp,
    server: String,
    hasAuthorities: Bool
  ) -> String {
    for (index, life) in lives.enumerated() {
      let which = index == 0 ? "the certificate of \(server)" : "a certificate above \(server)'s"
      if life.end < now { return "\(which) expired on \(day(life.end))" }
      if life.start > now {
        return "\(which) is not valid until \(day(life.start)): check this machine's clock"
      }
    }
    return hasAuthorities
      ? "the issuer of \(server)'s certificate is neither in ca_file nor trusted by the system"
      : "the issuer of \(server)'s certificate is not trusted by the system: add it with ca_file"
  }

  private static func day(_ moment: Timestamp) -> String {
    String(CivilTime(moment).rfc3339.prefix(10))
  }
}
