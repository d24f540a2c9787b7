package import Telemetry

/// All lines of one correlation ID in order of time: what happened to a request, where, and how
/// long it took.
package struct RequestStory: Hashable, Sendable {
  /// One line of the story.
  package struct Step: Hashable, Sendable {
    /// The line.
    package let entry: LogEntry
    /// The service that wrote it; `nil` where nothing says so.
    package let service: String?
    /// The event.
    package let message: String
    /// The time since the first line.
    package let elapsed: Duration
    /// The time since the line before; zero for the first.
    package let gap: Duration
    /// Whether that gap is one of those in which the request spent its time.
    package let isGapLong: Bool
  }

  /// The part of one service.
  package struct Part: Hashable, Sendable {
    /// The service; `nil` for the lines that name none.
    package let service: String?
    /// The time from the first line of the story to the first of the service.
    package let first: Duration
    /// The time from the first line of the story to the last of the service.
    package let last: Duration
    /// How many lines it wrote.
    package let lines: Int
    /// The worst level of them; `nil` where none has one.
    package let worst: LogLevel?
  }

  /// The ID.
  package let id: String
  /// When the first line was written.
  package let start: Timestamp
  /// The lines in order of time; at least one.
  package let steps: [Step]
  /// The services in the order in which they first wrote.
  package let parts: [Part]
  /// The time from the first line to the last.
  package let span: Duration
  /// The worst level; `nil` where no line has one.
  package let worst: LogLevel?
  /// The request and its outcome, as the lines say.
  package let request: RequestFacts

  /// Tells a story.
  ///
  /// Clocks of services differ, so that lines may seem to come before what caused them; the order
  /// is that of the times all the same. Returns `nil` without lines.
  ///
  /// - Parameters:
  ///   - id: The ID.
  ///   - entries: Its lines in any order; equal times keep theirs.
  ///   - table: The names of fields.
  package init?(id: String, _ entries: [LogEntry], table: LogFieldTable = .standard) {
    let ordered = entries.enumerated().sorted { left, right in
      (left.element.timestamp, left.offset) < (right.element.timestamp, right.offset)
    }.map(\.element)
    guard let first = ordered.first, let last = ordered.last else { return nil }
    let fields = ordered.map { LogFields($0, table: table) }
    self.id = id
    start = first.timestamp
    span = last.timestamp - first.timestamp
    worst = ordered.compactMap(\.facts.level).max()
    steps = Self.steps(ordered, fields, span)
    parts = Self.parts(steps)
    request = RequestFacts(fields)
  }

  private static func steps(
    _ entries: [LogEntry],
    _ fields: [LogFields],
    _ span: Duration
  ) -> [Step] {
    let gaps = entries.indices.map { index in
      index == 0 ? .zero : entries[index].timestamp - entries[index - 1].timestamp
    }
    let least = leastLongGap(gaps, span)
    return entries.indices.map { index in
      Step(
        entry: entries[index],
        service: fields[index].service,
        message: fields[index].message,
        elapsed: entries[index].timestamp - entries[0].timestamp,
        gap: gaps[index],
        isGapLong: gaps[index] >= least
      )
    }
  }

  /// A gap is long that takes a tenth of the whole and three times as long as is usual between
  /// these lines, or half of the whole; what lasts less than a millisecond never is.
  private static func leastLongGap(_ gaps: [Duration], _ span: Duration) -> Duration {
    let sorted = gaps.dropFirst().sorted()
    guard !sorted.isEmpty else { return .seconds(Int64.max) }
    let usual = sorted[(sorted.count - 1) / 2]
    return max(.milliseconds(1), min(max(span / 10, usual * 3), span / 2))
  }

  private static func parts(_ steps: [Step]) -> [Part] {
    var order: [String?] = []
    var byService: [String?: [Step]] = [:]
    for step in steps {
      if byService[step.service] == nil { order.append(step.service) }
      byService[step.service, default: []].append(step)
    }
    return order.compactMap { service in
      guard let steps = byService[service], let first = steps.first, let last = steps.last
      else { return nil }
      return Part(
        service: service,
        first: first.elapsed,
        last: last.elapsed,
        lines: steps.count,
        worst: steps.compactMap(\.entry.facts.level).max()
      )
    }
  }
}
