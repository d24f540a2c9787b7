import Telemetry

/// Which proxy, if any, requests to a server go through.
///
/// The rules are those of Go's `httpproxy`, which Prometheus' own tools follow, so that one set of
/// variables serves both.
///
/// - Source: <https://pkg.go.dev/golang.org/x/net/http/httpproxy>.
struct ProxyChoice: Sendable {
  /// The proxy's protocol.
  enum Kind: Sendable {
    /// HTTP, with `CONNECT` for TLS.
    case http
    /// SOCKS 5.
    case socks
  }

  var kind: Kind
  var host: String
  var port: Int
  /// User and password for the proxy, `nil` where it asks for none.
  var login: (user: String, password: Secret)?
  /// The secret part.
  var secrets: [Secret] { login.map { SentSecrets.login($0.user, $0.password) } ?? [] }

  /// The proxy for a server.
  ///
  /// - Parameters:
  ///   - server: Where requests go.
  ///   - setting: The configuration's word.
  ///   - environment: Values of the process environment.
  /// - Returns: `nil` for a direct connection.
  /// - Throws: `TransportError.misconfigured` for a proxy URL that cannot be used.
  static func choose(
    for server: BaseURL,
    setting: HTTPAccess.Proxy,
    environment: [String: String]
  ) throws(TransportError) -> ProxyChoice? {
    switch setting {
    case .direct:
      return nil
    case .url(let text, let noProxy):
      guard !NoProxyList(noProxy).contains(server) else { return nil }
      return try ProxyChoice(text, from: "proxy_url")
    case .environment:
      let names =
        server.scheme == .https ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"]
      let found = names.lazy.compactMap { name in environment[name].map { (name, $0) } }.first
      guard let (name, text) = found, !text.isEmpty else { return nil }
      let list = NoProxyList(environment["NO_PROXY"] ?? environment["no_proxy"] ?? "")
      guard !server.isLoopback, !list.contains(server) else { return nil }
      return try ProxyChoice(text, from: name)
    }
  }

  /// Reads a proxy URL; text without a scheme is taken as HTTP.
  init(_ text: String, from name: String) throws(TransportError) {
    var rest = text.trimmingSpaces[...]
    var scheme = "http"
    if let colon = rest.firstIndex(of: ":"), rest[colon...].hasPrefix("://") {
      scheme = rest[..<colon].lowercased()
      rest = rest[colon...].dropFirst(3)
    }
    switch scheme {
    case "http": kind = .http
    case "socks5", "socks5h": kind = .socks
    default:
      throw .misconfigured("\(name): only http and socks5 proxies are supported")
    }
    // A password with a '/' in it ends what looks like the host; then nothing of it is repeated.
    let isClear = !rest.drop { $0 != "/" }.contains("@")
    rest = rest.prefix { $0 != "/" }
    if let at = rest.lastIndex(of: "@") {
      let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let password = parts.count > 1 ? PercentEncoding.decode(String(parts[1])) : ""
      login = (PercentEncoding.decode(String(parts[0])), Secret(password))
      rest = rest[at...].dropFirst()
    }
    do {
      let url = try BaseURL("http://\(rest)")
      host = url.host
      // Go's clients take a proxy's missing port from its scheme, and 1080 for SOCKS.
      port = kind == .socks && !rest.contains(":") ? 1080 : url.port
    } catch {
      let proxy = isClear ? "the proxy '\(rest)'" : "the proxy"
      throw .misconfigured("\(name): \(proxy) has no valid host and port")
    }
  }
}

/// A `NO_PROXY` list.
struct NoProxyList: Sendable {
  private let entries: [String]

  init(_ text: String) {
    entries = text.split(separator: ",").map { String($0).trimmingSpaces.lowercased() }
  }

  /// Whether requests to a server bypass the proxy.
  func contains(_ server: BaseURL) -> Bool {
    entries.contains { $0 == "*" || Self.matches($0, server) }
  }

  private static func matches(_ entry: String, _ server: BaseURL) -> Bool {
    if let slash = entry.firstIndex(of: "/") {
      return isInNetwork(server.host, entry[..<slash], entry[slash...].dropFirst())
    }
    var name = entry[...]
    if !entry.hasPrefix("["), let colon = entry.lastIndex(of: ":"),
      entry.firstIndex(of: ":") == colon
    {
      guard Int(entry[colon...].dropFirst()) == server.port else { return false }
      name = entry[..<colon]
    }
    if name.hasPrefix("[") { name = name.dropFirst().prefix { $0 != "]" } }
    if name.hasPrefix("*.") { name = name.dropFirst() }
    guard !name.isEmpty else { return false }
    // A leading dot asks for names below the domain only.
    if name.hasPrefix(".") { return server.host.hasSuffix(name) }
    return server.host == name || server.host.hasSuffix(".\(name)")
  }

  private static func isInNetwork(_ host: String, _ base: Substring, _ width: Substring) -> Bool {
    guard let address = IPv4(host), let network = IPv4(base), let bits = Int(width),
      (0...32).contains(bits)
    else { return false }
    let mask: UInt32 = bits == 0 ? 0 : ~0 << UInt32(32 - bits)
    return address.value & mask == network.value & mask
  }
}

/// An IPv4 address in dotted form.
private struct IPv4 {
  var value: UInt32

  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4 else { return nil }
    value = 0
    for part in parts {
      guard let part else { return nil }
      value = value << 8 | UInt32(part)
    }
  }
}

extension BaseURL {
  /// Whether the host is this machine by its name or address.
  fileprivate var isLoopback: Bool {
    host == "localhost" || host == "::1" || IPv4(host).map { $0.value >> 24 == 127 } == true
  }
}
