package import Logs
package import Telemetry

/// Reads log lines out of files and pipes: JSON lines, logfmt and plain text, mixed as they come.
///
/// A file may be rotated, cut off, deleted and come again, and names may be patterns to which files
/// are added; what follows is told by marks. Invalid UTF-8 stays as it is.
package struct LogFileSource: LogSource {
  /// How often files are looked at: as often as a tail is drawn, and not once a line.
  static let rhythm = Duration.milliseconds(250)
  /// The same while so much comes in that a pipe would be full at the next look, and its writer wait.
  private static let quickRhythm = Duration.milliseconds(10)
  /// From how many bytes in one look on that is; a pipe holds 64 KiB.
  private static let quickBytes = 16 << 10

  private let names: LogFileNames
  private let readers: LogFileReaders
  private let includesUnfinished: Bool
  private let pipes = LogPipes()
  private let sleep: @Sendable (Duration) async throws -> Void
  private let now: @Sendable () -> Timestamp

  /// Nothing is read yet.
  ///
  /// - Parameters:
  ///   - patterns: Names and patterns of files, as the shell knows them; `-` is standard input.
  ///   - scanner: Reads lines.
  ///   - zones: Which clocks write times without a zone.
  ///   - includesUnfinished: Whether a last line without an end belongs to pages; of a file that is
  ///     being written it is not a line yet.
  ///   - standardInput: The descriptor that `-` stands for.
  ///   - clock: Waits between two looks at the files.
  ///   - now: The wall clock, for lines that have no time.
  package init(
    _ patterns: [FileName],
    scanner: LineScanner = LineScanner(),
    zones: LogZones = LogZones(),
    includesUnfinished: Bool = false,
    standardInput: Int32 = 0,
    clock: some Clock<Duration>,
    now: @escaping @Sendable () -> Timestamp
  ) {
    names = LogFileNames(patterns: patterns, standardInput: standardInput)
    readers = LogFileReaders(
      scanner: scanner,
      arrivals: LogFileArrivals(),
      zones: LogFileZones(zones)
    )
    self.includesUnfinished = includesUnfinished
    sleep = { try await clock.sleep(for: $0) }
    self.now = now
  }

  /// One page of history; of pipes what was read while somebody followed.
  ///
  /// - Parameter query: The page.
  /// - Returns: The page.
  /// - Throws: `SourceError` where no file can be read.
  @concurrent
  package func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
    let (files, problems) = try openFiles()
    var page = try LogFilePage(
      query: query,
      matcher: try matcher(query.query),
      files: files.map { ($0, readers.stamps($0)) },
      pipes: pipes,
      includesUnfinished: includesUnfinished
    ).read()
    page.notes = problems + files.compactMap { readers.zones.takeNote($0.identity) }
    return Answer(page)
  }

  /// Lines from a moment on; returns where there were pipes alone and all have ended.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - start: The first moment wanted of what is there already.
  ///   - known: Lines that the caller has already.
  ///   - deliver: Takes news.
  /// - Throws: `SourceError.cancelled`, or where the query cannot be understood.
  @concurrent
  package func follow(
    _ query: LogQuery,
    from start: Timestamp,
    known: [LogKey],
    _ deliver: @escaping @Sendable (LogNews) -> Void
  ) async throws(SourceError) {
    let matcher = try matcher(query)
    var tails = LogFileTails(
      names,
      readers,
      pipes,
      LogFileStart(start, known: known)
    )
    var pause = Self.rhythm
    while !Task.isCancelled {
      var bytes = 0
      for news in tails.look(now: now()) {
        guard case .entries(let entries) = news else {
          deliver(news)
          continue
        }
        bytes = entries.reduce(bytes) { $0 + $1.line.count + 1 }
        let matching = entries.filter { matcher.matches($0) }
        if !matching.isEmpty { deliver(.entries(matching)) }
      }
      if tails.isEnded {
        deliver(.status(.ended))
        return
      }
      pause = bytes < Self.quickBytes ? min(Self.rhythm, pause * 2) : Self.quickRhythm
      do { try await sleep(pause) } catch { throw .cancelled }
    }
    throw .cancelled
  }

  /// Lines by level; reads the files back to the start of the stretch.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - start: The first moment, inclusive.
  ///   - end: The end, exclusive.
  ///   - step: The width of the intervals, which begin at multiples of it.
  ///   - deadline: Not needed: nothing else is waited for.
  /// - Returns: The counts.
  /// - Throws: `SourceError` where no file can be read.
  @concurrent
  package func levelCounts(
    _ query: LogQuery,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[LevelCount]> {
    guard step > .zero else { return Answer([]) }
    var counter = LevelCounter(step: step)
    var next: LogPageQuery? = LogPageQuery(
      query,
      from: start,
      to: end,
      limit: 10_000,
      deadline: deadline
    )
    while let query = next {
      let page = try await page(query).value
      for entry in page.entries { counter.add(entry) }
      next = page.next
    }
    return Answer(counter.intervals)
  }

  /// That no file is there.
  static func nothing(_ names: LogFileNames) -> SourceError {
    let patterns = names.patterns.map { "'\($0)'" }.joined(separator: ", ")
    return .misconfigured("no file matches \(patterns)")
  }

  private func openFiles() throws(SourceError) -> (files: [LogFile], problems: [String]) {
    var files: [LogFile] = []
    var problems: [SourceError] = []
    let paths = names.paths()
    for path in paths where path != "-" {
      do throws(SourceError) {
        let file = try LogFile(path: path)
        if let objection = file.status?.objection { throw LogFile.problem(path, objection) }
        let isKnown = files.contains { $0.identity == file.identity }
        if file.status?.isRegular == true, !isKnown { files.append(file) }
      } catch {
        problems.append(error)
      }
    }
    problems += names.packed()
    if paths.isEmpty, problems.isEmpty { throw Self.nothing(names) }
    if files.isEmpty, let problem = problems.first { throw problem }
    return (files, problems.map(\.headline))
  }

  private func matcher(_ query: LogQuery) throws(SourceError) -> LogMatcher {
    var filter = query.filter
    filter.conditions += query.selector.map { .label($0) }
    do throws(LogFilterProblem) {
      return try LogMatcher(filter)
    } catch {
      throw .misconfigured(error.message)
    }
  }
}
