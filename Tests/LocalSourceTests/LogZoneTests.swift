import Glibc
import LocalSource
import Logs
import Telemetry
import TestSupport
import Testing

/// Times that name no zone: of this machine, of the clock that their arrival shows, or as it is set.
@Suite(.timeLimit(.minutes(20)))
struct LogZoneTests {
  /// New York, with the changes of 2026.
  static let newYork = ZoneOffsets(from: time("2025-12-01"), to: time("2027-01-01")) { moment in
    time("2026-03-08", hour: 7) <= moment && moment < time("2026-11-01", hour: 6)
      ? -14_400 : -18_000
  }

  private static func time(_ day: String, hour: Int = 0) -> Timestamp {
    (Timestamp(rfc3339: "\(day)T00:00:00Z") ?? moment(0)) + .seconds(3600 * hour)
  }

  @Test(arguments: [
    ("2026-07-01 12:00:00", "2026-07-01T16:00:00Z"),
    ("2026-12-01 12:00:00", "2026-12-01T17:00:00Z"),
    // One hour is left out, another is there twice.
    ("2026-03-08 01:59:59", "2026-03-08T06:59:59Z"),
    ("2026-03-08 03:00:00", "2026-03-08T07:00:00Z"),
    ("2026-11-01 00:59:59", "2026-11-01T04:59:59Z"),
    ("2026-11-01 01:30:00", "2026-11-01T05:30:00Z"),
    ("2026-11-01 02:00:00", "2026-11-01T07:00:00Z"),
  ])
  func aClockShowsTheOffsetOfItsDate(_ shown: String, _ expected: String) {
    let scanner = LineScanner(zone: Self.newYork)
    let arrival = Self.time("2026-12-24")
    let found = scanner.facts(of: Array("\(shown) ERROR x".utf8), arrival: arrival).timestamp
    #expect(found.map { CivilTime($0).rfc3339 } == expected)
  }

  @Test func anHourThatIsThereTwiceIsTheOneInWhichALineCame() {
    let scanner = LineScanner(zone: Self.newYork)
    for hour in [5, 6] {
      let arrival = Self.time("2026-11-01", hour: hour) + .seconds(1801)
      let line = Array("2026-11-01 01:30:00 x".utf8)
      let found = scanner.facts(of: line, arrival: arrival).timestamp
      #expect(found == arrival - .seconds(1))
    }
  }

  private func source(
    _ logs: LogFolder,
    _ name: String,
    _ zones: LogZones,
    now: Timestamp = moment(2_000_000_000)
  ) -> LogFileSource {
    let clock = logs.clock
    return LogFileSource(
      [FileName(logs.folder.file(name))],
      zones: zones,
      clock: clock,
      now: { now + clock.now.offset }
    )
  }

  /// Writes a file that was changed last at a moment.
  private func write(
    _ text: String,
    to name: String,
    in logs: LogFolder,
    at changed: Timestamp
  ) throws {
    try logs.folder.write(text, to: name)
    let time = timespec(tv_sec: Int(changed.seconds), tv_nsec: 0)
    let times = [time, time]
    guard utimensat(AT_FDCWD, logs.folder.file(name), times, 0) == 0 else {
      throw SystemFailure("utimensat")
    }
  }

  @Test(arguments: [
    // Written in the local zone, in UTC by a container, in Kolkata, and long before it was changed.
    ("2026-12-01 07:00:00", "2026-12-01T12:00:00Z", false),
    ("2026-12-01 12:00:00", "2026-12-01T12:00:00Z", true),
    ("2026-12-01 17:30:00", "2026-12-01T12:00:00Z", true),
    ("2026-11-20 09:17:00", "2026-11-20T14:17:00Z", false),
  ])
  func theLastLineOfAFileShowsItsClock(
    _ shown: String,
    _ expected: String,
    _ isSaid: Bool
  ) async throws {
    let logs = try LogFolder()
    let changed = Self.time("2026-12-01", hour: 12) + .seconds(2)
    try write("\(shown) ERROR x\n\tat y\n", to: "app.log", in: logs, at: changed)
    let source = source(logs, "app.log", LogZones(local: Self.newYork))
    let page = try await source.page(question()).value
    #expect(page.entries.map { CivilTime($0.timestamp).rfc3339 } == [expected])
    #expect(page.notes.contains { $0.contains("logs.time_zone") } == isSaid)
    #expect(try await source.page(question()).value.notes.isEmpty)
  }

  @Test func aZoneThatIsSetCountsWhateverTheFileShows() async throws {
    let logs = try LogFolder()
    let changed = Self.time("2026-12-01", hour: 12) + .seconds(2)
    try write("2026-12-01 12:00:00 x\n", to: "app.log", in: logs, at: changed)
    let zones = LogZones(local: .utc, set: [("*.txt", .utc), ("*.log", ZoneOffsets(3600))])
    let page = try await source(logs, "app.log", zones).page(question()).value
    #expect(page.entries.map { CivilTime($0.timestamp).rfc3339 } == ["2026-12-01T11:00:00Z"])
    #expect(page.notes.isEmpty)
  }

  @Test func linesThatComeLiveShowTheirClock() async throws {
    let logs = try LogFolder()
    try logs.folder.write("", to: "app.log")
    let now = Self.time("2026-12-01", hour: 12)
    let source = source(logs, "app.log", LogZones(local: Self.newYork), now: now)
    let rig = try FollowRig(logs)
    try await rig.run(source) {
      try await rig.until { !$0.isEmpty }
      try logs.append("2026-12-01 12:00:01 ERROR x\n", to: "app.log")
      try await rig.until { $0.contains { if case .entries = $0 { true } else { false } } }
    }
    var times: [String] = []
    var reasons: [String] = []
    for piece in rig.news.value {
      if case .entries(let entries) = piece {
        times += entries.map { CivilTime($0.timestamp).rfc3339 }
      }
      if case .mark(let mark) = piece { reasons.append(mark.reason) }
    }
    #expect(times == ["2026-12-01T12:00:01Z"])
    #expect(reasons.count == 1 && reasons[0].contains("are read as UTC"))
  }

  @Test func whereALineSaysNoTimeTheEntrySaysSo() async throws {
    let logs = try LogFolder()
    try logs.folder.write("first\n2026-12-01T12:00:00Z INFO x\nsecond\n", to: "app.log")
    let page = try await source(logs, "app.log", LogZones()).page(question(.forward)).value
    let origins = page.entries.map { ($0.text, $0.facts.time) }
    #expect(origins.first { $0.0 == "first" }?.1 == .unknown)
    #expect(origins.first { $0.0 == "second" }?.1 == .lineBefore)
    #expect(origins.first { $0.0.contains("INFO") }?.1 == .written)
  }
}
