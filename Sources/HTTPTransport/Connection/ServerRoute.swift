import NIOCore
import NIOPosix
import NIOSOCKS
import NIOSSL
import Synchronization
import Telemetry

/// The way to a server: through a proxy, and with TLS, where they are set.
final class ServerRoute: Sendable {
  private let host: String
  private let port: Int
  private let proxy: ProxyChoice?
  /// `nil` where the server is spoken to without TLS.
  private let configuration: TLSConfiguration?
  private let serverName: String?
  /// Made when it is needed first, since it reads all authorities of the system.
  private let context = Mutex<NIOSSLContext?>(nil)

  /// - Parameters:
  ///   - settings: Server, proxy and TLS.
  ///   - forwards: Whether an HTTP proxy takes the requests themselves, and is not asked for a tunnel.
  init(_ settings: ClientSettings, forwards: Bool = false) {
    let end = forwards ? settings.proxy : nil
    host = end?.host ?? settings.base.host
    port = end?.port ?? settings.base.port
    proxy = forwards ? nil : settings.proxy
    configuration = settings.tls
    let name = settings.serverName ?? settings.base.host
    // An address is no name that TLS could ask for; the certificate is checked against it all the
    // same.
    serverName = (try? SocketAddress(ipAddress: name, port: 0)) == nil ? name : nil
  }

  /// Whether a proxy stands before the server.
  var hasProxy: Bool { proxy != nil }

  /// Connects, through the proxy's tunnel where there is one, and begins TLS.
  ///
  /// - Parameters:
  ///   - loop: Where the connection lives.
  ///   - adopt: Takes charge of the channel before it is connected.
  ///   - inspect: Takes the server's certificates, its own first, after which the handshake is broken
  ///     off; `nil` checks them and goes on.
  /// - Returns: The channel, which may still be in its handshake.
  func connect(
    on loop: any EventLoop,
    adopt: @escaping @Sendable (any Channel) -> Void,
    inspect: (@Sendable ([NIOSSLCertificate]) -> Void)? = nil
  ) -> EventLoopFuture<any Channel> {
    ClientBootstrap(group: loop)
      .connectTimeout(.seconds(10))
      .channelInitializer { channel in
        adopt(channel)
        return channel.eventLoop.makeSucceededVoidFuture()
      }
      .connect(host: proxy?.host ?? host, port: proxy?.port ?? port)
      .flatMap { channel in self.dig(through: channel).map { channel } }
      .flatMapThrowing { channel in
        if let tls = try self.sharedContext() {
          try channel.pipeline.syncOperations.addHandler(try self.handler(tls, inspect))
        }
        return channel
      }
  }

  private func sharedContext() throws -> NIOSSLContext? {
    guard let configuration else { return nil }
    return try context.withLock { context in
      if context == nil { context = try NIOSSLContext(configuration: configuration) }
      return context
    }
  }

  private func handler(
    _ tls: NIOSSLContext,
    _ inspect: (@Sendable ([NIOSSLCertificate]) -> Void)?
  ) throws -> NIOSSLClientHandler {
    guard let inspect else {
      return try NIOSSLClientHandler(context: tls, serverHostname: serverName)
    }
    return try NIOSSLClientHandler(
      context: tls,
      serverHostname: serverName,
      customVerificationCallback: { certificates, verdict in
        inspect(certificates)
        verdict.succeed(.failed)
      }
    )
  }

  private func dig(through channel: any Channel) -> EventLoopFuture<Void> {
    guard let proxy else { return channel.eventLoop.makeSucceededVoidFuture() }
    let pipeline = channel.pipeline.syncOperations
    let opened = channel.eventLoop.makePromise(of: Void.self)
    do {
      switch proxy.kind {
      case .http:
        let tunnel = tunnel(proxy, opened)
        try pipeline.addHandler(tunnel)
        let bound = NIOLoopBound(tunnel, eventLoop: channel.eventLoop)
        return opened.futureResult.flatMap {
          channel.pipeline.syncOperations.removeHandler(bound.value)
        }
      case .socks:
        let address = try? SocketAddress(ipAddress: host, port: port)
        let client = SOCKSClientHandler(
          targetAddress: address.map(SOCKSAddress.address) ?? .domain(host, port: port)
        )
        let watch = SOCKSWatch(server: name, promise: opened)
        try pipeline.addHandlers([client, watch])
        let bound = NIOLoopBound(watch, eventLoop: channel.eventLoop)
        // The client stays: it passes on what follows.
        return opened.futureResult.flatMap {
          channel.pipeline.syncOperations.removeHandler(bound.value)
        }
      }
    } catch {
      opened.fail(error)
      return opened.futureResult
    }
  }

  /// Host and port of the server, as a proxy is told them.
  private var name: String {
    host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  private func tunnel(_ proxy: ProxyChoice, _ promise: EventLoopPromise<Void>) -> ProxyTunnel {
    ProxyTunnel(
      target: name,
      authorization: proxy.login.map { BasicLogin.header($0.user, $0.password) },
      secrets: SentSecrets(proxy.secrets),
      promise: promise
    )
  }
}
