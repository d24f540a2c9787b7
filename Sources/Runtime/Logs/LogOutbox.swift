import Logs
import Synchronization
import Telemetry

/// Gathers what following brings, and passes it on a few times a second.
///
/// A server that sends five thousand lines a second must not become five thousand events. Nothing
/// is lost and nothing changes its place: lines that come together go together, and marks and
/// statuses stay between the lines where they were.
final class LogOutbox: Sendable {
  private struct Waiting {
    /// News followed by other news.
    var closed: [LogNews] = []
    /// The lines since then.
    var entries: [LogEntry] = []

    mutating func close() {
      guard !entries.isEmpty else { return }
      closed.append(.entries(entries))
      entries = []
    }
  }

  /// About thirty times a second: sooner than a frame would show it.
  private static let spacing = Duration.milliseconds(33)
  /// So many lines at once do not keep a key waiting.
  private static let most = 1000

  private let environment: RuntimeEnvironment
  private let emit: @Sendable (LogNews) -> Void
  private let waiting = Mutex(Waiting())
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// `emit` must not block.
  init(environment: RuntimeEnvironment, emit: @escaping @Sendable (LogNews) -> Void) {
    self.environment = environment
    self.emit = emit
    (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Takes a piece of news; never waits.
  func put(_ news: LogNews) {
    waiting.withLock { waiting in
      if case .entries(let entries) = news {
        waiting.entries += entries
        return
      }
      waiting.close()
      waiting.closed.append(news)
    }
    wake.yield()
  }

  /// Passes on what comes until its task is cancelled, or until all is passed on after `finish`.
  func run() async {
    for await _ in wakes {
      flush()
      do { try await environment.sleep(environment.elapsed() + Self.spacing) } catch { return }
    }
    flush()
  }

  /// Nothing more comes.
  func finish() {
    wake.finish()
  }

  private func flush() {
    let news = waiting.withLock { waiting in
      waiting.close()
      defer { waiting.closed = [] }
      return waiting.closed
    }
    for piece in news {
      guard case .entries(let entries) = piece, entries.count > Self.most else {
        emit(piece)
        continue
      }
      for start in stride(from: 0, to: entries.count, by: Self.most) {
        emit(.entries(Array(entries[start...].prefix(Self.most))))
      }
    }
  }
}
