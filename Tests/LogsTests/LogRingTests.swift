import Logs
import Telemetry
import TestSupport
import Testing

/// The lines that are held.
@Suite struct LogRingTests {
  private static let stream = LabelSet(["job": "test"])

  private func entry(_ time: Int, _ text: String? = nil) -> LogEntry {
    LogEntry(
      timestamp: Timestamp(nanoseconds: Int64(time)),
      stream: Self.stream,
      line: Array((text ?? "line \(time)").utf8)
    )
  }

  private func texts(_ ring: LogRing) -> [String] {
    (0..<ring.count).map { position in
      ring[position].entry.map { String(decoding: $0.line, as: UTF8.self) } ?? "--"
    }
  }

  @Test func linesAreHeldInOrderOfTimeWhenTheyComeLate() {
    var ring = LogRing()
    _ = ring.insert([entry(10), entry(30)])
    let first = ring[0].id
    _ = ring.insert([entry(20), entry(5)])
    #expect(texts(ring) == ["line 5", "line 10", "line 20", "line 30"])
    #expect(ring[first]?.entry == entry(10))
    #expect(ring.position(of: first) == 1)
  }

  @Test func anotherLimitHoldsAtOnce() {
    var ring = LogRing(maxCount: 10)
    _ = ring.insert((1...8).map { entry($0) })
    #expect(ring.setLimits(count: 3, bytes: 1 << 20).fallen == 5)
    #expect(texts(ring) == ["line 6", "line 7", "line 8"])
    #expect(ring.fallen == 5)
    #expect(ring.setLimits(count: 5, bytes: 1 << 20).fallen == 0)
    _ = ring.insert([entry(9), entry(10), entry(11)])
    #expect(texts(ring) == ["line 7", "line 8", "line 9", "line 10", "line 11"])
  }

  @Test func equalTimesStayInOrderOfArrivalAndPagesComeBeforeThem() {
    var ring = LogRing()
    _ = ring.insert([entry(10, "c"), entry(10, "d")])
    _ = ring.insertHistory([entry(9, "a"), entry(10, "b")])
    _ = ring.insertHistory([entry(8, "y"), entry(9, "z")])
    #expect(texts(ring) == ["y", "z", "a", "b", "c", "d"])
  }

  @Test func aLineIsHeldOnceAndItsShardMakesNoDifference() {
    var ring = LogRing()
    var sharded = entry(10)
    sharded.stream = LabelSet(["job": "test", "__stream_shard__": "3"])
    let change = ring.insert([entry(10), entry(10), sharded, entry(10, "other")])
    #expect(change.repeated == 2)
    #expect(change.inserted.count == 2)
    var other = entry(10)
    other.stream = LabelSet(["job": "another"])
    let inserted = ring.insert([other]).inserted
    #expect(inserted.count == 1)
    #expect(LogKey(entry(10)) == LogKey(sharded))
    #expect(LogKey(entry(10)) != LogKey(other))
  }

  @Test func aFileMayRepeatALine() {
    var ring = LogRing(dropsRepeats: false)
    _ = ring.insert([entry(10), entry(10)])
    #expect(ring.count == 2)
  }

  @Test func theOldestFallOffAndAreCounted() {
    var ring = LogRing(maxCount: 3)
    let change = ring.insert((1...5).map { entry($0) })
    #expect(texts(ring) == ["line 3", "line 4", "line 5"])
    #expect(change.fallen == 2)
    #expect(change.inserted == (0..<3).map { ring[$0].id })
    #expect(ring.fallen == 2)
    let again = ring.insert([entry(1)])
    #expect(again.inserted.isEmpty && ring.count == 3 && ring.fallen == 3)
  }

  @Test func bytesAreBoundedTooButTheLastLineStays() {
    var ring = LogRing(maxBytes: 10_000)
    for time in 0..<100 { _ = ring.insert([entry(time, String(repeating: "x", count: 1000))]) }
    #expect(ring.bytes <= 10_000)
    #expect(ring.count > 5)
    _ = ring.insert([entry(200, String(repeating: "y", count: 20_000))])
    #expect(ring.count == 1)
    #expect(ring.lastID?.timestamp == Timestamp(nanoseconds: 200))
  }

  @Test func readingBackMayMakeRoomBelow() {
    var ring = LogRing(maxCount: 4)
    _ = ring.insert((10...13).map { entry($0) })
    _ = ring.insertHistory([entry(8), entry(9)])
    #expect(texts(ring).first == "line 10")
    let change = ring.insertHistory([entry(8), entry(9)], makingRoomBelow: true)
    #expect(texts(ring) == ["line 8", "line 9", "line 10", "line 11"])
    #expect(change.fallen == 2 && ring.fallenAhead == 2)
  }

  @Test func whatFellOffAndWasReadAgainIsNotMissing() {
    var ring = LogRing(maxCount: 4)
    _ = ring.insert((1...10).map { entry($0) })
    #expect(ring.fallen == 6 && ring.fallenBehind == 6)
    _ = ring.insertHistory([entry(4), entry(5), entry(6)], makingRoomBelow: true)
    #expect(ring.fallen == 6 && ring.fallenBehind == 3)
    _ = ring.insertHistory([entry(3), entry(6)], makingRoomBelow: true)
    #expect(ring.fallenBehind == 2)
    ring.removeAll()
    #expect(ring.fallenBehind == 0)
  }

  @Test func linesOfOtherMetadataAreOthersAndEqualOnesAreCounted() {
    var ring = LogRing()
    var traced = entry(10)
    traced.metadata = LabelSet(["trace_id": "a"])
    var other = traced
    other.metadata = LabelSet(["trace_id": "b"])
    var second = traced
    second.occurrence = 1
    let change = ring.insert([entry(10), traced, other, second, traced])
    #expect(change.inserted.count == 4 && change.repeated == 1)
    let keys = Set([entry(10), traced, other, second].map { LogKey($0) })
    #expect(keys.count == 4)
  }

  @Test func aMarkStandsAtItsPlace() {
    var ring = LogRing()
    _ = ring.insert([entry(10), entry(30)])
    let mark = LogMark(
      at: Timestamp(nanoseconds: 20),
      .reconnected(recovered: 1),
      reason: "restarted"
    )
    _ = ring.insert(mark)
    _ = ring.insert([entry(15)])
    #expect(texts(ring) == ["line 10", "line 15", "--", "line 30"])
    #expect(ring[2].mark == mark)
  }

  @Test func anEmptiedRingTakesTheSameLinesAnew() {
    var ring = LogRing()
    _ = ring.insert([entry(1)])
    let id = ring[0].id
    ring.removeAll()
    #expect(ring.isEmpty && ring.bytes == 0)
    _ = ring.insert([entry(1)])
    #expect(ring.count == 1)
    #expect(ring[0].id != id)
  }

  @Test(arguments: 0..<10)
  func whateverComesInWhateverOrderTheRingIsTheSortedEnd(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let capacity = Int.random(in: 1...2000, using: &random)
    var ring = LogRing(maxCount: capacity, dropsRepeats: seed % 2 == 0)
    var ids: [LogItem.ID: LogEntry] = [:]
    var clock = 0
    for step in 0..<60 {
      clock += Int.random(in: 0...100, using: &random)
      let batch = (0..<Int.random(in: 0...120, using: &random)).map { _ in
        let time = clock + Int.random(in: -400...100, using: &random)
        return entry(time, "\(Int.random(in: 0...3, using: &random))")
      }
      let isPage = Int.random(in: 0...4, using: &random) == 0
      let change =
        isPage
        ? ring.insertHistory(batch.sorted { $0.timestamp < $1.timestamp }) : ring.insert(batch)
      #expect(change.inserted.count + change.repeated <= batch.count)
      for id in change.inserted { ids[id] = ring[id]?.entry }
      #expect(ring.count <= capacity)
      guard step % 6 == 0 else { continue }
      var held: [LogItem] = []
      ring.forEach {
        held.append($0); return true
      }
      #expect(held.map(\.id) == held.map(\.id).sorted())
      #expect(held.allSatisfy { ids[$0.id] == $0.entry })
      #expect(Set(held.map(\.id)).count == ring.count)
      let position = Int.random(in: 0...max(0, ring.count - 1), using: &random)
      if position < ring.count { #expect(ring.position(of: ring[position].id) == position) }
      var backward: [LogItem] = []
      ring.forEachBackward(before: ring.count) {
        backward.append($0); return true
      }
      #expect(backward.reversed() == held)
    }
  }
}
