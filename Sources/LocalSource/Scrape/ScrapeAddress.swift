/// Where a target's metrics are, as a person names it.
package struct ScrapeAddress: Hashable, Sendable {
  /// Why a text names no target.
  package struct Problem: Error, Hashable, Sendable {
    /// The problem, with the text.
    package var message: String
  }

  /// The value of the label `job`.
  package let job: String
  /// Scheme, host and port: `http://127.0.0.1:8500`.
  package let origin: String
  /// Path and query: `/metrics`.
  package let path: String

  /// The whole URL.
  package var url: String { origin + path }

  /// The value of the label `instance`: host and port.
  package var instance: String {
    String(origin.drop { $0 != "/" }.dropFirst(2))
  }

  /// Reads what a person typed.
  ///
  /// All of `8500`, `:8500`, `host:8500`, `http://host:8500` and `https://host/own/path?with=query`
  /// are targets; what is missing is `http`, 127.0.0.1 and `/metrics`. `job=` before it names the
  /// job.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - job: The job of targets that name none.
  /// - Throws: `Problem`.
  package init(_ text: String, job: String = "local") throws(Problem) {
    let parts = Self.split(text)
    self.job = parts.job ?? job
    guard !self.job.isEmpty else { throw Problem(message: "'\(text)' has an empty job name") }
    var rest = parts.target
    guard !rest.isEmpty else { throw Problem(message: "'\(text)' has no target") }
    var scheme = "http"
    if let separator = rest.firstRange(of: "://") {
      scheme = rest[..<separator.lowerBound].lowercased()
      rest = rest[separator.upperBound...]
      guard scheme == "http" || scheme == "https" else {
        throw Problem(message: "'\(text)': the scheme '\(scheme)' is not http or https")
      }
    }
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard !authority.contains("@") else {
      throw Problem(message: "a target URL must not contain a user or password")
    }
    let path = rest.dropFirst(authority.count).prefix { $0 != "#" }
    guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f }) else {
      throw Problem(message: "'\(text)' contains a space or a control character")
    }
    let host = try Self.host(authority, scheme: scheme, of: text)
    origin = "\(scheme)://\(host)"
    if path.isEmpty || path == "/" {
      self.path = "/metrics"
    } else {
      self.path = path.hasPrefix("?") ? "/metrics\(path)" : String(path)
    }
  }

  private static func split(_ text: String) -> (job: String?, target: Substring) {
    guard let sign = text.firstIndex(of: "=") else { return (nil, text[...]) }
    let job = text[..<sign]
    // The sign of a URL's query is no job's.
    guard !job.contains(where: { ":/?".contains($0) }) else { return (nil, text[...]) }
    return (String(job), text[sign...].dropFirst())
  }

  private static func host(
    _ authority: Substring,
    scheme: String,
    of text: String
  ) throws(Problem) -> String {
    let problem = Problem(message: "'\(text)' has no valid host and port")
    if authority.allSatisfy({ $0.isASCII && $0.isNumber }) {
      guard let port = Int(authority), (1...65_535).contains(port) else { throw problem }
      return "127.0.0.1:\(port)"
    }
    var host = authority
    var port: Substring?
    let afterBracket = authority.lastIndex(of: "]") ?? authority.startIndex
    if let colon = authority[afterBracket...].lastIndex(of: ":") {
      host = authority[..<colon]
      port = authority[colon...].dropFirst()
    }
    if let port {
      guard let number = Int(port), (1...65_535).contains(number) else { throw problem }
      return "\(host.isEmpty ? "127.0.0.1" : host.lowercased()):\(number)"
    }
    guard !host.isEmpty else { throw problem }
    // Prometheus' instance always has its port.
    return "\(host.lowercased()):\(scheme == "https" ? 443 : 80)"
  }
}
