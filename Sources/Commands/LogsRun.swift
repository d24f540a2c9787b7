import Logs
import Synchronization
import Telemetry

/// Pages through the lines that are wanted, prints them in order, and follows where that is asked.
struct LogsRun {
  /// The lines of a page; a server that gives fewer says so itself.
  private static let page = 5000
  /// Lines before following, where nothing says how many.
  private static let linesBeforeFollowing = 10
  /// Lines come late: following begins so long before the last one.
  private static let overlap = Duration.seconds(10)
  /// How often it is looked whether anybody reads.
  private static let glance = Duration.milliseconds(500)

  /// Asks for pages of the past, and knows who keeps the lines.
  var asker: LogsPages
  let query: LogQuery
  let search: LogsSearch
  let printer: LogsPrinter
  /// The most lines; `nil` for all.
  let limit: Int?
  let isFollowing: Bool
  /// Whether all lines come out of a pipe: once, until it ends.
  let isPipe: Bool
  /// Whether the stretch was asked for, so that all of it comes before following.
  let isStretchNamed: Bool
  /// When it began.
  let now: Timestamp
  /// The most that a page may take.
  let deadline: Duration
  /// Notes on pages already reported.
  var noted: Set<String> = []

  /// Prints everything.
  ///
  /// - Throws: `SourceError`.
  mutating func run() async throws(SourceError) {
    let last = try await past()
    guard isFollowing, !printer.isClosed else { return }
    if isPipe, let limit {
      try await whileRead { [self] () async throws(SourceError) in try await newestOfPipe(limit) }
      return
    }
    let start = followStart(after: last)
    let known = last.filter { $0.timestamp >= start }.flatMap(\.keys)
    printer.note(last)
    try await whileRead { [asker, query, printer, search] () async throws(SourceError) in
      try await asker.source.follow(query, from: start, known: known) { news in
        guard case .entries(let entries) = news else {
          printer.print(news)
          return
        }
        printer.print(.entries(entries.filter { search.holds($0.timestamp) }))
      }
    }
  }

  /// Where following begins: so early that what comes late is found, and not before the lines that were
  /// left out.
  private func followStart(after last: [LogEntry]) -> Timestamp {
    guard let first = last.first, let newest = last.last else {
      return search.followStart(now: now)
    }
    let start = newest.timestamp - Self.overlap
    guard let count = pastCount, last.count >= count else { return start }
    return max(start, first.timestamp + .nanoseconds(1))
  }

  /// How many lines of the past are wanted; `nil` for all.
  private var pastCount: Int? {
    limit ?? (isFollowing && !isStretchNamed ? Self.linesBeforeFollowing : nil)
  }

  /// Works until done or the reader has gone; without lines, no write would notice that.
  private func whileRead(
    _ work: @escaping @Sendable () async throws(SourceError) -> Void
  ) async throws(SourceError) {
    typealias End = Result<Void, SourceError>
    let result = await withTaskGroup(of: End.self) { [asker, printer] group in
      group.addTask {
        do throws(SourceError) { return .success(try await work()) } catch {
          return .failure(error)
        }
      }
      group.addTask {
        while !printer.isClosed {
          do { try await asker.pause(Self.glance) } catch { return .failure(.cancelled) }
        }
        return .success(())
      }
      defer { group.cancelAll() }
      return await group.next() ?? .success(())
    }
    try result.get()
  }

  /// Prints the last lines of a pipe, which are known when it has ended.
  private func newestOfPipe(_ count: Int) async throws(SourceError) {
    let kept = Mutex<[LogEntry]>([])
    try await asker.source.follow(query, from: search.stretch.start, known: []) {
      [printer, search] news in
      guard case .entries(let entries) = news else { return }
      let matching = printer.matching(entries).filter { search.holds($0.timestamp) }
      kept.withLock { $0 = Array(($0 + matching).suffix(count)) }
    }
    printer.print(kept.withLock(\.self))
  }

  /// Prints the past; gives its last lines.
  private mutating func past() async throws(SourceError) -> [LogEntry] {
    let count = pastCount
    if search.earlier.isEmpty, count == nil { return try await all() }
    let entries = try await newest(count ?? .max)
    printer.endProgress()
    printer.print(entries)
    return entries
  }

  /// The newest lines of the first stretch that has any; those of a request with what lies right
  /// before.
  private mutating func newest(_ count: Int) async throws(SourceError) -> [LogEntry] {
    var stretch = search.stretch
    var rest = search.earlier[...]
    var entries = try await newest(count, of: stretch)
    while !search.earlier.isEmpty, entries.count < count, !printer.isClosed {
      if let oldest = entries.first?.timestamp {
        guard let before = CorrelationSearch.neighbour(of: stretch, oldest: oldest) else { break }
        stretch = before
      } else if let earlier = rest.popFirst() {
        printer.progress(
          "no lines since \(CivilTime(stretch.start).rfc3339), searching further back"
        )
        stretch = earlier
      } else {
        break
      }
      entries = try await newest(count - entries.count, of: stretch) + entries
    }
    return entries
  }

  /// The newest lines of a stretch, which have to be together before the first one is printed.
  private mutating func newest(
    _ count: Int,
    of stretch: Stretch
  ) async throws(SourceError) -> [LogEntry] {
    var pages: [[LogEntry]] = []
    var found = 0
    var next: LogPageQuery? = question(stretch, .backward, limit: min(count, Self.page))
    while let query = next, found < count, !printer.isClosed {
      let page = try await asker.page(query)
      let matching = printer.matching(page.entries).suffix(count - found)
      if !matching.isEmpty { pages.append(Array(matching)) }
      found += matching.count
      next = page.next
      // Where few lines of a page are wanted, small pages would be many.
      next?.limit = min(Self.page, query.limit * 4)
      note(page, found)
    }
    return pages.reversed().flatMap { $0 }
  }

  /// All lines, printed page by page.
  private mutating func all() async throws(SourceError) -> [LogEntry] {
    var last: [LogEntry] = []
    var next: LogPageQuery? = question(search.stretch, .forward, limit: Self.page)
    while let query = next, !printer.isClosed {
      let page = try await asker.page(query)
      let matching = printer.matching(page.entries)
      printer.print(matching)
      last = Array((last + matching).suffix(Self.page))
      next = page.next
      note(page, printer.printed)
    }
    printer.endProgress()
    return last
  }

  private mutating func note(_ page: LogPage, _ found: Int) {
    for note in page.notes where noted.insert(note).inserted { printer.complain(note) }
    guard let last = page.entries.last else { return }
    printer.progress("\(found) lines, at \(CivilTime(last.timestamp).rfc3339)")
  }

  private func question(
    _ stretch: Stretch,
    _ direction: LogPageQuery.Direction,
    limit: Int
  ) -> LogPageQuery {
    LogPageQuery(
      query,
      from: stretch.start,
      to: stretch.end,
      direction: direction,
      limit: limit,
      deadline: deadline
    )
  }
}

extension LogsSearch {
  /// Where following begins when the past has no line.
  fileprivate func followStart(now: Timestamp) -> Timestamp {
    max(stretch.start, now - .seconds(60))
  }
}
