import Glibc
import LocalSource
import Logs
import Telemetry
import TestSupport
import Testing

/// Following files, by a clock that a test moves.
struct FollowRig {
  let logs: LogFolder
  let news = ScriptedState<[LogNews]>([])

  init(_ logs: LogFolder? = nil) throws {
    self.logs = try logs ?? LogFolder()
  }

  /// Follows beside a test.
  func run(
    _ source: LogFileSource,
    from start: Int = 0,
    known: [LogKey] = [],
    _ test: @escaping @Sendable () async throws -> Void
  ) async throws {
    let news = news
    try await withThrowingTaskGroup { group in
      group.addTask {
        do throws(SourceError) {
          try await source.follow(LogQuery(), from: moment(start), known: known) { piece in
            news.change { $0.append(piece) }
          }
        } catch {
          #expect(error == .cancelled)
        }
      }
      try await test()
      group.cancelAll()
    }
  }

  /// Moves the clock until news meet a condition and the follower sleeps, so that it does not look
  /// while the test goes on writing.
  func until(_ isMet: ([LogNews]) -> Bool) async throws {
    while true {
      try Task.checkCancellation()
      if let deadline = logs.clock.deadlines.first {
        guard !isMet(news.value) else { return }
        logs.clock.advance(to: deadline)
      } else if case .status(.ended)? = news.value.last, isMet(news.value) {
        return
      }
      await Task.yield()
    }
  }

  /// Moves the clock until no file is followed any more.
  func untilItIsForgotten() async throws {
    try await until { news in
      news.contains { if case .status(.broken) = $0 { true } else { false } }
    }
  }

  /// Moves the clock until there are lines with these texts in order, and nothing else.
  func untilTexts(_ texts: [String]) async throws {
    try await until { $0.texts.count >= texts.count }
    #expect(news.value.texts == texts)
  }
}

extension [LogNews] {
  var texts: [String] {
    flatMap { news in
      if case .entries(let entries) = news { entries.map(\.text) } else { [String]() }
    }
  }

  var reasons: [String] {
    compactMap { news in
      if case .mark(let mark) = news { mark.reason } else { nil }
    }
  }
}

@Suite(.timeLimit(.minutes(20)))
struct LogFileFollowTests {
  @Test func linesComeAsTheyAreWritten() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("old\n", to: "app.log")
    try await rig.run(rig.logs.source("app.log"), from: 1_999_999_999) {
      try await rig.until { $0.contains(.status(.live(.file))) }
      try rig.logs.append("one\ntwo\nhal", to: "app.log")
      try await rig.untilTexts(["one", "two"])
      try rig.logs.append("f\n", to: "app.log")
      try await rig.untilTexts(["one", "two", "half"])
    }
  }

  @Test func whatHistoryHasIsNotDeliveredAgain() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write(lines([10, 20, 20, 30]), to: "app.log")
    let source = rig.logs.source("app.log")
    let page = try await source.page(question(from: 20)).value
    #expect(page.entries.count == 3)
    // A line that is equal to known ones in time and text is a line all the same.
    try rig.logs.append(lines([20, 31]), to: "app.log")
    let texts = lines([20, 31]).split(separator: "\n").map(String.init)
    try await rig.run(source, from: 20, known: page.entries.map { LogKey($0) }) {
      try await rig.untilTexts(texts)
    }
  }

  @Test func aRotationLosesNothing() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("", to: "app.log")
    let path = rig.logs.folder.file("app.log")
    try await rig.run(rig.logs.source("app.log")) {
      try rig.logs.append("1\n", to: "app.log")
      try await rig.untilTexts(["1"])
      rename(path, path + ".1")
      try rig.logs.append("2\n", to: "app.log.1")
      try rig.logs.append("3\n", to: "app.log")
      try await rig.untilTexts(["1", "2", "3"])
      #expect(rig.news.value.reasons == ["'\(path)' was replaced by a new file"])
      // Whoever has the old file open may go on writing to it.
      try rig.logs.append("4\n", to: "app.log.1")
      try await rig.untilTexts(["1", "2", "3", "4"])
    }
  }

  @Test func aFileThatIsCutOffBeginsAnew() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("one\ntwo\n", to: "app.log")
    let path = rig.logs.folder.file("app.log")
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.untilTexts(["one", "two"])
      truncate(path, 0)
      try rig.logs.append("3\n", to: "app.log")
      try await rig.untilTexts(["one", "two", "3"])
      #expect(rig.news.value.reasons == ["'\(path)' was truncated"])
    }
  }

  /// The last line might have gone on in the next one: it is not lost with what was truncated.
  @Test func theLineBeforeAFileIsCutOffIsNotLost() async throws {
    let rig = try FollowRig()
    let path = try rig.logs.folder.write("", to: "app.log")
    let (news, clock) = (rig.news, rig.logs.clock)
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.until { !$0.isEmpty }
      try rig.logs.append("one\n", to: "app.log")
      // One look reads it, and the next one finds the file cut off.
      if let deadline = clock.deadlines.first { clock.advance(to: deadline) }
      while clock.deadlines.isEmpty { await Task.yield() }
      truncate(path, 0)
      try rig.logs.append("2\n", to: "app.log")
      try await rig.untilTexts(["one", "2"])
      #expect(news.value.reasons == ["'\(path)' was truncated"])
    }
  }

  /// As logrotate does it with `copytruncate`, under a pattern that takes the copy in.
  @Test func aCopyThatIsMadeBeforeAFileIsCutOffComesOnce() async throws {
    let rig = try FollowRig()
    let first = lines([10, 20, 30])
    try rig.logs.folder.write(first, to: "app.log")
    let path = rig.logs.folder.file("app.log")
    let texts = { @Sendable (text: String) in text.split(separator: "\n").map(String.init) }
    try await rig.run(rig.logs.source("app*")) {
      try await rig.untilTexts(texts(first))
      // What was written last has not been read when the file is cut off: only the copy has it.
      try rig.logs.folder.write(first + lines([40]), to: "app.log.1")
      truncate(path, 0)
      try rig.logs.append(lines([50]), to: "app.log")
      try await rig.untilTexts(texts(lines([10, 20, 30, 40, 50])))
      // The next copy, of which the half is there first.
      let second = lines([50, 60, 70])
      try rig.logs.append(lines([60, 70]), to: "app.log")
      try await rig.untilTexts(texts(lines([10, 20, 30, 40, 50, 60, 70])))
      try rig.logs.folder.write(String(second.dropLast(20)), to: "app-2.log")
      try rig.logs.folder.write("look\n", to: "apple")
      let seen = texts(lines([10, 20, 30, 40, 50, 60, 70])) + ["look"]
      try await rig.untilTexts(seen)
      try rig.logs.append(String(second.suffix(20)), to: "app-2.log")
      truncate(path, 0)
      try rig.logs.append(lines([90]), to: "app.log")
      try await rig.untilTexts(seen + texts(lines([90])))
    }
  }

  /// Files of two programs that begin alike are not copies.
  @Test func filesWithTheSameShortBeginningAreReadBoth() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("started\n", to: "app.log")
    try await rig.run(rig.logs.source("app*")) {
      try await rig.untilTexts(["started"])
      try rig.logs.folder.write("started\n", to: "app-worker.log")
      try await rig.untilTexts(["started", "started"])
      // Long ones that go on differently neither.
      let banner = String(repeating: "=", count: 80)
      try rig.logs.append("\(banner)\n1\n", to: "app-1.log")
      try await rig.untilTexts(["started", "started", banner, "1"])
      try rig.logs.folder.write("\(banner)\n2\n", to: "app-12.log")
      try await rig.untilTexts(["started", "started", banner, "1", banner, "2"])
    }
  }

  /// Cut off and longer than before by the next look: its size tells nothing.
  @Test func aFileThatWasWrittenAnewInPlaceIsNoticed() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("one\n", to: "app.log")
    let path = rig.logs.folder.file("app.log")
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.untilTexts(["one"])
      truncate(path, 0)
      try rig.logs.append("another\nlonger\n", to: "app.log")
      try await rig.untilTexts(["one", "another", "longer"])
    }
  }

  @Test func aFileThatWasWrittenAnewWithTheSameSizeIsNoticed() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("one\n", to: "app.log")
    let path = rig.logs.folder.file("app.log")
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.untilTexts(["one"])
      truncate(path, 0)
      try rig.logs.append("two\n", to: "app.log")
      // The system's clock for files has ticks of milliseconds.
      var times = [timeval(tv_sec: 7, tv_usec: 0), timeval(tv_sec: 7, tv_usec: 0)]
      utimes(path, &times)
      try await rig.untilTexts(["one", "two"])
    }
  }

  @Test func aFileThatComesLaterIsReadFromItsStart() async throws {
    let rig = try FollowRig()
    try await rig.run(rig.logs.source("*.log")) {
      try await rig.until { news in
        news.contains { if case .status(.broken) = $0 { true } else { false } }
      }
      try rig.logs.folder.write("a\n", to: "a.log")
      try await rig.untilTexts(["a"])
      try rig.logs.folder.write("b\n", to: "b.log")
      try await rig.untilTexts(["a", "b"])
      #expect(rig.news.value.contains(.status(.live(.file))))
      #expect(rig.news.value.reasons == [])
    }
  }

  @Test func aDeletedFileThatComesAgainIsFollowedAgain() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("a\n", to: "app.log")
    let path = rig.logs.folder.file("app.log")
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.untilTexts(["a"])
      unlink(path)
      try await rig.untilItIsForgotten()
      try rig.logs.folder.write("b\n", to: "app.log")
      try await rig.untilTexts(["a", "b"])
    }
  }

  /// A file system may give the new file the number that the deleted one had.
  @Test func aFileOfTheNumberThatADeletedOneHadIsFollowed() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("a\n", to: "app.log")
    let (path, kept) = (rig.logs.folder.file("app.log"), rig.logs.folder.file("kept"))
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.untilTexts(["a"])
      rename(path, kept)
      try await rig.untilItIsForgotten()
      try rig.logs.folder.write("b\n", to: "kept")
      rename(kept, path)
      try await rig.untilTexts(["a", "b"])
      #expect(rig.news.value.reasons.contains { $0.contains("was replaced by a new file") })
    }
  }

  @Test func linesOfSeveralFilesAreInOrderOfTime() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write(lines([1, 4]), to: "a.log")
    try rig.logs.folder.write(lines([2, 3]), to: "b.log")
    try await rig.run(rig.logs.source("*.log")) {
      try await rig.untilTexts(lines(1...4).split(separator: "\n").map(String.init))
    }
  }

  /// It looks again soon after it found something and less often when it did not.
  @Test func idleFilesAreLookedAtFourTimesASecond() async throws {
    let rig = try FollowRig()
    try rig.logs.folder.write("", to: "app.log")
    try await rig.run(rig.logs.source("app.log")) {
      try await rig.logs.clock.sleeper(until: .milliseconds(250))
      rig.logs.clock.advance(by: .milliseconds(250))
      try await rig.logs.clock.sleeper(until: .milliseconds(500))
    }
  }

  @Test func aNamedPipeIsReadToItsEnd() async throws {
    let rig = try FollowRig()
    let path = rig.logs.folder.file("pipe")
    mkfifo(path, 0o600)
    // Open for both, so that neither side waits for the other.
    let writer = open(path, O_RDWR)
    try await rig.run(rig.logs.source("pipe")) {
      _ = write(writer, "one\ntwo", 7)
      try await rig.untilTexts(["one"])
      close(writer)
      try await rig.untilTexts(["one", "two"])
      try await rig.until { $0.last == .status(.ended) }
    }
  }
  /// Whoever changes a filter follows anew: what came before must not be gone.
  @Test func whatAPipeHasSaidIsKeptForTheNextFollower() async throws {
    let rig = try FollowRig()
    let path = rig.logs.folder.file("pipe")
    mkfifo(path, 0o600)
    let writer = open(path, O_RDWR)
    defer { close(writer) }
    let source = rig.logs.source("pipe")
    try await rig.run(source) {
      _ = write(writer, "1\n2\n3\nhal", 9)
      try await rig.untilTexts(["1", "2", "3"])
    }
    let page = try await source.page(question(limit: 2)).value
    #expect(page.entries.map(\.text) == ["2", "3"])
    let next = try await source.page(try #require(page.next)).value
    #expect(next.entries.map(\.text) == ["1"])
    #expect(next.next == nil)
    rig.news.change { $0 = [] }
    try await rig.run(source, known: page.entries.map { LogKey($0) }) {
      _ = write(writer, "f\n", 2)
      try await rig.untilTexts(["1", "half"])
    }
  }
}
