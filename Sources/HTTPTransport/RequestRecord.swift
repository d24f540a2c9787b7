/// One request that was sent, for the debug log and the overlay of costs.
///
/// It has no query, no header and no credential.
package struct RequestRecord: Hashable, Sendable {
  /// The verb.
  package var method: String
  /// Scheme, host and port of the server.
  package var origin: String
  /// The path with the base URL's prefix, without the query.
  package var path: String
  /// The status; `nil` where no response came.
  package var status: Int?
  /// Why no complete response came; `nil` where one did.
  package var failure: TransportError?
  /// Body bytes sent.
  package var sentBytes: Int
  /// Body bytes received, as they crossed the wire.
  package var wireBytes: Int
  /// Body bytes received, decompressed.
  package var bodyBytes: Int
  /// From sending the request to the end.
  package var elapsed: Duration
}
