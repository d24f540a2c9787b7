import Logs
import Telemetry
import TestSupport
import Testing

/// What of a ring meets a filter.
@Suite struct LogIndexTests {
  private func entry(_ time: Int, _ text: String) -> LogEntry {
    LogEntry(timestamp: Timestamp(nanoseconds: Int64(time)), line: Array(text.utf8))
  }

  private func matcher(_ text: String) throws -> LogMatcher {
    try LogMatcher(LogFilter([.contains(text, negated: false)]))
  }

  @Test func aNewFilterExaminesTheNewestFirstAndABoundedNumber() throws {
    var ring = LogRing()
    _ = ring.insert((0..<100).map { entry($0, $0 % 2 == 0 ? "even" : "odd") })
    var index = LogIndex(try matcher("even"), of: ring)
    #expect(index.count == 0 && !index.isComplete)
    let isDone = index.examine(ring, atMost: 10)
    #expect(!isDone)
    #expect(index.count == 5)
    #expect(index[0].timestamp == Timestamp(nanoseconds: 90))
    _ = index.take(ring.insert([entry(100, "even"), entry(20, "even late")]), from: ring)
    #expect(index.count == 6)
    let isDoneNow = index.examine(ring, atMost: 1000)
    #expect(isDoneNow)
    #expect(index.count == 52)
  }

  @Test func aTraceOfWhichMoreComesIsJudgedAgain() throws {
    var joiner = TraceJoiner(LineScanner())
    var ring = LogRing()
    var hits = LogIndex(try matcher("reset"), of: ring)
    let without = LogFilter([.contains("reset", negated: true)])
    var others = LogIndex(try LogMatcher(without), of: ring)
    for (lines, isHit) in [
      ([entry(1, "pay failed"), entry(2, "\tat a.B(C.java:1)")], false),
      ([entry(3, "Caused by: java.io.IOException: reset")], true),
    ] {
      let change = ring.insert(joiner.join(lines))
      #expect(change.repeated == 0)
      _ = hits.take(change, from: ring)
      _ = others.take(change, from: ring)
      #expect(hits.count == (isHit ? 1 : 0) && others.count == (isHit ? 0 : 1))
    }
    #expect(ring.count == 1)
    let whole = "pay failed\n\tat a.B(C.java:1)\nCaused by: java.io.IOException: reset"
    #expect(ring[0].entry?.line == Array(whole.utf8))
    #expect(ring.bytes > whole.utf8.count)
    // Fewer lines of it change nothing.
    #expect(ring.insert([entry(1, "pay failed")]).repeated == 1)
    #expect(ring[0].entry?.keys.count == 3)
  }

  @Test func nextAndPreviousWalkTheHits() throws {
    var ring = LogRing()
    _ = ring.insert((0..<10).map { entry($0, $0 % 3 == 0 ? "hit" : "miss") })
    var index = LogIndex(try matcher("hit"), of: ring, includesMarks: false)
    _ = index.examine(ring, atMost: 1000)
    #expect(index.count == 4)
    #expect(index.next(after: ring[0].id) == ring[3].id)
    #expect(index.next(after: ring[4].id) == ring[6].id)
    #expect(index.next(after: ring[9].id) == nil)
    #expect(index.previous(before: ring[9].id) == ring[6].id)
    #expect(index.previous(before: ring[0].id) == nil)
    #expect(index.contains(ring[6].id) && !index.contains(ring[5].id))
  }

  @Test(arguments: 0..<20)
  func itIsAlwaysWhatFilteringTheRingGives(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var ring = LogRing(maxCount: 300)
    var index = LogIndex(try matcher("a"), of: ring, includesMarks: seed % 2 == 0)
    var clock = 0
    for step in 0..<80 {
      clock += Int.random(in: 0...50, using: &random)
      let batch = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        entry(
          clock + Int.random(in: -100...50, using: &random),
          Bool.random(using: &random) ? "a" : "b"
        )
      }
      switch Int.random(in: 0...9, using: &random) {
      case 0:
        let mark = LogMark(at: Timestamp(nanoseconds: Int64(clock)), .changed, reason: "\(step)")
        _ = index.take(ring.insert(mark), from: ring)
      case 1:
        let page = batch.sorted { $0.timestamp < $1.timestamp }
        let makesRoom = Bool.random(using: &random)
        _ = index.take(ring.insertHistory(page, makingRoomBelow: makesRoom), from: ring)
      case 2:
        index = LogIndex(try matcher("b"), of: ring, includesMarks: index.includesMarks)
      default:
        _ = index.take(ring.insert(batch), from: ring)
      }
      if Bool.random(using: &random) { _ = index.examine(ring, atMost: 50) }
    }
    var isComplete = false
    while !isComplete { isComplete = index.examine(ring, atMost: 70) }
    var expected: [LogItem.ID] = []
    ring.forEach { item in
      let isMet = item.entry.map { index.matcher.matches($0) } ?? index.includesMarks
      if isMet { expected.append(item.id) }
      return true
    }
    #expect((0..<index.count).map { index[$0] } == expected)
  }
}
