import Glibc
import LocalSource
import Logs
import Telemetry
import TestSupport
import Testing

/// A folder with log files, and a source that reads them by a clock that stands still.
struct LogFolder {
  let folder: TemporaryFolder
  let clock = ManualClock()

  init() throws {
    folder = try TemporaryFolder()
  }

  func source(_ names: String..., includesUnfinished: Bool = false) -> LogFileSource {
    let clock = clock
    return LogFileSource(
      names.map { FileName(folder.file($0)) },
      includesUnfinished: includesUnfinished,
      clock: clock,
      now: { moment(1_000_000) + clock.now.offset }
    )
  }

  /// Adds text to a file.
  func append(_ text: String, to name: String) throws {
    guard let stream = fopen(folder.file(name), "a") else { throw SystemFailure("open") }
    defer { fclose(stream) }
    fputs(text, stream)
  }
}

func moment(_ seconds: Int) -> Timestamp { Timestamp(milliseconds: Int64(seconds) * 1000) }

/// JSON lines at seconds, as structlog writes them.
func lines(_ seconds: some Sequence<Int>) -> String {
  seconds.map { "{\"timestamp\": \"\(CivilTime(moment($0)).rfc3339)\", \"event\": \"e\($0)\"}\n" }
    .joined()
}

extension LogEntry {
  var text: String { String(decoding: line, as: UTF8.self) }
  var second: Int { Int(timestamp.seconds) }
}

func question(
  from start: Int = 0,
  to end: Int = 4_000_000_000,
  _ direction: LogPageQuery.Direction = .backward,
  limit: Int = 100
) -> LogPageQuery {
  LogPageQuery(
    LogQuery(),
    from: moment(start),
    to: moment(end),
    direction: direction,
    limit: limit,
    deadline: .seconds(1)
  )
}

@Suite(.timeLimit(.minutes(20)))
struct LogFileSourceTests {
  @Test func theNewestPageComesFirstAndIsAscending() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines(100..<110), to: "app.log")
    let source = logs.source("app.log")
    let page = try await source.page(question(limit: 4)).value
    #expect(page.entries.map(\.second) == [106, 107, 108, 109])
    #expect(page.entries[0].stream["filename"] == logs.folder.file("app.log"))
    #expect(page.entries[0].stream["job"] == "app")
    let next = try await source.page(try #require(page.next)).value
    #expect(next.entries.map(\.second) == [102, 103, 104, 105])
    let last = try await source.page(try #require(next.next)).value
    #expect(last.entries.map(\.second) == [100, 101])
    #expect(last.next == nil)
  }

  @Test(arguments: [LogPageQuery.Direction.backward, .forward])
  func pagesOfSeveralFilesNeitherDoubleNorSkip(direction: LogPageQuery.Direction) async throws {
    let logs = try LogFolder()
    // Equal times in both files, and several lines of one time.
    try logs.folder.write(lines((0..<300).map { 1000 + $0 / 3 }), to: "a.log")
    try logs.folder.write(lines((0..<200).map { 1000 + $0 / 2 }), to: "b.log")
    let source = logs.source("*.log")
    var seconds: [Int] = []
    var next: LogPageQuery? = question(direction, limit: 7)
    while let query = next {
      let page = try await source.page(query).value
      #expect(page.entries.count <= 7)
      let found = page.entries.map(\.second)
      seconds = direction == .backward ? found + seconds : seconds + found
      next = page.next
    }
    #expect(seconds == (0..<500).map { 1000 + $0 / 5 })
  }

  @Test func aStretchBeginsInclusiveAndEndsExclusive() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines(0..<100), to: "app.log")
    let source = logs.source("app.log")
    for direction in [LogPageQuery.Direction.backward, .forward] {
      let page = try await source.page(question(from: 20, to: 25, direction)).value
      #expect(page.entries.map(\.second) == [20, 21, 22, 23, 24])
      #expect(page.next == nil)
    }
  }

  @Test func aStretchInAnHourOfAMillionLinesIsFoundWithoutReadingAll() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines(0..<60_000), to: "app.log")
    let source = logs.source("app.log")
    for direction in [LogPageQuery.Direction.backward, .forward] {
      let page = try await source.page(question(from: 30_000, to: 30_003, direction)).value
      #expect(page.entries.map(\.second) == [30_000, 30_001, 30_002])
    }
  }

  @Test func aLineWithoutATimeHasThatOfTheLineBefore() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines([10]) + "one\ntwo\nthree\n" + lines([20]), to: "app.log")
    let source = logs.source("app.log")
    for direction in [LogPageQuery.Direction.backward, .forward] {
      let page = try await source.page(question(direction)).value
      #expect(page.entries.map(\.second) == [10, 10, 10, 10, 20])
      #expect(page.entries.map(\.text)[3...].first == "three")
    }
  }

  @Test func linesWithoutAnyTimeAreAsOldAsTheFile() async throws {
    let logs = try LogFolder()
    let path = try logs.folder.write("one\r\n\ntwo\n", to: "plain.txt")
    var times = [timeval(tv_sec: 5000, tv_usec: 0), timeval(tv_sec: 5000, tv_usec: 0)]
    utimes(path, &times)
    let page = try await logs.source("plain.txt").page(question()).value
    #expect(page.entries.map(\.text) == ["one", "two"])
    #expect(page.entries.map(\.second) == [5000, 5000])
  }

  @Test func aLastLineWithoutAnEndIsOneOnlyWhereNobodyWrites() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines([1]) + "half", to: "app.log")
    let growing = try await logs.source("app.log").page(question()).value
    #expect(growing.entries.map(\.second) == [1])
    for direction in [LogPageQuery.Direction.backward, .forward] {
      let done = try await logs.source("app.log", includesUnfinished: true)
        .page(question(direction)).value
      #expect(done.entries.map(\.text).last == "half")
    }
  }

  @Test func hostileBytesStayAsTheyAre() async throws {
    let logs = try LogFolder()
    let bytes: [UInt8] = [0xFF, 0xFE, 0x1B, 0x5B, 0x41, 0xC3]
    try logs.folder.write(bytes + [0x0A], to: "app.log")
    let page = try await logs.source("app.log").page(question()).value
    #expect(page.entries.map(\.line) == [bytes])
  }

  @Test func aLineThatIsTooLongIsCutWithAMark() async throws {
    let logs = try LogFolder()
    let long = String(repeating: "x", count: 3 << 20)
    try logs.folder.write("first\n\(long)\nlast\n", to: "app.log")
    for direction in [LogPageQuery.Direction.backward, .forward] {
      let page = try await logs.source("app.log").page(question(direction)).value
      #expect(page.entries.count == 3)
      let line = try #require(page.entries.dropFirst().first).text
      #expect(line.hasPrefix("xxxx"))
      #expect(line.hasSuffix("xxx [cut: the line is longer than 1 MiB]"))
      #expect(line.utf8.count < 1_048_700)
    }
  }

  @Test func whatIsCompressedIsNamed() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines([1]), to: "app.log")
    try logs.folder.write("\u{1F}", to: "app.log.1.gz")
    try logs.folder.write("(", to: "app.log.2.zst")
    let page = try await logs.source("app.log*").page(question()).value
    #expect(page.entries.map(\.second) == [1])
    #expect(page.notes.count == 2 && page.notes[0].contains("app.log.1.gz' is compressed"))
    await #expect(throws: SourceError.self) {
      try await logs.source("app.log.1.gz").page(question())
    }
  }

  @Test func filtersAndSelectorsAreMet() async throws {
    let logs = try LogFolder()
    try logs.folder.write(lines(0..<20), to: "a.log")
    try logs.folder.write(lines(0..<20), to: "b.log")
    let source = logs.source("*.log")
    var query = question()
    query.query.filter = LogFilter([.contains("\"e7\"", negated: false)])
    query.query.selector = [LabelMatcher("job", .equal, "b")]
    let page = try await source.page(query).value
    #expect(page.entries.map(\.second) == [7])
    #expect(page.entries.first?.stream["job"] == "b")
  }

  @Test func aFileThatIsNotThereIsNamed() async throws {
    let logs = try LogFolder()
    let path = logs.folder.file("no.log")
    await #expect(
      throws: SourceError.misconfigured("cannot read '\(path)': No such file or directory")
    ) { try await logs.source("no.log").page(question()) }
    try logs.folder.write(lines([1]), to: "app.log")
    let page = try await logs.source("no.log", "app.log").page(question()).value
    #expect(page.entries.count == 1)
    #expect(page.notes == ["cannot read '\(path)': No such file or directory"])
  }

  @Test func levelsAreCountedByInterval() async throws {
    let logs = try LogFolder()
    let text = """
      level=error time=1970-01-01T00:01:40Z msg=a
      level=info time=1970-01-01T00:01:41Z msg=b
      level=error time=1970-01-01T00:02:41Z msg=c

      """
    try logs.folder.write(text, to: "app.log")
    let counts = try await logs.source("app.log").levelCounts(
      LogQuery(),
      from: moment(0),
      to: moment(1000),
      step: .seconds(60),
      deadline: .seconds(1)
    ).value
    #expect(
      counts == [
        LevelCount(start: moment(60), lines: [.error: 1, .info: 1]),
        LevelCount(start: moment(120), lines: [.error: 1]),
      ]
    )
  }
}
