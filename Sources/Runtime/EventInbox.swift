package import Dashboard
import Screen
import Synchronization

/// Where all events of a dashboard arrive, from any thread, and wait for the loop.
///
/// Nothing is lost but what a newer event makes worthless: of ticks, sizes and costs that nobody
/// has taken yet the newest stays. Log lines are bounded, since a terminal that stands still must
/// not cost memory without end: the oldest are dropped, and the loop learns how many.
///
/// Keys pass everything that waits, and answers are handed out one at a time, so that between a key
/// and its frame no more runs than the one answer, or the few log lines, that the loop is at.
package final class EventInbox: Sendable {
  private struct Waiting {
    var tick: Event?
    var resize: Event?
    var cost: Event?
    /// Keys, and what asks for the loop's attention as they do.
    var urgent: [Event] = []
    /// Answers of servers, oldest first.
    var outcomes: [Event] = []
    /// Deliveries of log lines, which come in any number.
    var logs: LogBacklog

    /// Turns of the wheel, of which a touchpad makes hundreds a second, are one until they are taken.
    mutating func append(_ pointer: Pointer) {
      guard case .pointer(let last)? = urgent.last, let joined = last.joined(with: pointer) else {
        urgent.append(.pointer(pointer))
        return
      }
      urgent[urgent.count - 1] = .pointer(joined)
    }
  }

  /// So many deliveries of log lines are taken in before the loop looks for keys again.
  private static let logsAtOnce = 8

  private let waiting: Mutex<Waiting>
  private let wakeUp = WakeUp()

  /// - Parameters:
  ///   - lines: The most log lines that wait.
  ///   - bytes: The most bytes of log lines that wait.
  package init(lines: Int = 50_000, bytes: Int = 32 << 20) {
    waiting = Mutex(Waiting(logs: LogBacklog(lines: lines, bytes: bytes)))
  }

  /// Takes an event; never waits for the loop.
  package func send(_ event: Event) {
    waiting.withLock { waiting in
      switch event {
      case .tick: waiting.tick = event
      case .resized: waiting.resize = event
      case .cost: waiting.cost = event
      case .logs(let delivery): waiting.logs.append(delivery)
      case .outcome: waiting.outcomes.append(event)
      case .pointer(let pointer): waiting.append(pointer)
      case .key, .resumed, .configurationChanged, .silence, .remark, .terminated:
        waiting.urgent.append(event)
      }
    }
    wakeUp.wake()
  }

  /// Whether answers wait for the loop.
  package var hasAnswers: Bool { waiting.withLock { !$0.outcomes.isEmpty } }

  /// Wakes the loop without an event, such as when a frame is due.
  package func poke() {
    wakeUp.wake()
  }

  /// The next events: tick, size and cost, then the keys as they came; without keys the
  /// oldest answer; without one of these a few deliveries of log lines.
  ///
  /// The rest is handed out with later calls, so that no key waits for all of it.
  ///
  /// Waits for the first event or poke, after which it may be empty; `nil` when the task is
  /// cancelled. For one caller at a time.
  package func next() async -> [Event]? {
    await wakeUp.wait()
    return Task.isCancelled ? nil : take()
  }

  private func take() -> [Event] {
    let (batch, isMore) = waiting.withLock { waiting in
      var batch = [waiting.tick, waiting.resize, waiting.cost].compactMap(\.self) + waiting.urgent
      let isUrgent = !waiting.urgent.isEmpty
      (waiting.tick, waiting.resize, waiting.cost, waiting.urgent) = (nil, nil, nil, [])
      if isUrgent {
        // Their frame comes first.
      } else if !waiting.outcomes.isEmpty {
        batch.append(waiting.outcomes.removeFirst())
      } else {
        batch += waiting.logs.take(Self.logsAtOnce).map(Event.logs)
      }
      return (batch, !waiting.outcomes.isEmpty || !waiting.logs.isEmpty)
    }
    if isMore { wakeUp.wake() }
    return batch
  }
}
