import Logs
import Telemetry
import TestSupport
import Testing

/// Packed lines are the lines that came, and are found as those that are not packed.
@Suite struct PackedRingTests {
  private static let filters = [
    "", "timeout", "Timeout", "!timeout", "nowhere", "!nowhere", "level>=warn",
    "level>=warn timeout",
    "level=error", "/50[0-9]/", "path~/api/users/1.*", "status>=500", "status=200 !charged",
    #"{job="api"}"#, #"{job="none"}"#, #"{job="api"} level>=error card"#, "é", "décliné",
    #""a \"b\"""#,
    "id=0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11", "trace=t7", "x", "ab", "\u{0}",
  ]

  @Test(arguments: [1, 2, 3] as [UInt64])
  func filtersFindWhatTheyFindInLinesAsTheyAre(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var lines = RandomLines()
    var ring = LogRing(maxCount: 5000, maxBytes: 1 << 30)
    var model = RingModel(maxCount: 5000)
    for round in 0..<12 {
      for _ in 0..<8 {
        let count = Int.random(in: 1...200, using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0:
          let page = lines.older(count, &random)
          let below = Bool.random(using: &random)
          _ = ring.insertHistory(page, makingRoomBelow: below)
          model.insertHistory(page, makingRoomBelow: below)
        case 1:
          let mark = LogMark(at: lines.moment(&random), .recovered(count), reason: "found")
          _ = ring.insert(mark)
          model.insert(mark)
        case 2:
          let late = lines.late(count, &random)
          _ = ring.insert(late)
          model.insert(late)
        default:
          let new = lines.newer(count, &random)
          _ = ring.insert(new)
          model.insert(new)
        }
      }
      #expect(ring.count == model.items.count)
      #expect(ring.marks == model.items.count { $0.entry == nil })
      if round == 11 { try compare(ring, model, &random) }
    }
    _ = ring.setLimits(count: 700, bytes: 1 << 30)
    model.hold(700)
    try compare(ring, model, &random)
  }

  /// That both hold the same, and that filters find the same in both.
  private func compare(
    _ ring: LogRing,
    _ model: RingModel,
    _ random: inout SeededGenerator
  ) throws {
    var held: [RingModel.Item] = []
    ring.forEach { item in
      held.append(RingModel.Item(id: item.id, entry: item.entry, mark: item.mark))
      return true
    }
    #expect(held == model.items)
    var backward: [LogItem.ID] = []
    ring.forEachBackward(before: ring.count) { item in
      backward.append(item.id)
      return true
    }
    #expect(backward == model.items.reversed().map(\.id))
    for _ in 0..<20 {
      let place = Int.random(in: 0..<ring.count, using: &random)
      #expect(ring[model.items[place].id]?.entry == model.items[place].entry)
      #expect(ring.position(of: model.items[place].id) == place)
    }
    for text in Self.filters {
      try search(ring, model, LogFilter(parsing: text), &random)
    }
    // Any part of any line is found, wherever it stands.
    for _ in 0..<12 {
      guard let line = model.items.randomElement(using: &random)?.entry?.line, line.count > 20
      else { continue }
      let start = Int.random(in: 0..<line.count - 12, using: &random)
      let count = Int.random(in: 3...12, using: &random)
      let part = String(decoding: line[start..<start + count], as: UTF8.self)
      try search(ring, model, LogFilter([.contains(part, negated: false)]), &random)
    }
  }

  private func search(
    _ ring: LogRing,
    _ model: RingModel,
    _ filter: LogFilter,
    _ random: inout SeededGenerator
  ) throws {
    let matcher = try LogMatcher(filter)
    let marks = Bool.random(using: &random)
    var index = LogIndex(matcher, of: ring, includesMarks: marks)
    let portion = Int.random(in: 100...3000, using: &random)
    while !index.examine(ring, atMost: portion) {}
    let wanted = model.items.filter { $0.entry.map(matcher.matches) ?? marks }
    #expect((0..<index.count).map { index[$0] } == wanted.map(\.id), "filter \(filter.text)")
    #expect(counts(ring, index) == model.counts(of: wanted))
  }

  private func counts(_ ring: LogRing, _ index: LogIndex) -> [LogLevel?: Int] {
    guard let first = ring.firstID, let last = ring.lastID else { return [:] }
    let end = last.timestamp + .nanoseconds(1)
    let step = max(.nanoseconds(1), (end - first.timestamp) / 50)
    return LevelHistogram.counts(of: ring, index, from: first.timestamp, to: end, step: step)
      .reduce(into: [:]) { $0.merge($1.lines) { $0 + $1 } }
  }

  @Test func longAndHostileLinesStayByteForByte() throws {
    var random = SeededGenerator(seed: 7)
    var ring = LogRing(maxBytes: 64 << 20)
    let lines = (0..<2500).map { number -> [UInt8] in
      let count = number % 800 == 5 ? 1 << 20 : Int.random(in: 0...600, using: &random)
      return (0..<count).map {
        number % 2 == 0
          ? UInt8(truncatingIfNeeded: $0 * number) : .random(in: 0...255, using: &random)
      }
    }
    _ = ring.insert(
      lines.enumerated().map { place, line in
        LogEntry(timestamp: Timestamp(nanoseconds: Int64(place)), line: line)
      }
    )
    #expect(ring.count == lines.count)
    for (place, line) in lines.enumerated() { #expect(ring[place].entry?.line == line) }
  }

  @Test func olderLinesTakeLittle() {
    var ring = LogRing()
    var lines = RandomLines()
    var random = SeededGenerator(seed: 8)
    for _ in 0..<100 { _ = ring.insert(lines.newer(200, &random)) }
    #expect(ring.count == 20_000)
    #expect(ring.bytes < 20_000 * 200)
    _ = ring.setLimits(count: 1, bytes: 1 << 20)
    #expect(ring.bytes < 20_000)
    ring.removeAll()
    #expect(ring.bytes == 0)
  }

  @Test func aLineThatIsHeldPackedIsNotTakenAgain() {
    var ring = LogRing()
    var lines = RandomLines()
    var random = SeededGenerator(seed: 9)
    let new = lines.newer(6000, &random)
    _ = ring.insert(new)
    let change = ring.insert(Array(new[100..<200]))
    #expect(change.repeated == 100 && change.inserted.isEmpty)
    #expect(ring.count == 6000)
  }
}

/// Lines of many kinds at times that mostly ascend.
private struct RandomLines {
  private var newest = 1_000_000_000
  private var oldest = 1_000_000_000
  private var number = 0

  private static let streams = ["api", "web", "worker"].map {
    LabelSet(["job": $0, "env": "prod"])
  }
  private static let events = [
    "charged", "Timeout of card", "timeout", "déclinée", "décliné", #"say \"a \"b\"\""#,
    #"caf\u00e9"#,
    "retry\\nnext", "\u{1B}[31mred\u{1B}[0m",
  ]

  mutating func newer(_ count: Int, _ random: inout SeededGenerator) -> [LogEntry] {
    (0..<count).map { _ in
      newest += Int.random(in: 0...3, using: &random)
      return entry(newest, &random)
    }
  }

  mutating func older(_ count: Int, _ random: inout SeededGenerator) -> [LogEntry] {
    oldest -= count
    return (0..<count).map { entry(oldest + $0, &random) }
  }

  mutating func late(_ count: Int, _ random: inout SeededGenerator) -> [LogEntry] {
    (0..<count).map { _ in entry(Int.random(in: oldest...newest, using: &random), &random) }
  }

  func moment(_ random: inout SeededGenerator) -> Timestamp {
    Timestamp(nanoseconds: Int64(Int.random(in: oldest...newest, using: &random)))
  }

  private mutating func entry(_ time: Int, _ random: inout SeededGenerator) -> LogEntry {
    number += 1
    let event = Self.events.randomElement(using: &random) ?? ""
    let level = ["debug", "info", "info", "warning", "error"].randomElement(using: &random) ?? ""
    let id =
      number % 50 == 0
      ? "0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"
      : "0192f0c1-8e2b-7c3d-9a10-\(100_000_000_000 + number)"
    let status = [200, 404, 500, 503].randomElement(using: &random) ?? 0
    let text: String
    switch number % 5 {
    case 0: text = "level=\(level) msg=\"\(event)\" status=\(status) n=\(number)"
    case 1: text = "2026-11-28 \(level) [main] \(event) \(number)"
    default:
      text =
        #"{"event":"\#(event)","level":"\#(level)","status":\#(status),"path":"/api/users/\#(number % 97)","correlation_id":"\#(id)","n":\#(number)}"#
    }
    var line = Array(text.utf8)
    if number % 37 == 0 { line += [0, 0xFF, 0xC0, 10, 0x80] }
    var entry = LineScanner().entry(
      at: Timestamp(nanoseconds: Int64(time)),
      stream: Self.streams[number % 7 == 0 ? 1 : number % 2 * 2],
      line: line
    )
    if number % 11 == 0 { entry.metadata = LabelSet(["trace": "t\(number % 13)"]) }
    if number % 17 == 0 { entry.parsed = LabelSet(["status_extracted": "\(status)", "a": "é"]) }
    if number % 23 == 0 { entry.occurrence = UInt16(number % 300) }
    if number % 29 == 0 { entry.facts.headCount = UInt32(min(9, line.count)) }
    return entry
  }
}

/// A ring as an array.
private struct RingModel {
  struct Item: Equatable {
    var id: LogItem.ID
    var entry: LogEntry?
    var mark: LogMark?
  }

  private(set) var items: [Item] = []
  private var maxCount: Int
  private var nextSequence = 0
  private var firstSequence = 0

  init(maxCount: Int) { self.maxCount = maxCount }

  mutating func insert(_ entries: [LogEntry]) {
    for entry in entries { add(Item(id: next(entry.timestamp), entry: entry)) }
    order()
    trimFront()
  }

  mutating func insert(_ mark: LogMark) {
    add(Item(id: next(mark.timestamp), mark: mark))
    order()
    trimFront()
  }

  mutating func insertHistory(_ page: [LogEntry], makingRoomBelow: Bool) {
    firstSequence -= page.count
    for (offset, entry) in page.enumerated() {
      let id = LogItem.ID(timestamp: entry.timestamp, sequence: firstSequence + offset)
      add(Item(id: id, entry: entry))
    }
    order()
    if makingRoomBelow { items.removeLast(max(0, items.count - maxCount)) } else { trimFront() }
  }

  mutating func hold(_ count: Int) {
    maxCount = count
    trimFront()
  }

  func counts(of items: [Item]) -> [LogLevel?: Int] {
    items.reduce(into: [:]) { counts, item in
      if let entry = item.entry { counts[entry.facts.level, default: 0] += 1 }
    }
  }

  private mutating func next(_ timestamp: Timestamp) -> LogItem.ID {
    defer { nextSequence += 1 }
    return LogItem.ID(timestamp: timestamp, sequence: nextSequence)
  }

  private mutating func add(_ item: Item) { items.append(item) }

  private mutating func order() { items.sort { $0.id < $1.id } }

  private mutating func trimFront() { items.removeFirst(max(0, items.count - maxCount)) }
}
