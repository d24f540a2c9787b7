package import Dashboard
import Synchronization

/// Where all events of a dashboard arrive, from any thread, and wait for the loop.
///
/// Nothing is lost but what a newer event makes worthless: of ticks, sizes and costs that nobody
/// has taken yet the newest stays. Log lines are bounded, since a terminal that stands still must
/// not cost memory without end: the oldest are let go, and the loop is told how many.
package final class EventInbox: Sendable {
  private struct Waiting {
    var tick: Event?
    var resize: Event?
    var cost: Event?
    var others: [Event] = []
    /// Deliveries of log lines, which come in any number.
    var logs: LogBacklog
  }

  /// So many deliveries of log lines are taken in before the loop looks for keys again.
  private static let logsAtOnce = 8

  private let waiting: Mutex<Waiting>
  private let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// Makes an empty inbox.
  ///
  /// - Parameters:
  ///   - lines: The most log lines that wait.
  ///   - bytes: The most bytes of log lines that wait.
  package init(lines: Int = 50_000, bytes: Int = 32 << 20) {
    waiting = Mutex(Waiting(logs: LogBacklog(lines: lines, bytes: bytes)))
    (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  /// Takes an event; never waits for the loop.
  package func send(_ event: Event) {
    waiting.withLock { waiting in
      switch event {
      case .tick: waiting.tick = event
      case .resized: waiting.resize = event
      case .cost: waiting.cost = event
      case .logs(let delivery): waiting.logs.append(delivery)
      case .key, .outcome, .resumed, .configurationChanged, .remark, .terminated:
        waiting.others.append(event)
      }
    }
    wake.yield()
  }

  /// Makes the loop look up though nothing has happened, such as when a frame is due.
  package func poke() {
    wake.yield()
  }

  /// What has come since the last call: tick, size and cost, then the others as they came, then log
  /// lines.
  ///
  /// Of many deliveries of log lines the first few are handed out, and the others with later calls,
  /// so that no key waits for them all.
  ///
  /// Waits for the first event or poke, after which it may be empty; `nil` when the task is
  /// cancelled. For one caller at a time.
  package func next() async -> [Event]? {
    for await _ in wakes { return take() }
    return nil
  }

  private func take() -> [Event] {
    let (batch, isMore) = waiting.withLock { waiting in
      let batch = [waiting.tick, waiting.resize, waiting.cost].compactMap(\.self) + waiting.others
      (waiting.tick, waiting.resize, waiting.cost, waiting.others) = (nil, nil, nil, [])
      let logs = waiting.logs.take(Self.logsAtOnce)
      return (batch + logs.map(Event.logs), !waiting.logs.isEmpty)
    }
    if isMore { wake.yield() }
    return batch
  }
}
