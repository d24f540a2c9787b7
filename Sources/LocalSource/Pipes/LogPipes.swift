import Logs
import Synchronization
import Telemetry

/// The pipes of a source and the last lines that came through them.
///
/// A pipe gives nothing twice, but whoever changes a filter wants its past, and several may follow
/// it at once.
final class LogPipes: Sendable {
  private struct Held {
    var pipes: [FileName: LogPipe] = [:]
    var entries: [LogEntry] = []
    /// The number of the first entry; every line has the next one.
    var first = 0
    var bytes = 0

    var end: Int { first + entries.count }

    mutating func drop(_ count: Int) {
      bytes -= entries.prefix(count).reduce(0) { $0 + $1.line.count }
      entries.removeFirst(count)
      first += count
    }
  }

  private static let mostLines = 50_000
  private static let mostBytes = 32 << 20

  private let held = Mutex(Held())

  /// Adds a pipe by its name, unless it is there.
  func add(_ name: FileName, _ pipe: () -> LogPipe) {
    held.withLock { held in
      if held.pipes[name] == nil { held.pipes[name] = pipe() }
    }
  }

  /// Whether a pipe of that name is there.
  func has(_ name: FileName) -> Bool { held.withLock { $0.pipes[name] != nil } }
  /// Whether there are no pipes.
  var isEmpty: Bool { held.withLock(\.pipes.isEmpty) }
  /// Whether all have been closed by their writers.
  var isEnded: Bool { held.withLock { $0.pipes.values.allSatisfy(\.isEnded) } }

  /// Notes on the time zones of pipes that are not yet reported.
  func takeNotes() -> [String] {
    held.withLock { $0.pipes.values.compactMap { $0.takeNote() } }
  }

  /// The number of the line that comes next.
  var end: Int { held.withLock { $0.end } }

  /// Reads what has come, and gives all lines from a number on.
  ///
  /// - Parameters:
  ///   - number: The first one wanted.
  ///   - now: The time.
  /// - Returns: The lines, the number of the next one, and how many of those wanted are not held any
  ///   more.
  func read(from number: Int, now: Timestamp) -> (entries: [LogEntry], next: Int, lost: Int) {
    held.withLock { held in
      var read: [LogEntry] = []
      for name in held.pipes.keys { read += held.pipes[name]?.take(now: now) ?? [] }
      held.bytes += read.reduce(0) { $0 + $1.line.count }
      held.entries += read
      let entries = Array(held.entries.dropFirst(max(0, number - held.first)))
      let lost = max(0, held.first - number)
      // Dropped a quarter at a time, since what is left has to be moved.
      let isTooMuch =
        held.entries.count > Self.mostLines + Self.mostLines / 4 || held.bytes > Self.mostBytes
      if isTooMuch { held.drop(max(held.entries.count / 4, held.entries.count - Self.mostLines)) }
      return (entries, held.end, lost)
    }
  }

  /// A page of the lines that are held.
  ///
  /// - Parameters:
  ///   - query: The page.
  ///   - place: The number at which the page before has stopped; `nil` for the first page.
  ///   - matcher: The filter.
  /// - Returns: The lines in the order in which they came, and where the next page goes on; `nil`
  ///   where nothing is left.
  func page(
    _ query: LogPageQuery,
    from place: Int?,
    _ matcher: LogMatcher
  ) -> (entries: [LogEntry], place: Int?) {
    let (entries, first) = held.withLock { ($0.entries, $0.first) }
    let isForward = query.direction == .forward
    let start = isForward ? max(0, (place ?? first) - first) : 0
    let end = isForward ? entries.count : min(entries.count, max(0, (place ?? .max) - first))
    guard start < end else { return ([], nil) }
    let wanted = (start..<end).filter { index in
      let entry = entries[index]
      return query.start <= entry.timestamp && entry.timestamp < query.end && matcher.matches(entry)
    }
    let taken = isForward ? wanted.prefix(query.limit) : wanted.suffix(query.limit)
    guard taken.count < wanted.count, let low = taken.first, let high = taken.last else {
      return (taken.map { entries[$0] }, nil)
    }
    return (taken.map { entries[$0] }, first + (isForward ? high + 1 : low))
  }
}
