import Logs
import Telemetry

/// The lines that are held and those of them that meet the filter, with the marks between them.
struct LogLines: Hashable, Sendable {
  /// All that is held.
  private(set) var ring: LogRing
  private var index: LogIndex
  /// Lines dropped before others took their place.
  private var fallenBefore = 0

  /// How many lines are examined at once, so that no key waits for all that are held.
  static let portion = 10_000
  /// How many each second after that.
  private static let steadyPortion = 50_000
  /// How many for each letter that is typed: some screens full.
  static let typingPortion = 2000

  init(limit: Int, bytes: Int, dropsRepeats: Bool = true) {
    ring = LogRing(maxCount: limit, maxBytes: bytes, dropsRepeats: dropsRepeats)
    index = LogIndex(LogMatcher(), of: ring)
  }

  /// How many lines were dropped because the buffer was full, under any filter.
  var fallen: Int { fallenBefore + ring.fallen }

  /// How many lines and marks are shown.
  var count: Int { index.count }

  /// Whether anything that is shown is a line: marks alone say nothing of what was looked for.
  var hasEntries: Bool { (0..<count).contains { self[$0]?.entry != nil } }

  /// Whether any line is held, shown or not.
  var holdsEntries: Bool { ring.count > ring.marks }

  /// How many marks are held.
  var marks: Int { ring.marks }

  /// Whether all lines that are held have been examined.
  var isExamined: Bool { index.isComplete }

  /// The moment from which on lines have been examined; `nil` where all have.
  var examinedFrom: Timestamp? { index.horizon?.timestamp }

  /// A line or mark that is shown, from 0, the oldest.
  subscript(place: Int) -> LogItem? { ring[index[place]] }

  /// The identity of a line or mark that is shown.
  func id(at place: Int) -> LogItem.ID { index[place] }

  /// How many lines and marks that are shown come before an identity.
  func index(notBefore id: LogItem.ID) -> Int { index.position(of: id) }

  /// The levels of the lines that are shown, by intervals.
  func levels(from start: Timestamp, to end: Timestamp, step: Duration) -> [LevelCount] {
    LevelHistogram.counts(of: ring, index, from: start, to: end, step: step)
  }

  /// The next line that is shown and meets a condition, or the one before; `nil` at the end.
  func next(
    _ isForward: Bool,
    from id: LogItem.ID,
    where isMet: (LogEntry) -> Bool
  ) -> LogItem.ID? {
    isForward
      ? index.next(after: id, in: ring, where: isMet)
      : index.previous(before: id, in: ring, where: isMet)
  }

  /// How many of the newest lines tell the names of streams.
  static let sample = 500

  /// The labels of streams that name services, the usual ones first.
  private static let serviceLabels = ["service_name", "service", "app", "job", "container", "unit"]

  /// The label of streams that a service is named by; `nil` where none of the newest lines is of it.
  func streamLabel(of service: String) -> String? {
    let lines = newest(Self.sample)
    return Self.serviceLabels.first { name in lines.contains { $0.stream[name] == service } }
  }

  /// A label that the streams of all the newest lines have; `nil` where there are no lines, or none is
  /// common to them.
  var commonLabel: String? {
    let lines = newest(Self.sample)
    guard let first = lines.last else { return nil }
    let names = Self.serviceLabels + first.stream.labels.map(\.name)
    return names.first { name in lines.allSatisfy { $0.stream[name]?.isEmpty == false } }
  }

  /// The lines that are shown, the oldest first, no more than so many.
  func entries(atMost limit: Int) -> [LogEntry] {
    (0..<min(limit, count)).compactMap { self[$0]?.entry }
  }

  /// The newest lines that are shown, the oldest of them first.
  func newest(_ limit: Int) -> [LogEntry] {
    (max(0, count - limit)..<count).compactMap { self[$0]?.entry }
  }

  mutating func insert(_ entries: [LogEntry]) {
    let change = ring.insert(entries)
    _ = index.take(change, from: ring)
  }

  /// Adds older lines; where a person reads back, the newest ones make room.
  mutating func insertHistory(_ page: [LogEntry], makingRoomBelow: Bool) {
    let change = ring.insertHistory(page, makingRoomBelow: makingRoomBelow)
    _ = index.take(change, from: ring)
  }

  mutating func insert(_ mark: LogMark) {
    let change = ring.insert(mark)
    _ = index.take(change, from: ring)
  }

  /// Counts lines that dropped (buffer full) before they were taken in.
  mutating func pass(_ lines: Int) {
    ring.pass(lines)
  }

  mutating func removeAll() {
    fallenBefore += ring.fallen
    ring.removeAll()
    index = LogIndex(index.matcher, of: ring)
  }

  /// Shows only what a filter lets through; the newest lines at once, the rest by `examine`.
  mutating func apply(_ matcher: LogMatcher, atMost limit: Int = portion) {
    index = LogIndex(matcher, of: ring)
    _ = index.examine(ring, atMost: limit)
  }

  /// Holds more or less from now on; the oldest lines make room.
  mutating func hold(lines: Int, bytes: Int) {
    let change = ring.setLimits(count: lines, bytes: bytes)
    _ = index.take(change, from: ring)
  }

  /// Goes on with lines that a new filter has not seen yet.
  mutating func examine() {
    guard !index.isComplete else { return }
    _ = index.examine(ring, atMost: Self.steadyPortion)
  }
}
