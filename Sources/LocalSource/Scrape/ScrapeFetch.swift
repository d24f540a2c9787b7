import HTTPTransport
package import Telemetry

/// Gets the exposition of a target over HTTP.
package struct ScrapeFetch: Sendable {
  private let transport: HTTPTransport
  private let path: String

  /// Nothing is connected before the first scrape.
  ///
  /// - Parameters:
  ///   - address: The target.
  ///   - settings: The limits.
  ///   - access: Authentication and TLS; its limit of bytes does not count.
  /// - Throws: `SourceError.misconfigured`.
  package init(
    _ address: ScrapeAddress,
    settings: ScrapeSettings,
    access: HTTPAccess = HTTPAccess(proxy: .direct)
  ) throws(SourceError) {
    var access = access
    access.bodyLimit = settings.bodyLimit
    let timeout = "\(min(settings.timeout, settings.interval).inSeconds)"
    access.headers =
      [
        .init(name: "Accept", text: ExpositionFormat.acceptHeader),
        .init(name: "X-Prometheus-Scrape-Timeout-Seconds", text: timeout),
      ] + access.headers
    path = address.path
    transport = try .source(ServerAddress(url: address.origin, access: access))
  }

  /// Gets an exposition.
  ///
  /// - Parameter deadline: The most that it may take, body included.
  /// - Returns: The exposition.
  /// - Throws: `SourceError`; `http` for any status but 200.
  package func exposition(
    within deadline: Duration
  ) async throws(SourceError) -> TargetScraper.Exposition {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(HTTPRequest(.get, path, deadline: deadline))
    } catch {
      guard case .bodyOverLimit(let bytes) = error else { throw SourceError(error) }
      throw .tooMuch("the exposition is larger than \(Unit.bytes.format(Double(bytes)).text)")
    }
    guard response.status == 200 else {
      let line = response.body.prefix(200).prefix { $0 != 0x0a && $0 != 0x0d }
      // Of a web page the first line says nothing.
      let words =
        line.first == UInt8(ascii: "<")
        ? "" : response.words(String(decoding: line, as: UTF8.self))
      throw .http(status: response.status, message: words.isEmpty ? "at \(path)" : words)
    }
    return TargetScraper.Exposition(
      body: response.body,
      contentType: response.header("content-type") ?? ""
    )
  }

  /// Closes its connections.
  package func shutdown() async {
    await transport.shutdown()
  }
}
