import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Telemetry

/// The way to a server for a connection that requests do not share.
struct ServerRoute: Sendable {
  /// How a proxy is asked for the way on.
  private struct Tunnel: Sendable {
    var host: String
    var port: Int
    var authorization: String?
    var secrets: SentSecrets
  }

  private let host: String
  private let port: Int
  private let tunnel: Tunnel?
  private let tls: NIOSSLContext?
  private let serverName: String?

  init(_ settings: ClientSettings) throws(TransportError) {
    let base = settings.base
    host = base.host
    port = base.port
    switch settings.proxy?.kind {
    case .http?:
      tunnel = settings.proxy.map { proxy in
        Tunnel(
          host: proxy.host,
          port: proxy.port,
          authorization: proxy.login.map { login in
            HTTPClient.Authorization
              .basic(username: login.user, password: login.password.reveal()).headerValue
          },
          secrets: SentSecrets(proxy.secrets)
        )
      }
    case .socks?:
      throw .proxy("web sockets cannot use a SOCKS proxy")
    case nil:
      tunnel = nil
    }
    let name = settings.serverName ?? base.host
    // An address is no name that TLS could ask for; the certificate is checked against it all the
    // same.
    serverName = (try? SocketAddress(ipAddress: name, port: 0)) == nil ? name : nil
    do {
      tls =
        try settings.configuration.tlsConfiguration.map {
          base.scheme == .https ? try NIOSSLContext(configuration: $0) : nil
        } ?? nil
    } catch {
      throw TransportError(error, server: base.authority, bodyLimit: 0)
    }
  }

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
      .connect(host: tunnel?.host ?? host, port: tunnel?.port ?? port)
      .flatMap { channel in dig(through: channel).map { channel } }
      .flatMapThrowing { channel in
        if let tls {
          try channel.pipeline.syncOperations.addHandler(try handler(tls, inspect))
        }
        return channel
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
    guard let tunnel else { return channel.eventLoop.makeSucceededVoidFuture() }
    let name = host.contains(":") ? "[\(host)]" : host
    let promise = channel.eventLoop.makePromise(of: Void.self)
    let handler = ProxyTunnel(
      target: "\(name):\(port)",
      authorization: tunnel.authorization,
      secrets: tunnel.secrets,
      promise: promise
    )
    do {
      let pipeline = channel.pipeline.syncOperations
      try pipeline.addHandler(handler)
      let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
      return promise.futureResult.flatMap {
        channel.pipeline.syncOperations.removeHandler(bound.value)
      }
    } catch {
      promise.fail(error)
      return promise.futureResult
    }
  }
}
