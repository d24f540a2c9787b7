/// Counts what happens, in one row for each stretch between two scrapes.
///
/// Events outside its rows are left out: they belong to another tally, which finds them in the
/// same walk.
struct ShopTally: JourneySink {
  /// The second at which the first row begins.
  let startSecond: Int
  /// The number of rows.
  let rows: Int
  /// Rows one after the other, each of `ShopCells.count` increments.
  private(set) var increments: [Int64]
  private let origin: Int64

  private static let rowMicroseconds = Int64(DemoWorld.scrapeSeconds) * 1_000_000

  /// Counts all journeys of a stretch.
  init(_ world: DemoWorld, from startSecond: Int, rows: Int) {
    let end = startSecond + rows * DemoWorld.scrapeSeconds
    var walk = JourneyWalk(world, into: ShopTally(from: startSecond, rows: rows))
    let first = startSecond - JourneyWalk<ShopTally>.longestSeconds
    for second in first..<max(first, end) { walk.walk(second: second) }
    self = walk.sink
    for row in 0..<rows { countMachine(world, row) }
  }

  private init(from startSecond: Int, rows: Int) {
    self.startSecond = startSecond
    self.rows = rows
    origin = Int64(startSecond) * 1_000_000
    increments = Array(repeating: 0, count: rows * ShopCells.count)
  }

  /// All rows together.
  var total: [Int64] {
    var total = [Int64](repeating: 0, count: ShopCells.count)
    for row in 0..<rows { add(row, to: &total) }
    return total
  }

  /// Adds a row to running counts.
  func add(_ row: Int, to cells: inout [Int64]) {
    let base = row * ShopCells.count
    for cell in cells.indices { cells[cell] += increments[base + cell] }
  }

  mutating func begin(at moment: Int64, mark: UInt64) {}

  mutating func request(
    _ endpoint: ShopEndpoint,
    from start: Int64,
    to end: Int64,
    _ outcome: ShopOutcome
  ) {
    guard let base = base(end) else { return }
    increments[base + ShopCells.request(endpoint, outcome)] += 1
    observe(end - start, base + ShopCells.durations(endpoint), ShopCells.requestBounds)
    increments[base + ShopCells.processor(endpoint.service)] += 5_500
  }

  mutating func query(_ query: ShopQuery, at end: Int64, took duration: Int64) {
    guard let base = base(end) else { return }
    observe(duration, base + ShopCells.queries(query), ShopCells.queryBounds)
    increments[base + ShopCells.other(.commits)] += 1
  }

  mutating func call(_ call: ShopCall, at end: Int64, took duration: Int64, timedOut: Bool) {
    guard let base = base(end) else { return }
    observe(duration, base + ShopCells.calls(call), ShopCells.requestBounds)
    if timedOut { increments[base + ShopCells.other(.rollbacks)] += 1 }
  }

  mutating func lookUp(_ cache: ShopCache, at end: Int64, took duration: Int64, isHit: Bool) {
    guard let base = base(end) else { return }
    increments[base + ShopCells.cache(cache) + (isHit ? 0 : 1)] += 1
    // What is missing is written as soon as it is known.
    increments[base + ShopCells.other(.redisCommands)] += isHit ? 1 : 2
    increments[base + ShopCells.other(.redisMicroseconds)] += isHit ? duration : 2 * duration
  }

  mutating func answer(_ answer: ModelAnswer, at end: Int64) {
    guard let base = base(end) else { return }
    let tokens = base + ShopCells.tokens(answer.model, answer.task)
    increments[tokens] += answer.input
    increments[tokens + 1] += answer.output
    increments[base + ShopCells.cost(answer.model, answer.task)] += answer.cost
  }

  mutating func retry(_ attempt: Int, at moment: Int64, after pause: Int64) {
    guard let base = base(moment) else { return }
    increments[base + ShopCells.other(.retries)] += 1
  }

  mutating func finish() {}

  /// Where the row of a moment begins; `nil` outside all rows.
  @inline(__always)
  private func base(_ moment: Int64) -> Int? {
    let distance = moment - origin
    guard distance >= 0 else { return nil }
    let row = Int(distance / Self.rowMicroseconds)
    return row < rows ? row * ShopCells.count : nil
  }

  @inline(__always)
  private mutating func observe(_ duration: Int64, _ first: Int, _ bounds: [Int64]) {
    var bucket = 0
    while bucket < bounds.count, duration > bounds[bucket] { bucket += 1 }
    increments[first + bucket] += 1
    increments[first + bounds.count + 1] += duration
  }

  /// Counts the machine's own work and that for the shop.
  private mutating func countMachine(_ world: DemoWorld, _ row: Int) {
    let second = startSecond + row * DemoWorld.scrapeSeconds
    let base = row * ShopCells.count
    let now = StoryConditions(world, at: second)
    for processor in 0..<ShopCells.nodeProcessors {
      let drift = DemoRandom.drift(world.seed, at: second, every: 20, 40 + UInt64(processor))
      let shares: [(ShopCells.NodeMode, Double)] = [
        (.user, (0.2 + 0.12 * drift) * now.crowd + 0.22 * now.burden),
        (.system, 0.05 * now.crowd + 0.03 * drift + 0.05 * now.burden),
        (.iowait, 0.01 + 0.09 * now.burden),
      ]
      var rest = Self.rowMicroseconds
      for (mode, share) in shares {
        let used = Int64(share * Double(Self.rowMicroseconds))
        increments[base + ShopCells.node(processor, mode)] = used
        rest -= used
      }
      increments[base + ShopCells.node(processor, .idle)] = max(0, rest)
    }
    let seconds = Double(DemoWorld.scrapeSeconds)
    let flows: [(ShopCells.Other, Double)] = [
      (.diskRead, 160_000 * now.crowd + 5_200_000 * now.burden),
      (.diskWritten, 900_000 * now.crowd + 1_400_000 * now.burden),
      (.received, 410_000 * now.crowd), (.sent, 1_900_000 * now.crowd),
      (.redisEvictions, 240 * now.evictions),
    ]
    for (flow, rate) in flows {
      increments[base + ShopCells.other(flow)] += Int64(rate * seconds)
    }
  }
}
