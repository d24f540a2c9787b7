import Patterns
import Signals
import Telemetry

extension ConfigKind {
  /// The base URL of a server, to which API paths are appended; the given ones are what people
  /// paste with it from a browser or another tool's settings.
  static func baseURL(apiPaths: [String]) -> ConfigKind {
    text("a URL such as 'http://127.0.0.1:9090'", pattern: "^https?://") { text in
      if let complaint = URLCheck(schemes: ["http", "https"]).complaint(text) { return complaint }
      guard !text.contains("?"), !text.contains("#") else {
        return "\(Words.quoted(text)) has a query or fragment: write the part before '?' and '#'"
      }
      let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
      guard let path = apiPaths.first(where: trimmed.hasSuffix) else { return nil }
      let base = trimmed.dropLast(path.count)
      return "\(Words.quoted(text)) ends with '\(path)', which is no part of the base URL: "
        + "write \(Words.quoted(String(base)))"
    }
  }

  /// The URL of a proxy, which may hold a user and a password.
  static let proxyURL = ConfigKind(
    "a URL such as 'http://proxy:3128'",
    schema: [type("string"), keyword("pattern", .text("^https?://"))],
  ) { content throws(ValueProblem) in
    guard case .text(let text) = content else {
      throw mismatch("a URL such as 'http://proxy:3128'", content)
    }
    let check = URLCheck(schemes: ["http", "https"], allowsUser: true)
    if let complaint = check.complaint(text) { throw ValueProblem(complaint) }
    return .text(text)
  }

  /// Matchers of series, `job="backend"`.
  static let selector = ConfigKind(
    "matchers such as 'job=\"backend\"'",
    schema: [type("string")]
  ) { content throws(ValueProblem) in
    guard case .text(let text) = content else {
      throw mismatch("matchers such as 'job=\"backend\"'", content)
    }
    do throws(SelectorProblem) {
      _ = try LabelMatcher.parse(text)
    } catch {
      throw ValueProblem("\(Words.quoted(text)) is not a selector: \(error.message)")
    }
    return .text(text)
  }

  /// The name of a metric or label, in any script, as Prometheus 3 takes them.
  static let seriesName = text("a name") { text in
    text.contains { $0.isWhitespace || $0.isNewline }
      ? "\(Words.quoted(text)) has white space in it: write the name alone" : nil
  }

  /// A regular expression, as a label has to fit it whole.
  static let pattern = text("a regular expression") { text in
    do throws(PatternProblem) {
      _ = try Pattern(anchored: text)
      return nil
    } catch {
      return "\(Words.quoted(text)) is no regular expression: \(error.message)"
    }
  }

  /// The type of an `authorization`, which may be anything but `Basic`.
  static let authorizationType = text("a type such as 'Bearer'") { text in
    guard text.lowercased() != "basic" else {
      return "'Basic' has its own key: write 'basic_auth' with 'username' and 'password'"
    }
    return isToken(text) ? nil : "\(Words.quoted(text)) is not one word: write it as 'Bearer'"
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

/// What is wrong with a URL, in words.
struct URLCheck {
  var schemes: [String]
  var allowsUser = false

  /// Says what is wrong, `nil` where nothing is.
  ///
  /// A URL with a user in it is never repeated.
  func complaint(_ text: String) -> String? {
    guard text.allSatisfy({ !$0.isWhitespace }), !Words.hasControl(text) else {
      return "a URL has no white space or control characters: take them out"
    }
    guard let mark = text.range(of: "://") else {
      return text.contains("@")
        ? "has no scheme: write it as 'http://…'"
        : "\(Words.quoted(text)) has no scheme: write \(Words.quoted("http://" + text))"
    }
    let authority = text[mark.upperBound...].prefix { !"/?#".contains($0) }
    guard allowsUser || !authority.contains("@") else {
      return "holds a user or password: write those under 'basic_auth', and the URL without"
    }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard schemes.contains(scheme) else {
      return "\(Words.quoted(scheme)) is no scheme that goldtop speaks: write one of "
        + Words.list(schemes)
    }
    let host = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    return hostComplaint(String(host))
  }

  private func hostComplaint(_ host: String) -> String? {
    var name = Substring(host)
    var port: Substring?
    if name.hasPrefix("[") {
      guard let close = name.firstIndex(of: "]") else {
        return "\(Words.quoted(host)) has no closing ']': write an IPv6 host as '[::1]'"
      }
      let rest = name[name.index(after: close)...]
      guard rest.isEmpty || rest.hasPrefix(":") else {
        return "\(Words.quoted(host)) is not a host with a port: write it as '[::1]:9090'"
      }
      port = rest.isEmpty ? nil : rest.dropFirst()
      name = name[..<close].dropFirst()
    } else if let colon = name.firstIndex(of: ":") {
      port = name[name.index(after: colon)...]
      name = name[..<colon]
      if port?.contains(":") == true {
        return "\(Words.quoted(host)) has more than one ':': write an IPv6 host as '[::1]'"
      }
    }
    guard !name.isEmpty else { return "has no host: write it as 'http://host:port'" }
    // Readers of URLs disagree on what else a host may be, and one of them gets the credentials.
    let inside = host.hasPrefix("[") ? ":.%-_" : ".-_"
    guard name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) || inside.contains($0) })
    else {
      return "\(Words.quoted(String(name))) is no host: write letters, digits, '.' and '-'"
    }
    guard let port else { return nil }
    guard let number = Int(port), (1...65_535).contains(number) else {
      return "\(Words.quoted(String(port))) is no port: write a number from 1 to 65535"
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
