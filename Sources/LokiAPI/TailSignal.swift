import HTTPTransport
import Synchronization
import Telemetry

/// Events that wake a follower.
enum TailSignal: Sendable {
  /// Something came over it.
  case event(WebSocketEvent)
  /// Lines came faster than they could be taken; some were let go.
  case overrun
  /// Nothing came for too long.
  case silent
  /// It is old enough to be replaced.
  case aged
  /// Lines were held back long enough.
  case due
  /// The server has streams by now, so that the query need not be guessed any more.
  case selected(LokiClient.QueryText)
  /// It is time to ask for lines.
  case pollDue
  /// It is time to compare the lines that came with the server's count.
  case auditDue
  /// The server's counts.
  case counted(TailCount)
  /// Why the server has not counted.
  case uncounted(SourceError)
}

/// Takes signals from everywhere, so that senders never wait.
///
/// Pending lines are bounded: a socket that brings more is closed by the follower, which then
/// asks for the lines instead.
final class TailInbox: Sendable {
  private static let limit = 64 << 20

  let signals: AsyncStream<TailSignal>
  private let sink: AsyncStream<TailSignal>.Continuation
  private let bytes = Atomic(0)

  init() {
    (signals, sink) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
  }

  func put(_ signal: TailSignal) {
    if case .event(.message(let message)) = signal {
      guard bytes.load(ordering: .relaxed) < Self.limit else {
        sink.yield(.overrun)
        return
      }
      bytes.add(message.count, ordering: .relaxed)
    }
    sink.yield(signal)
  }

  /// Whether messages wait to be taken.
  var holdsMessages: Bool { bytes.load(ordering: .relaxed) > 0 }

  /// Notes that a message was taken.
  func took(_ message: [UInt8]) {
    bytes.subtract(message.count, ordering: .relaxed)
  }
}
