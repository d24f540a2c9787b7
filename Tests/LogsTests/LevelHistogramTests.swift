import Logs
import Telemetry
import Testing

/// Lines by level over intervals.
@Suite struct LevelHistogramTests {
  private func entry(_ seconds: Int64, _ level: LogLevel?) -> LogEntry {
    LogEntry(
      timestamp: Timestamp(milliseconds: seconds * 1000),
      line: Array("\(seconds) \(level.map(\.name) ?? "")".utf8),
      facts: LineFacts(level: level)
    )
  }

  private let ring: LogRing = {
    var ring = LogRing()
    for second in [1, 9, 11, 12, 25] as [Int64] {
      _ = ring.insert([
        LogEntry(
          timestamp: Timestamp(milliseconds: second * 1000),
          line: Array("line \(second)".utf8),
          facts: LineFacts(level: second == 12 ? nil : second > 10 ? .error : .info)
        )
      ])
    }
    return ring
  }()

  @Test func everyIntervalIsThereAndCountsItsLines() {
    let counts = LevelHistogram.counts(
      of: ring,
      from: Timestamp(milliseconds: 3000),
      to: Timestamp(milliseconds: 40_000),
      step: .seconds(10)
    )
    #expect(counts.map(\.start.milliseconds) == [0, 10_000, 20_000, 30_000])
    #expect(counts.map(\.lines) == [[.info: 2], [.error: 1, nil: 1], [.error: 1], [:]])
  }

  @Test func anIndexChoosesWhatCounts() throws {
    var index = LogIndex(try LogMatcher(LogFilter(parsing: "1")), of: ring)
    _ = index.examine(ring, atMost: 100)
    let counts = LevelHistogram.counts(
      of: ring,
      index,
      from: Timestamp(milliseconds: 0),
      to: Timestamp(milliseconds: 30_000),
      step: .seconds(10)
    )
    #expect(counts.map(\.lines) == [[.info: 1], [.error: 1, nil: 1], [:]])
  }

  @Test func nextAndPreviousOfALevelAreFound() {
    let errors = { (entry: LogEntry) in entry.facts.level.map { $0 >= .error } ?? false }
    #expect(ring.next(after: ring[0].id, where: errors) == ring[2].id)
    #expect(ring.next(after: ring[2].id, where: errors) == ring[4].id)
    #expect(ring.next(after: ring[4].id, where: errors) == nil)
    #expect(ring.previous(before: ring[4].id, where: errors) == ring[2].id)
    #expect(ring.previous(before: ring[2].id, where: errors) == nil)
  }
}
