package import Logs
import Telemetry

/// The log lines that are held, and how they come in.
package struct LogFeed: Hashable, Sendable {
  /// The plan in force; `nil` where nothing is wanted.
  package private(set) var plan: LogPlan?
  /// The last plan's number.
  private var generation = 0
  /// Whether the lines held are still those of the plan before.
  private(set) var isOutdated = false
  /// How often the lines of one plan have taken the place of another's: the same line has another
  /// identity then.
  private(set) var epoch = 0

  /// The lines.
  var lines: LogLines
  /// How lines come in.
  package private(set) var status: LogFeedStatus?
  /// The window that a search looks through; `nil` where none is under way.
  private(set) var searching: Duration?
  /// Whether all of the stretch has been brought.
  private(set) var isComplete = false
  /// Whether a page of older lines is under way.
  private(set) var isAskingForOlder = false
  /// Why history or search failed.
  private(set) var failure: SourceError?
  /// Notes on the answer.
  private(set) var notes: [String] = []
  /// Levels by interval from the source, for what is past or not held.
  private(set) var counted = LogCounts()
  /// The services of the lines shown, as far as they have been looked at.
  private(set) var services: Set<String> = []
  /// Lines that came in each of the last seconds, the present one last.
  private var arrivals: [Int] = [0]

  /// A request with more lines than anybody reads must not take the time of others.
  static let storyLimit = 5000

  init(settings: LogSettings) {
    lines = LogLines(limit: settings.heldLines, bytes: settings.heldBytes)
  }

  /// The lines a second, over the whole seconds that are known.
  var rate: Double {
    let whole = arrivals.dropLast()
    return whole.isEmpty ? 0 : Double(whole.reduce(0, +)) / Double(whole.count)
  }

  /// State of the lines of the current plan.
  var state: ReadingState {
    if let failure { return .failed(failure, age: nil) }
    guard !isOutdated else { return .waiting }
    return lines.count == 0 ? .missing("no lines") : .fresh
  }

  /// The moment from which on all lines are held; `nil` where that is all of the window.
  var heldFrom: Timestamp? {
    if isComplete, lines.ring.fallen == 0 { return nil }
    return lines.ring.firstID?.timestamp
  }

  /// A second has passed.
  mutating func tick() {
    lines.examine()
    arrivals.append(0)
    if arrivals.count > 11 { arrivals.removeFirst(arrivals.count - 11) }
  }

  /// Takes note of a question for older lines.
  mutating func askForOlder() { isAskingForOlder = true }

  /// Takes note of a question for levels.
  mutating func askForCounts(of stretch: Stretch, at now: Timestamp) {
    counted.ask(for: stretch, at: now)
  }
}

/// Plans.
extension LogFeed {
  /// Asks for the lines that are wanted, where they are others than before.
  ///
  /// The lines held stay until the first of the new ones come.
  ///
  /// - Parameters:
  ///   - wanted: The lines; `nil` for none.
  ///   - fields: What lines have in common.
  ///   - isForced: Asks again though the same lines are wanted.
  /// - Returns: Whether the plan differs from the last.
  mutating func replan(
    _ wanted: LogPlan?,
    _ fields: LogFieldTable,
    isForced: Bool = false
  ) -> Bool {
    guard var next = wanted else {
      defer { plan = nil }
      return plan != nil
    }
    next.generation = generation
    guard isForced || next != plan else { return false }
    generation += 1
    next.generation = generation
    let isOtherQuery = next.query != plan?.query
    plan = next
    isOutdated = true
    isComplete = false
    isAskingForOlder = false
    failure = nil
    searching = nil
    notes = []
    counted = LogCounts()
    if isOtherQuery {
      apply(next.query.filter)
      services = []
      arrivals = [0]
      noteServices(fields)
    }
    return true
  }

  /// Shows only what a filter lets through; one that cannot be used changes nothing.
  mutating func apply(_ filter: LogFilter, atMost limit: Int = LogLines.portion) {
    guard let matcher = try? LogMatcher(filter) else { return }
    lines.apply(matcher, atMost: limit)
  }
}

/// News.
extension LogFeed {
  /// Takes in what a plan has brought.
  ///
  /// - Parameters:
  ///   - content: The kind.
  ///   - fields: What lines have in common.
  ///   - floor: Before this moment counts are of no use.
  mutating func receive(
    _ content: LogDelivery.Content,
    _ fields: LogFieldTable,
    countsFrom floor: Timestamp?
  ) {
    switch content {
    case .history(let entries, let isComplete):
      takeHistory(entries, isComplete, fields)
    case .news(.entries(let entries)):
      replaceOutdated()
      lines.insert(entries)
      arrivals[arrivals.count - 1] += entries.count
      noteServices(fields, newest: entries.count)
    case .news(.mark(let mark)):
      replaceOutdated()
      lines.insert(mark)
    case .news(.status(let status)):
      self.status = status
    case .news(.selected): break
    case .searching(let window):
      searching = window
    case .counts(let counts):
      counted.take(counts, from: floor, isLive: plan?.isLive == true)
    case .passed(let count, let until):
      passOver(count, until: until)
    case .notes(let notes):
      for note in notes where !self.notes.contains(note) { self.notes.append(note) }
    case .failed(let error):
      failure = error
      isAskingForOlder = false
      searching = nil
    }
  }

  private mutating func passOver(_ count: Int, until moment: Timestamp) {
    replaceOutdated()
    lines.pass(count)
    let words = "too many lines arrived while the screen was stopped"
    lines.insert(LogMark(at: moment, .lost(atLeast: count), reason: words))
  }

  private mutating func takeHistory(
    _ entries: [LogEntry],
    _ isComplete: Bool,
    _ fields: LogFieldTable
  ) {
    replaceOutdated()
    lines.insertHistory(entries, makingRoomBelow: isAskingForOlder)
    noteServices(fields)
    isAskingForOlder = false
    searching = nil
    failure = nil
    self.isComplete = self.isComplete || isComplete
  }

  /// The first lines of a plan take the place of those of the plan before.
  private mutating func replaceOutdated() {
    guard isOutdated else { return }
    isOutdated = false
    epoch += 1
    lines.removeAll()
    services = []
  }

  /// Notes whose lines are shown: of some of the newest, or of a sample of all.
  private mutating func noteServices(_ fields: LogFieldTable, newest: Int? = nil) {
    let count = lines.count
    let first = newest.map { max(0, count - min($0, 50)) } ?? 0
    for place in stride(from: first, to: count, by: max(1, (count - first) / 200)) {
      // Beyond that the number says no more.
      guard services.count < 200 else { return }
      guard let entry = lines[place]?.entry,
        let service = LogFields(entry, table: fields).service
      else { continue }
      services.insert(service)
    }
  }
}

/// Levels over time that the source has counted.
struct LogCounts: Hashable, Sendable {
  /// Levels by interval, ascending.
  private(set) var levels: [LevelCount] = []
  /// Up to where the source has counted for a live plan; `nil` where it was not asked.
  private(set) var reach: Timestamp?
  /// When the source was asked to count for a live plan.
  private(set) var askedAt: Timestamp?
  /// The stretch that it counts at the moment; the end is exclusive.
  private(set) var stretch: Stretch?

  mutating func ask(for stretch: Stretch, at now: Timestamp) {
    askedAt = now
    self.stretch = stretch
  }

  mutating func take(_ counts: [LevelCount], from floor: Timestamp?, isLive: Bool) {
    guard let stretch, isLive else {
      levels = counts
      return
    }
    let floor = floor ?? stretch.start
    levels = levels.filter { $0.start >= floor && $0.start < stretch.start } + counts
    reach = stretch.end
    self.stretch = nil
  }
}
