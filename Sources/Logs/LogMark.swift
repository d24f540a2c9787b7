package import Telemetry

/// Something that happened to a stream of lines and is drawn in it, at its place.
package struct LogMark: Hashable, Sendable {
  /// The event.
  package enum Kind: Hashable, Sendable {
    /// The connection broke and the gap was filled.
    case reconnected(recovered: Int)
    /// Lines were found that had not come in with the others.
    case recovered(Int)
    /// Lines are missing here; `nil` where not even a lower bound is known.
    case lost(atLeast: Int?)
    /// The way of following changed, such as from the web socket to polling.
    case changed
    /// The file was rotated, truncated or replaced.
    case restarted
  }

  /// The moment in the stream: everything of the gap is older than this.
  package var timestamp: Timestamp
  /// The event.
  package var kind: Kind
  /// Why, in words, the server's own where it had any.
  package var reason: String

  package init(at timestamp: Timestamp, _ kind: Kind, reason: String) {
    self.timestamp = timestamp
    self.kind = kind
    self.reason = reason
  }
}
