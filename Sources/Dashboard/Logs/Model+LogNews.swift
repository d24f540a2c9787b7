import Logs
import Telemetry

extension Model {
  /// Takes in what a plan has brought; what a former plan still brings is left out.
  mutating func receive(_ delivery: LogDelivery) -> [Effect] {
    now = max(now, delivery.at)
    guard let plan = logs.plan, plan.generation == delivery.generation else { return [] }
    let effects = take(delivery.content)
    switch delivery.content {
    case .history, .counts: countLevels()
    default: break
    }
    return effects + tellStory()
  }

  private mutating func take(_ content: LogDelivery.Content) -> [Effect] {
    switch content {
    case .history(let entries, let isComplete):
      return takeHistory(entries, isComplete)
    case .news(.entries(let entries)):
      replaceOutdated()
      logs.lines.insert(entries)
      logs.arrivals[logs.arrivals.count - 1] += entries.count
      noteServices(newest: entries.count)
    case .news(.mark(let mark)):
      replaceOutdated()
      logs.lines.insert(mark)
    case .news(.status(let status)):
      logs.status = status
    case .news(.selected):
      // All of it is asked for anew: history and counts were of other streams.
      return replanLogs(isForced: true)
    case .searching(let window):
      logs.searching = window
    case .counts(let counts):
      takeCounts(counts)
    case .passed(let lines, let until):
      passOver(lines, until: until)
    case .notes(let notes):
      for note in notes where !logs.notes.contains(note) { logs.notes.append(note) }
    case .failed(let error):
      logs.failure = error
      logs.isAskingForOlder = false
      logs.searching = nil
    }
    return []
  }

  private mutating func passOver(_ lines: Int, until moment: Timestamp) {
    replaceOutdated()
    logs.lines.pass(lines)
    let words = "the screen stood still for longer than lines can wait"
    logs.lines.insert(LogMark(at: moment, .lost(atLeast: lines), reason: words))
  }

  private mutating func takeHistory(_ entries: [LogEntry], _ isComplete: Bool) -> [Effect] {
    replaceOutdated()
    logs.lines.insertHistory(entries, makingRoomBelow: logs.isAskingForOlder)
    noteServices()
    logs.isAskingForOlder = false
    logs.searching = nil
    logs.failure = nil
    logs.isComplete = logs.isComplete || isComplete
    if isComplete, !logs.lines.hasEntries { return searchFurther() }
    return readBackToSelection()
  }

  /// Asks for the lines up to the one chosen, which a page of the newest does not reach: who comes
  /// back to a place finds it, however much has been written meanwhile.
  private mutating func readBackToSelection() -> [Effect] {
    guard let selection = logs.selection, !logs.isLedByCursor, !logs.isComplete,
      logs.correlation == nil,
      let first = logs.lines.ring.first, selection.timestamp < first.id.timestamp,
      logs.lines.ring.count < settings.logs.heldLines / 2
    else { return [] }
    logs.isAskingForOlder = true
    return [.olderLogs(before: first.id.timestamp)]
  }

  /// The first lines of a plan take the place of those of the plan before.
  private mutating func replaceOutdated() {
    guard logs.isOutdated else { return }
    logs.isOutdated = false
    logs.lines.removeAll()
    logs.services = []
    // The same line comes back under another identity; its time stays.
    logs.selection = logs.selection.map(Self.ofTime)
    switch logs.anchor {
    case .tail: break
    case .bottom(let id): logs.anchor = .bottom(Self.ofTime(id))
    case .top(let id): logs.anchor = .top(Self.ofTime(id))
    }
  }

  /// Notes whose lines are shown: of some of the newest, or of a sample of all.
  mutating func noteServices(newest: Int? = nil) {
    let count = logs.lines.count
    let first = newest.map { max(0, count - min($0, 50)) } ?? 0
    for place in stride(from: first, to: count, by: max(1, (count - first) / 200)) {
      // Beyond that the number says no more.
      guard logs.services.count < 200 else { return }
      guard let entry = logs.lines[place]?.entry,
        let service = LogFields(entry, table: settings.logs.fields).service
      else { continue }
      logs.services.insert(service)
    }
  }

  private static func ofTime(_ id: LogItem.ID) -> LogItem.ID {
    LogItem.ID(timestamp: id.timestamp, sequence: .min)
  }

  /// The minutes that an ID names had no line of it: it is looked for further back.
  private mutating func searchFurther() -> [Effect] {
    guard var correlation = logs.correlation, !correlation.isSearching,
      correlation.id.created != nil
    else { return [] }
    correlation.isSearching = true
    logs.correlation = correlation
    return replanLogs()
  }

  /// A second has passed.
  mutating func tickLogs() -> [Effect] {
    logs.lines.examine()
    countLevels()
    defer { if logs.arrivals.count > 11 { logs.arrivals.removeFirst(logs.arrivals.count - 11) } }
    logs.arrivals.append(0)
    return askForCounts()
  }
}
