/// Traffic to and from one server since the start.
package struct ServerTraffic: Hashable, Sendable {
  /// Requests, each attempt and redirect counted; a web socket is one.
  package var requests = 0
  /// Bytes of bodies as they crossed the wire, and of the messages of web sockets.
  package var bytes = 0

  /// Nothing yet.
  package init() {}

  /// Traffic since an earlier moment.
  package func since(_ earlier: ServerTraffic) -> ServerTraffic {
    var difference = self
    difference.requests -= earlier.requests
    difference.bytes -= earlier.bytes
    return difference
  }
}
