import Logs
import Telemetry

/// Makes entries of the lines that a query brings, of which a server keeps each line of a stack trace by
/// itself.
///
/// Where all lines of a stream come, its traces are joined as they come. A filter takes lines out of
/// their traces: those around a line that may have one are asked for again, without the filter.
struct LokiEntries {
  /// How long writing a stack trace takes at most.
  private static let reach = Duration.seconds(1)
  /// No more stretches than these are asked for at once.
  private static let mostStretches = 12
  private static let linesOfStretch = 5000

  /// A stretch of a stream around lines that may have a stack trace.
  private struct Stretch {
    var stream: LabelSet
    var start: Timestamp
    var end: Timestamp
  }

  /// What was made.
  struct Made {
    /// The entries that have a line that is new.
    var entries: [LogEntry]
    /// The lines that are new.
    var lines: [LogEntry]
    /// What a reader should know.
    var notes: [String] = []
  }

  private let client: LokiClient
  private let query: LogQuery
  /// The most that a question for more takes.
  private let deadline: Duration
  /// What is known of the lines before.
  private var joiner: TraceJoiner

  init(_ client: LokiClient, _ query: LogQuery, deadline: Duration) {
    self.client = client
    self.query = query
    self.deadline = deadline
    joiner = TraceJoiner(client.settings.scanner)
  }

  /// Makes entries of the next lines.
  ///
  /// - Parameters:
  ///   - lines: Ascending, each as the server keeps it.
  ///   - isNew: Whether a line is wanted; asked once for each.
  /// - Returns: What was made.
  mutating func make(of lines: [LogEntry], where isNew: (LogKey) -> Bool) async -> Made {
    var new: Set<LogKey> = []
    let fresh = lines.filter { line in
      let key = LogKey(line)
      return isNew(key) && new.insert(key).inserted
    }
    guard query.isFiltered else {
      // Lines that are known may be followed by others.
      return Made(entries: joiner.join(lines, where: new.contains), lines: fresh)
    }
    guard !fresh.isEmpty else { return Made(entries: [], lines: []) }
    var stretches = stretches(around: fresh)
    var made = Made(entries: fresh, lines: fresh)
    if stretches.count > Self.mostStretches {
      made.notes.append("not all stack traces were read: too many lines may have one")
      stretches.removeFirst(stretches.count - Self.mostStretches)
    }
    var traces: [LogEntry] = []
    for stretch in stretches {
      do throws(SourceError) {
        traces += try await self.traces(in: stretch)
      } catch {
        made.notes.append("not all stack traces were read: \(error.headline)")
        break
      }
    }
    made.entries = Self.replacing(fresh, by: traces)
    return made
  }

  private func stretches(around lines: [LogEntry]) -> [Stretch] {
    guard let matcher = try? LogMatcher(query.logQL == nil ? query.filter : LogFilter()) else {
      return []
    }
    var stretches: [Stretch] = []
    var places: [LabelSet: Int] = [:]
    for (place, line) in lines.enumerated()
    where line.facts.form == .plain && line.facts.headCount == 0 {
      let goesOn = TraceFollower.goesOn(line.line)
      guard goesOn || line.mayHaveTrace, matcher.matches(line) else { continue }
      if query.keepsTraces, !goesOn, !Self.isFollowed(place, lines) { continue }
      let start = goesOn ? line.timestamp - Self.reach : line.timestamp
      let end = line.timestamp + Self.reach
      if let last = places[line.stream], stretches[last].end >= start {
        stretches[last].end = end
      } else {
        places[line.stream] = stretches.count
        stretches.append(Stretch(stream: line.stream, start: start, end: end))
      }
    }
    return stretches
  }

  /// Whether the next line of the same stream goes on with a line.
  private static func isFollowed(_ place: Int, _ lines: [LogEntry]) -> Bool {
    let next = lines[(place + 1)...].first { $0.stream == lines[place].stream }
    return next.map { TraceFollower.goesOn($0.line) } ?? false
  }

  /// The stack traces of a stretch.
  private func traces(in stretch: Stretch) async throws(SourceError) -> [LogEntry] {
    let selector = stretch.stream.labels.filter { $0.name != "__stream_shard__" }
      .map { LabelMatcher($0.name, .equal, $0.value) }
    let question = LogPageQuery(
      LogQuery(selector: selector),
      from: stretch.start,
      to: stretch.end,
      direction: .forward,
      limit: Self.linesOfStretch,
      deadline: deadline
    )
    var joiner = TraceJoiner(client.settings.scanner)
    let lines = try await client.linesPage(question).value.entries
    return joiner.join(lines).filter { !$0.parts.isEmpty }
  }

  /// The lines with whole traces in the place of those that are parts of them.
  private static func replacing(_ lines: [LogEntry], by traces: [LogEntry]) -> [LogEntry] {
    guard !traces.isEmpty else { return lines }
    let known = Set(lines.map { LogKey($0) })
    let wanted = traces.filter { $0.parts.contains(where: known.contains) }
    let parts = Set(wanted.flatMap(\.parts))
    let entries = lines.filter { !parts.contains(LogKey($0)) } + wanted
    return entries.enumerated().sorted {
      ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset)
    }.map(\.element)
  }
}

extension LogQuery {
  /// Whether lines are left out that stand between others of their stream.
  fileprivate var isFiltered: Bool {
    if let logQL { return !logQL.trimmingBlanks.hasSuffix("}") }
    return filter.conditions.contains { condition in
      if case .label = condition { false } else { true }
    }
  }

  /// Whether what a server leaves out are no lines of traces: their level is unknown.
  fileprivate var keepsTraces: Bool {
    logQL == nil
      && filter.conditions.allSatisfy { condition in
        switch condition {
        case .label, .level: true
        case .contains, .matches, .field, .number, .correlation, .requests: false
        }
      }
  }
}

extension LogEntry {
  /// Whether lines of a stack trace may follow: programs write them behind what went wrong.
  fileprivate var mayHaveTrace: Bool {
    if let level = facts.level { return level >= .warning }
    var follower = TraceFollower()
    _ = follower.follows(line)
    return follower.isInTrace
  }
}

extension String {
  fileprivate var trimmingBlanks: Substring {
    var text = self[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
