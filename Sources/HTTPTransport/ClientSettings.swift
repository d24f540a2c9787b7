import NIOSSL
import Telemetry

/// Settings derived once from a server's address.
struct ClientSettings: Sendable {
  let base: BaseURL
  let bodyLimit: Int
  /// Custom headers, checked.
  let headers: [HTTPAccess.Header]
  let login: Login?
  /// `nil` where the server is spoken to without it.
  let tls: TLSConfiguration?
  /// The proxy on the way, whatever is asked of it.
  let proxy: ProxyChoice?

  /// The proxy that takes plain requests itself: many allow `CONNECT` to the ports of TLS only.
  var forwardProxy: ProxyChoice? {
    proxy.flatMap { $0.kind == .http && base.scheme == .http ? $0 : nil }
  }

  /// The peer of a connection, for messages: the server, or the proxy for plain requests.
  var peer: String {
    forwardProxy.map { "the proxy \($0.host):\($0.port)" } ?? base.authority
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
    environment: [String: String]
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
    tls = base.scheme == .https ? try .make(access.tls) : nil
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
