import Synchronization

/// What a fake server does with a request.
package indirect enum FakeReply: Sendable {
  /// A whole response.
  case answer(
    status: Int = 200,
    headers: [(String, String)] = [],
    body: [UInt8] = []
  )
  /// Pieces that are made as fast as the client takes them; chunked.
  case stream(status: Int = 200, headers: [(String, String)] = [], FakeStream)
  /// A response whose head promises `promised` bytes, of which `body` are sent, and then…
  case part(
    status: Int = 200,
    headers: [(String, String)] = [],
    promised: Int,
    body: [UInt8],
    then: Ending
  )
  /// Bytes that need not be HTTP, and then the end of the connection.
  case raw([UInt8])
  /// Nothing, ever.
  case silence
  /// The end of the connection without a byte.
  case close
  /// A reset of the connection without a byte.
  case reset
  /// Another reply once the gate is open.
  case after(FakeGate, FakeReply)

  /// How a response that is not complete ends.
  package enum Ending: Sendable {
    /// The connection is closed.
    case close
    /// The connection is reset.
    case reset
    /// Nothing more comes.
    case silence
  }

  /// A JSON response.
  package static func json(_ text: String, status: Int = 200) -> FakeReply {
    .answer(
      status: status,
      headers: [("Content-Type", "application/json")],
      body: Array(text.utf8)
    )
  }

  /// A plain text response.
  package static func text(
    _ text: String,
    status: Int = 200,
    headers: [(String, String)] = []
  ) -> FakeReply {
    .answer(
      status: status,
      headers: [("Content-Type", "text/plain; charset=utf-8")] + headers,
      body: Array(text.utf8)
    )
  }

  /// An HTML page.
  package static func html(_ text: String, status: Int = 200) -> FakeReply {
    .answer(
      status: status,
      headers: [("Content-Type", "text/html; charset=utf-8")],
      body: Array(text.utf8)
    )
  }
}

/// The body of a streamed reply: the same piece again and again, between two others.
package struct FakeStream: Sendable {
  /// Sent first.
  package var head: [UInt8]
  /// Sent `count` times.
  package var piece: [UInt8]
  /// How often.
  package var count: Int
  /// Sent last.
  package var tail: [UInt8]

  /// Makes a body of `head`, `count` pieces and `tail`.
  package init(head: [UInt8] = [], piece: [UInt8], count: Int, tail: [UInt8] = []) {
    self.head = head
    self.piece = piece
    self.count = count
    self.tail = tail
  }
}

/// Holds replies back until a test opens it.
package final class FakeGate: Sendable {
  private struct State {
    var isOpen = false
    var actions: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Makes a closed gate.
  package init() {}

  /// Lets all replies through, now and from now on.
  package func open() {
    let actions = state.withLock { state in
      state.isOpen = true
      defer { state.actions = [] }
      return state.actions
    }
    for action in actions { action() }
  }

  func whenOpen(_ action: @escaping @Sendable () -> Void) {
    let isOpen = state.withLock { state in
      if !state.isOpen { state.actions.append(action) }
      return state.isOpen
    }
    if isOpen { action() }
  }
}
