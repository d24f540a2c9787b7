import Glibc
import Logs
import Screen
import Synchronization
import Telemetry

/// Prints log lines as they come, and tells people what happens meanwhile.
final class LogsPrinter: Sendable {
  private struct Counts {
    var printed = 0
    var isClosed = false
    var hasProgress = false
    /// How many seconds behind the lines were when that was told last.
    var lag: Int64 = 0
    var way: LogFeedStatus.Way?
  }

  private let text: LogLineText
  private let matcher: LogMatcher
  private let counts = Mutex(Counts())
  private let recent = Mutex(RecentEntries())
  private let isProgressShown: Bool

  init(_ text: LogLineText, matcher: LogMatcher) {
    self.text = text
    self.matcher = matcher
    // On one terminal progress would stand between the lines.
    isProgressShown = isatty(STDERR_FILENO) == 1 && !text.isForTerminal
  }

  /// How many lines were printed.
  var printed: Int { counts.withLock(\.printed) }
  /// Whether the reader has gone.
  var isClosed: Bool { counts.withLock(\.isClosed) || !StandardStreams.isRead }

  /// The entries that a source was allowed to hand out beside those that are wanted left out.
  func matching(_ entries: [LogEntry]) -> [LogEntry] {
    entries.filter { matcher.matches($0) }
  }

  /// Prints entries that match; of those that were followed already only what is new of their stack
  /// trace.
  func print(_ entries: [LogEntry], isFollowing: Bool = false) {
    var output: [UInt8] = []
    var count = 0
    for entry in entries {
      if isFollowing, let length = recent.withLock({ $0.note(entry) }) {
        text.add(entry, behind: length, to: &output)
      } else {
        text.add(entry, to: &output)
        count += 1
      }
      // Memory stays flat however many there are.
      if output.count > 1 << 16 { write(&output) }
    }
    write(&output)
    counts.withLock { $0.printed += count }
  }

  /// Notes what was printed before following.
  func note(_ entries: [LogEntry]) {
    for entry in entries { _ = recent.withLock { $0.note(entry) } }
  }

  /// Prints what following brings.
  func print(_ news: LogNews) {
    switch news {
    case .entries(let entries): print(matching(entries), isFollowing: true)
    case .mark(let mark):
      var output: [UInt8] = []
      if text.add(mark, to: &output) { write(&output) } else { complain(mark.words) }
    case .status(.broken(let error, _)): complain(error.headline)
    case .status(.behind(let lag, let error, _)): complainOfLag(lag, error)
    case .status(.live(let way)): complainOfWay(way)
    case .selected(let notes): for note in notes { complain(note) }
    case .status: break
    }
  }

  /// Tells how lines come in from now on, where that is news.
  private func complainOfWay(_ way: LogFeedStatus.Way) {
    let (wasBehind, isNews) = counts.withLock { counts in
      defer { (counts.lag, counts.way) = (0, way) }
      return (counts.lag > 0, counts.way != way)
    }
    if wasBehind { complain("caught up") }
    guard isNews, case .polling(let interval, let reason) = way else { return }
    complain("polling every \(interval.prometheusText): \(reason)")
  }

  /// Tells how far behind the lines are, not with every page.
  private func complainOfLag(_ lag: Duration, _ error: SourceError?) {
    let seconds = lag.components.seconds
    let isNews = counts.withLock { counts in
      let isTwice = seconds >= max(5, counts.lag * 2) || seconds * 2 <= counts.lag
      if isTwice { counts.lag = seconds }
      return isTwice && seconds >= 5
    }
    guard isNews else { return }
    complain("\(lag.ageText) behind" + (error.map { ": \($0.headline)" } ?? ""))
  }

  /// Tells people something on standard error.
  func complain(_ message: String) {
    endProgress()
    StandardStreams.complain("goldtop: \(VisibleText.sanitized(message))")
  }

  /// Shows how far it is, where a terminal shows standard error.
  func progress(_ words: String) {
    guard isProgressShown else { return }
    counts.withLock { $0.hasProgress = true }
    StandardStreams.report("\r\u{1B}[K\(words)")
  }

  /// Takes the progress away.
  func endProgress() {
    guard
      counts.withLock({ counts in
        defer { counts.hasProgress = false }
        return counts.hasProgress
      })
    else { return }
    StandardStreams.report("\r\u{1B}[K")
  }

  private func write(_ output: inout [UInt8]) {
    guard !output.isEmpty, !counts.withLock(\.isClosed) else { return }
    if !StandardStreams.write(output) { counts.withLock { $0.isClosed = true } }
    output.removeAll(keepingCapacity: true)
  }
}

/// How much was printed of the entries printed last: of a stack trace more may come.
private struct RecentEntries {
  private static let limit = 1000

  private var lengths: [LogKey: Int] = [:]
  private var order: [LogKey] = []

  /// Notes an entry; how many of its bytes were printed before, `nil` where none were.
  mutating func note(_ entry: LogEntry) -> Int? {
    guard entry.facts.form == .plain else { return nil }
    let key = LogKey(entry)
    // Only a server brings an entry again.
    let known = entry.parts.isEmpty ? nil : lengths[key]
    if lengths.updateValue(entry.line.count, forKey: key) == nil { order.append(key) }
    if order.count > Self.limit * 2 {
      for old in order.prefix(Self.limit) { lengths[old] = nil }
      order.removeFirst(Self.limit)
    }
    return known
  }
}
