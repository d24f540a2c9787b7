/// Where the metrics of one instance of a service are scraped.
package struct ServiceAddress: Hashable, Sendable {
  /// `http` or `https`.
  package let scheme: String
  /// Host and port as a target of Prometheus has them; IPv6 in brackets.
  package let target: String
  /// The path of the metrics.
  package let path: String

  /// The address as a URL.
  package var url: String { "\(scheme)://\(target)\(path)" }

  /// Whether it names the machine on which it is looked up, which in a container is the container.
  package var isLoopback: Bool {
    let host = target.hasPrefix("[") ? target : String(target.prefix { $0 != ":" })
    return host == "localhost" || host.hasPrefix("127.") || host.hasPrefix("[::1]")
  }

  /// Reads a URL that a person typed; without a path it is that of `/metrics`.
  ///
  /// - Throws: `StackProblem` that says what is wrong with it.
  package init(_ text: String) throws(StackProblem) {
    func problem(_ reason: String) -> StackProblem { StackProblem("URL '\(text)': \(reason)") }
    guard let mark = text.firstRange(of: "://") else {
      throw problem("expected http://HOST:PORT or https://HOST:PORT")
    }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else {
      throw problem("Prometheus scrapes http and https, not '\(scheme)'")
    }
    let rest = text[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest[authority.endIndex...]
    guard !authority.contains("@") else {
      // What was typed is a secret.
      throw StackProblem(
        "URL: no credentials in it; use basic_auth with password_file in prometheus.yml"
      )
    }
    guard !path.contains("?"), !path.contains("#") else {
      throw problem("no query or fragment: use params in prometheus.yml")
    }
    guard rest.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F }),
      !rest.contains("\""), !rest.contains("\\"), !rest.contains("%")
    else {
      throw problem(
        "expected printable ASCII without spaces, quotes, backslashes and percent signs"
      )
    }
    self.scheme = scheme
    target = String(authority)
    self.path = path.isEmpty || path == "/" ? "/metrics" : String(path)
    if let reason = Self.objection(to: authority) { throw problem(reason) }
  }

  /// Why host and port cannot be a target.
  private static func objection(to authority: Substring) -> String? {
    var port: Substring?
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return "no ']' after the IPv6 address" }
      let inside = authority[authority.index(after: authority.startIndex)..<end]
      guard inside.contains(":"), inside.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." })
      else { return "not an IPv6 address" }
      let tail = authority[authority.index(after: end)...]
      guard tail.isEmpty || tail.hasPrefix(":") else { return "expected ':PORT' after ']'" }
      if !tail.isEmpty { port = tail.dropFirst() }
    } else {
      let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count <= 2 else { return "an IPv6 address needs brackets" }
      guard let host = parts.first, !host.isEmpty else { return "no host" }
      guard host.allSatisfy({ $0.isLetter || $0.isNumber || "-._".contains($0) }) else {
        return "'\(host)' is not a host name"
      }
      if parts.count == 2 { port = parts[1] }
    }
    guard let port else { return nil }
    guard let number = Int(port), (1...65_535).contains(number) else {
      return "port '\(port)' is not one of 1 to 65535"
    }
    return nil
  }
}

/// Why a stack cannot be made as it was asked for.
package struct StackProblem: Error, Hashable, Sendable {
  /// What is wrong, for the user.
  package let message: String

  package init(_ message: String) {
    self.message = message
  }
}
