/// Events of a web socket, in order.
package enum WebSocketEvent: Hashable, Sendable {
  /// A whole message, text or binary, its fragments joined.
  case message([UInt8])
  /// The other side asked for a sign of life, which it was given.
  case ping
  /// The end; nothing follows.
  case closed(WebSocketEnd)
}

/// How a web socket ended.
package struct WebSocketEnd: Hashable, Sendable {
  /// The code of the close frame; 1006 where the connection ended without one, 1005 where the
  /// frame had none.
  ///
  /// - Source: <https://www.rfc-editor.org/rfc/rfc6455#section-7.4>.
  package var code: Int
  /// The other side's words, or those of the transport where it ended without a close frame;
  /// hostile until drawn through `Screen`, without secrets that were sent, and often empty.
  package var reason: String

  package init(code: Int, reason: String) {
    self.code = code
    self.reason = reason
  }
}
