/// How new lines of a server are fetched.
package enum TailWay: String, Hashable, Sendable, CaseIterable {
  /// By web socket, and by polling where that is refused.
  case automatic = "auto"
  /// Polling only.
  case poll
  /// By web socket alone; where it is refused, nothing comes.
  case webSocket = "websocket"
}
