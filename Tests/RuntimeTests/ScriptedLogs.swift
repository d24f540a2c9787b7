import Dashboard
import Logs
import Runtime
import Telemetry
import TestSupport

/// A keeper of lines whose pages a rule gives and whose news a test sends.
final class ScriptedLogs: LogSource {
  /// What was asked so far.
  struct Journal: Sendable {
    var pages: [LogPageQuery] = []
    var counts = 0
    var follows: [Follow] = []
    var ended = 0
  }

  /// One call of `follow`.
  struct Follow: Sendable {
    var start: Timestamp
    var known: [LogKey]
    var deliver: @Sendable (LogNews) -> Void
  }

  typealias Rule = @Sendable (LogPageQuery) -> Result<LogPage, SourceError>?

  let journal = ScriptedState(Journal())
  private let rule: Rule
  private let counts: Result<[LevelCount], SourceError>
  private let failure: SourceError?

  /// Makes a source; a page to which the rule says `nil` hangs until it is given up.
  init(
    counts: Result<[LevelCount], SourceError> = .success([]),
    failure: SourceError? = nil,
    rule: @escaping Rule = { _ in .success(LogPage(entries: [])) }
  ) {
    self.rule = rule
    self.counts = counts
    self.failure = failure
  }

  /// A source of lines at these seconds; it answers pages as a server does.
  convenience init(seconds: [Int]) {
    self.init { query in
      let inside = seconds.filter { query.start <= at($0) && at($0) < query.end }
      let page = inside.suffix(query.limit)
      guard page.count < inside.count, let first = page.first else {
        return .success(LogPage(entries: page.map(entry)))
      }
      var next = query
      next.end = at(first)
      return .success(LogPage(entries: page.map(entry), next: next))
    }
  }

  /// Waits for the call of `follow` of a number.
  func follow(_ number: Int = 0) async throws -> Follow {
    try await journal.first { $0.follows.count > number }.follows[number]
  }

  func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
    journal.change { $0.pages.append(query) }
    guard let result = rule(query) else {
      await hang()
      throw .cancelled
    }
    return Answer(try result.get())
  }

  func follow(
    _ query: LogQuery,
    from start: Timestamp,
    known: [LogKey],
    _ deliver: @escaping @Sendable (LogNews) -> Void
  ) async throws(SourceError) {
    journal.change { $0.follows.append(Follow(start: start, known: known, deliver: deliver)) }
    if let failure { throw failure }
    await hang()
    throw .cancelled
  }

  func levelCounts(
    _ query: LogQuery,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LevelCount]> {
    journal.change { $0.counts += 1 }
    return Answer(try counts.get())
  }

  private func hang() async {
    let (never, _) = AsyncStream.makeStream(of: Void.self)
    for await _ in never {}
    journal.change { $0.ended += 1 }
  }
}

/// A line at a second whose text is the second.
func entry(_ second: Int) -> LogEntry {
  LogEntry(timestamp: at(second), line: Array("\(second)".utf8))
}

extension LogEntry {
  /// The line as text.
  var text: String { String(decoding: line, as: UTF8.self) }
}

extension LogDelivery.Content {
  /// What was delivered, in a word or two.
  var summary: String {
    switch self {
    case .history(let entries, let isComplete):
      "history \(entries.map(\.text).joined(separator: ","))\(isComplete ? " all" : "")"
    case .news(.entries(let entries)): "lines \(entries.map(\.text).joined(separator: ","))"
    case .news(.mark(let mark)): "mark \(mark.reason)"
    case .news(.status): "status"
    case .news(.selected(let notes)): "selected \(notes.joined(separator: ","))"
    case .searching(let window): "searching \(window.prometheusText)"
    case .passed(let lines, _): "passed \(lines)"
    case .counts(let counts): "counts \(counts.count)"
    case .notes(let notes): "notes \(notes.joined(separator: ","))"
    case .failed(let error): "failed \(error.headline)"
    }
  }
}
