import Telemetry

extension ConfigKind {
  /// The base URL of a server, to which API paths are appended; the given ones are what people
  /// paste with it from a browser or another tool's settings.
  static func baseURL(apiPaths: [String]) -> ConfigKind {
    text("a URL such as 'http://127.0.0.1:9090'", pattern: "^https?://") { text in
      if let complaint = URLCheck(schemes: ["http", "https"]).complaint(text) { return complaint }
      guard !text.contains("?"), !text.contains("#") else {
        // Which may be a token.
        return "has a query or fragment: remove '?' and '#' and what follows"
      }
      let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
      guard let path = apiPaths.first(where: trimmed.hasSuffix) else { return nil }
      let base = trimmed.dropLast(path.count)
      return "\(Words.quoted(text)) ends with '\(path)', which is not part of the base URL: "
        + "write \(Words.quoted(String(base)))"
    }
  }

  /// The URL of a proxy, which may hold a user and a password.
  static let proxyURL: ConfigKind = {
    let check = URLCheck(schemes: ["http", "https"], allowsUser: true)
    return confidential(
      "a URL such as 'http://proxy:3128'",
      schema: [keyword("pattern", .text("^https?://"))],
      shown: withoutUser,
      check: check.complaint
    )
  }()

  /// A URL with its user and password hidden, whatever is in them.
  @Sendable private static func withoutUser(_ text: String) -> String {
    guard let at = text.lastIndex(of: "@"), let mark = text.range(of: "://") else { return text }
    return "\(text[..<mark.upperBound])<secret>\(text[at...])"
  }

  /// The type of an `authorization`, which may be anything but `Basic`.
  static let authorizationType = confidential(
    "a type such as 'Bearer'",
    shown: { HTTPAccess.Authorization.isKnownType($0) ? $0 : nil }
  ) { text in
    guard text.lowercased() != "basic" else {
      return "'Basic' has its own key: write 'basic_auth' with 'username' and 'password'"
    }
    return isToken(text)
      ? nil
      : "is not one word: write only the type, such as 'Bearer', and put the token in 'credentials'"
  }

  /// Whether a text is a token of HTTP, as header names are.
  ///
  /// - Source: RFC 9110, section 5.6.2.
  static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-.^_`|~".contains($0))
      }
  }
}

/// The problem with a URL, as text.
struct URLCheck: Sendable {
  var schemes: [String]
  var allowsUser = false

  /// Says what is wrong, `nil` where nothing is.
  ///
  /// A query is never repeated, and of a URL with a user in it nothing is: where the password has a
  /// '/' in it, that is read as host and port.
  @Sendable func complaint(_ text: String) -> String? {
    guard text.allSatisfy({ !$0.isWhitespace }), !Words.hasControl(text) else {
      return "contains white space or control characters: remove them"
    }
    let isQuoted = !allowsUser && !text.contains("@")
    let named = { (piece: Substring, noun: String) in
      isQuoted ? Words.quoted(String(piece)) : noun
    }
    guard let mark = text.range(of: "://") else {
      guard isQuoted else { return "has no scheme: write it as 'http://…'" }
      let address = String(text.prefix { !"?#".contains($0) })
      return "\(Words.quoted(address)) has no scheme: write \(Words.quoted("http://" + address))"
    }
    let authority = text[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard allowsUser || !authority.contains("@") else {
      return "contains a user or password: move them to 'basic_auth'"
    }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard schemes.contains(scheme) else {
      return "\(Words.quoted(scheme)) is not a supported scheme: use one of "
        + Words.list(schemes)
    }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return hostComplaint(String(host), named)
  }

  private func hostComplaint(
    _ host: String,
    _ named: (Substring, String) -> String
  ) -> String? {
    var name = Substring(host)
    var port: Substring?
    if name.hasPrefix("[") {
      guard let close = name.firstIndex(of: "]") else {
        return "\(named(host[...], "the host")) is missing its ']': write an IPv6 host as '[::1]'"
      }
      let rest = name[name.index(after: close)...]
      guard rest.isEmpty || rest.hasPrefix(":") else {
        return "\(named(host[...], "this")) is not a host with a port: write it as '[::1]:9090'"
      }
      port = rest.isEmpty ? nil : rest.dropFirst()
      name = name[..<close].dropFirst()
    } else if let colon = name.firstIndex(of: ":") {
      port = name[name.index(after: colon)...]
      name = name[..<colon]
      if port?.contains(":") == true {
        return "\(named(host[...], "the host")) has more than one ':': "
          + "write an IPv6 host as '[::1]'"
      }
    }
    guard !name.isEmpty else { return "has no host: write it as 'http://host:port'" }
    // Readers of URLs disagree on what else a host may be, and one of them gets the credentials.
    let inside = host.hasPrefix("[") ? ":.%-_" : ".-_"
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || inside.contains($0) })
    else {
      return "\(named(name, "this")) is not a valid host: use letters, digits, '.' and '-'"
    }
    guard let port else { return nil }
    guard let number = Int(port), (1...65_535).contains(number) else {
      return "\(named(port, "this")) is not a valid port: use a number from 1 to 65535"
    }
    return nil
  }
}

extension String {
  /// The first place of another text; the standard library has the search for collections only.
  fileprivate func range(of other: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(other) {
        return start..<index(start, offsetBy: other.count)
      }
      start = index(after: start)
    }
    return nil
  }
}
