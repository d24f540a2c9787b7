import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
import Telemetry

/// Settings derived once from a server's address.
struct ClientSettings: Sendable {
  let base: BaseURL
  let bodyLimit: Int
  /// Where requests are really sent, without the path: the server, its TLS name, or a forward proxy.
  let sendOrigin: String
  /// Custom headers, checked.
  let headers: [HTTPAccess.Header]
  let login: Login?
  /// For a forward proxy that asks for it.
  let proxyLogin: (user: String, password: Secret)?
  let configuration: HTTPClient.Configuration
  /// The proxy on the way, whatever is asked of it.
  let proxy: ProxyChoice?

  /// The peer of a connection, for messages: the server, or the proxy for plain requests.
  var peer: String {
    guard let proxy, proxy.kind == .http, base.scheme == .http else { return base.authority }
    return "the proxy \(proxy.host):\(proxy.port)"
  }
  /// The name that the server's certificate must carry, where it is not the host's.
  let serverName: String?

  /// The credentials; the secret may come from a file.
  enum Login: Sendable {
    case basic(user: String, CredentialReader)
    case token(type: String, CredentialReader)

    /// Reads the secret once.
    ///
    /// - Throws: `TransportError.misconfigured` where it cannot be had.
    func check() throws(TransportError) {
      switch self {
      case .basic(_, let secret), .token(_, let secret): _ = try secret.current()
      }
    }
  }

  init(
    _ address: ServerAddress,
    environment: [String: String],
    ledger: WireLedger
  ) throws(TransportError) {
    let base = try BaseURL(address.url)
    let access = address.access
    let proxy = try ProxyChoice.choose(
      for: base,
      setting: access.proxy,
      environment: environment
    )
    self.base = base
    self.proxy = proxy
    serverName = access.tls.serverName
    bodyLimit = access.bodyLimit
    headers = try access.headers.map { header throws(TransportError) in
      try Self.checked(header)
    }
    login = access.authorization.map(Self.login)
    // A file that is not there is better told at once than by every request.
    try login?.check()
    var configuration = HTTPClient.Configuration()
    configuration.httpVersion = .http1Only
    configuration.redirectConfiguration = .disallow
    configuration.decompression = .enabled(limit: .size(access.bodyLimit))
    // A request's own deadline ends its waiting, but not an attempt to connect, which holds one of
    // the few places until then.
    configuration.timeout = .init(connect: .seconds(10))
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.connectionPool.idleTimeout = .seconds(90)
    if base.scheme == .https { configuration.tlsConfiguration = try .make(access.tls) }
    var absoluteOrigin: String?
    (sendOrigin, proxyLogin, absoluteOrigin) = Self.route(
      base,
      proxy,
      serverName: access.tls.serverName,
      into: &configuration
    )
    let origin = absoluteOrigin
    configuration.http1_1ConnectionDebugInitializer = { channel in
      channel.eventLoop.makeCompletedFuture {
        try ConnectionTap.install(
          on: channel,
          ConnectionTap(ledger: ledger, absoluteOrigin: origin)
        )
      }
    }
    self.configuration = configuration
  }

  /// Decides where connections go and what request targets look like there.
  private static func route(
    _ base: BaseURL,
    _ proxy: ProxyChoice?,
    serverName: String?,
    into configuration: inout HTTPClient.Configuration
  ) -> (send: String, proxyLogin: (user: String, password: Secret)?, absoluteOrigin: String?) {
    switch proxy?.kind {
    case .http? where base.scheme == .http:
      // Many proxies allow CONNECT to the ports of TLS only, so that plain requests are forwarded.
      guard let proxy else { break }
      let name = proxy.host.contains(":") ? "[\(proxy.host)]" : proxy.host
      return ("http://\(name):\(proxy.port)", proxy.login, base.origin)
    case .http?:
      guard let proxy else { break }
      let login = proxy.login.map {
        HTTPClient.Authorization.basic(username: $0.user, password: $0.password.reveal())
      }
      configuration.proxy = .server(host: proxy.host, port: proxy.port, authorization: login)
    case .socks?:
      guard let proxy else { break }
      configuration.proxy = .socksServer(host: proxy.host, port: proxy.port)
    case nil:
      break
    }
    if base.scheme == .https, let serverName, serverName.lowercased() != base.host {
      configuration.dnsOverride[serverName] = base.host
      return ("https://\(serverName):\(base.port)", nil, nil)
    }
    return (base.origin, nil, nil)
  }

  private static func login(_ authorization: HTTPAccess.Authorization) -> Login {
    switch authorization {
    case .basic(let username, let password):
      .basic(user: username, CredentialReader(password, name: "password"))
    case .token(let type, let credentials):
      .token(type: type, CredentialReader(credentials, name: "credentials"))
    }
  }

  private static func checked(
    _ header: HTTPAccess.Header
  ) throws(TransportError) -> HTTPAccess.Header {
    let isToken = header.name.utf8.allSatisfy { byte in
      byte > 0x20 && byte < 0x7f && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
    }
    guard isToken, !header.name.isEmpty else {
      // What stands here may be a whole header with its value.
      throw .misconfigured("invalid header name: use letters, digits and '-'")
    }
    guard header.value.reveal().utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }) else {
      throw .misconfigured("the header '\(header.name)' has a control character in its value")
    }
    return header
  }
}
