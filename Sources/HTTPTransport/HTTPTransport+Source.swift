package import Telemetry

extension HTTPTransport {
  /// A client for one of the ports, with its errors; nothing is connected yet.
  ///
  /// - Parameters:
  ///   - address: The server.
  ///   - environment: The process environment, for the proxy variables.
  ///   - observer: Called on any thread after each request that was sent.
  /// - Returns: The client.
  /// - Throws: `SourceError.misconfigured`.
  package static func source(
    _ address: ServerAddress,
    environment: [String: String] = [:],
    observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(SourceError) -> HTTPTransport {
    do throws(TransportError) {
      return try HTTPTransport(address, environment: environment, observer: observer)
    } catch {
      throw SourceError(error)
    }
  }
}
