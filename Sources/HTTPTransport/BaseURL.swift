/// The base URL of a server, taken apart and checked.
package struct BaseURL: Hashable, Sendable {
  /// The schemes that are spoken.
  package enum Scheme: String, Hashable, Sendable {
    /// Plain.
    case http
    /// Over TLS.
    case https

    var defaultPort: Int { self == .http ? 80 : 443 }
  }

  /// The scheme.
  package let scheme: Scheme
  /// The host, without the brackets of an IPv6 address, in lower case.
  package let host: String
  /// The port.
  package let port: Int
  /// The path prefix, empty or with a leading and without a trailing slash.
  package let prefix: String

  /// Scheme, host and port; the port is left out where it is the scheme's own.
  package var origin: String { "\(scheme.rawValue)://\(authority)" }

  /// Host and port as a `Host` header has them.
  package var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == scheme.defaultPort ? name : "\(name):\(port)"
  }

  /// Reads a base URL.
  ///
  /// - Parameter text: Such as `https://prometheus.example/prefix/`.
  /// - Throws: `TransportError.misconfigured`, whose text never repeats a password.
  package init(_ text: String) throws(TransportError) {
    let trimmed = text.trimmingSpaces
    let (scheme, rest) = try Self.splitScheme(trimmed)
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest.dropFirst(authority.count)
    guard !authority.contains("@") else {
      throw .misconfigured(
        "the URL contains a user or password: use basic_auth, a file or the environment instead"
      )
    }
    guard !path.contains("?"), !path.contains("#") else {
      throw .misconfigured("\(Self.named(trimmed)) must not contain '?' or '#'")
    }
    guard trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else {
      throw .misconfigured("\(Self.named(trimmed)) contains a space or a control character")
    }
    let (host, port) = try Self.splitPort(authority, of: trimmed)
    self.scheme = scheme
    self.host = host.lowercased()
    self.port = port ?? scheme.defaultPort
    prefix = Self.normalized(path)
  }

  private static func splitScheme(
    _ text: String
  ) throws(TransportError) -> (Scheme, Substring) {
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else {
      throw .misconfigured("\(named(text)) must start with http:// or https://")
    }
    guard let scheme = Scheme(rawValue: text[..<colon].lowercased()) else {
      throw .misconfigured("the scheme '\(text[..<colon])' is not http or https")
    }
    return (scheme, text[colon...].dropFirst(3))
  }

  private static func splitPort(
    _ authority: Substring,
    of text: String
  ) throws(TransportError) -> (host: String, port: Int?) {
    var host = authority
    var port: Substring?
    if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
      host = authority[..<bracket].dropFirst()
      let after = authority[bracket...].dropFirst()
      guard after.isEmpty || after.hasPrefix(":") else {
        throw .misconfigured("\(named(text)) has text after its IPv6 address")
      }
      port = after.isEmpty ? nil : after.dropFirst()
    } else if let colon = authority.firstIndex(of: ":") {
      host = authority[..<colon]
      port = authority[colon...].dropFirst()
    }
    guard !host.isEmpty else { throw .misconfigured("\(named(text)) has no host") }
    guard let port else { return (String(host), nil) }
    guard let number = Int(port), (1...65_535).contains(number) else {
      throw .misconfigured("\(named(text)) has no valid port")
    }
    return (String(host), number)
  }

  /// A URL in a message: without its query, which may hold a token, and not at all where it may hold
  /// `user:password@host`.
  private static func named(_ text: String) -> String {
    text.contains("@") ? "the URL" : "the URL '\(text.prefix { $0 != "?" && $0 != "#" })'"
  }

  private static func normalized(_ path: Substring) -> String {
    var path = path
    while path.hasSuffix("/") { path = path.dropLast() }
    return String(path)
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmingSpaces: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }
}
