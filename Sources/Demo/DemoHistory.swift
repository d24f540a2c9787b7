package import Telemetry

/// Scrapes of a world's targets, from the newest stretch both ways.
///
/// Counts at the begin of the newest stretch are set, not summed up, so that this stretch can be
/// made before all others; what lies before it is counted back from there.
package struct DemoHistory: Sendable {
  /// One answer of one target.
  package struct Scrape: Sendable {
    /// The scraped target.
    package var target: ShopTarget
    /// When.
    package var moment: Timestamp
    /// The answer in Prometheus' text format 0.0.4.
    package var text: [UInt8]
  }

  /// The world.
  package let world: DemoWorld
  private let writer: ExpositionWriter
  private var earliest: (second: Int, cells: [Int64])
  private var latest: (second: Int, cells: [Int64])

  /// The newest stretch in scrapes: 16 minutes, so that rates are whole from the first point of a
  /// quarter of an hour on.
  static let newest = 192

  package init(_ world: DemoWorld) {
    self.world = world
    writer = ExpositionWriter(world)
    let second = world.startSecond - Self.newest * DemoWorld.scrapeSeconds
    let cells = Self.beginning(world)
    earliest = (second, cells)
    latest = (second, cells)
  }

  /// The moment that all scrapes which have been made are after.
  package var begin: Timestamp { Timestamp(seconds: Double(earliest.second)) }

  /// The moment of the latest scrape that has been made.
  package var end: Timestamp { Timestamp(seconds: Double(latest.second)) }

  /// All scrapes after the latest one up to a moment, ascending; the first time from 16
  /// minutes before the start.
  package mutating func advance(to moment: Timestamp, _ body: (Scrape) -> Void) {
    let seconds = Int(moment.nanoseconds / 1_000_000_000) - latest.second
    let rows = seconds / DemoWorld.scrapeSeconds
    guard rows > 0 else { return }
    let tally = ShopTally(world, from: latest.second, rows: rows)
    latest.cells = write(tally, from: latest.cells, body)
    latest.second += rows * DemoWorld.scrapeSeconds
  }

  /// Scrapes before the oldest one, ascending.
  package mutating func recede(scrapes rows: Int, _ body: (Scrape) -> Void) {
    guard rows > 0 else { return }
    let second = earliest.second - rows * DemoWorld.scrapeSeconds
    let tally = ShopTally(world, from: second, rows: rows)
    let total = tally.total
    var cells = earliest.cells
    for cell in cells.indices { cells[cell] -= total[cell] }
    earliest = (second, cells)
    _ = write(tally, from: cells, body)
  }

  /// Hands out one scrape of every target for each row.
  private func write(
    _ tally: ShopTally,
    from start: [Int64],
    _ body: (Scrape) -> Void
  ) -> [Int64] {
    var cells = start
    var text: [UInt8] = []
    for row in 0..<tally.rows {
      tally.add(row, to: &cells)
      let second = tally.startSecond + (row + 1) * DemoWorld.scrapeSeconds
      let gauges = ShopGauge.values(world, at: second)
      let moment = Timestamp(seconds: Double(second))
      for target in ShopTarget.allCases {
        writer.write(target, cells: cells, gauges: gauges, into: &text)
        body(Scrape(target: target, moment: moment, text: text))
      }
    }
    return cells
  }

  /// Counters at the start of the newest stretch: as much as three days may bring.
  ///
  /// It only has to be more than what can have happened since the earliest scrape.
  private static func beginning(_ world: DemoWorld) -> [Int64] {
    let sample = ShopTally(
      DemoWorld(seed: world.seed, start: world.start, phase: .incident),
      from: world.startSecond - 120,
      rows: 24
    )
    var cells = sample.total.enumerated().map { cell, count in
      var random = DemoRandom(world.seed, cell, 3)
      // 2,160 times two minutes, and of what is too rare to have come in two some thousands.
      return count * 2_160 + Int64(4_000 + random.next() % 800)
    }
    for endpoint in ShopEndpoint.allCases {
      let first = ShopCells.durations(endpoint)
      let answered = cells[first...(first + ShopCells.requestBounds.count)].reduce(0, +)
      let others = ShopOutcome.allCases.dropFirst().filter { endpoint.status($0) != nil }
      let rest = others.reduce(0) { $0 + cells[ShopCells.request(endpoint, $1)] }
      cells[ShopCells.request(endpoint, .done)] = answered - rest
    }
    return cells
  }
}
