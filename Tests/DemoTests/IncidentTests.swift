import Testing

@testable import Demo

/// The story that the figures tell.
@Suite struct IncidentTests {
  /// The figures of half a minute.
  struct Figures {
    var p95: Double
    var p99: Double
    var errorRatio: Double
    var costRate: Double
    var hitRatio: Double
    var cardProviderMean: Double
    var charges: Double
  }

  private static let perStretch = 6

  /// The figures of each half minute from a second on.
  private func figures(_ world: DemoWorld, from second: Int, count: Int) -> [Figures] {
    let tally = ShopTally(world, from: second, rows: count * Self.perStretch)
    return (0..<count).map { index in
      var cells = [Int64](repeating: 0, count: ShopCells.count)
      for row in 0..<Self.perStretch { tally.add(index * Self.perStretch + row, to: &cells) }
      return Figures(cells)
    }
  }

  @Test(arguments: [UInt64(7), 8, 9])
  func theTailLeavesFirstThenErrorsThenCostThenCache(_ seed: UInt64) throws {
    let world = DemoWorld(seed: seed, start: Worlds.start, phase: .incident)
    let begin = Worlds.second - 660
    let calm = figures(world, from: begin - 300, count: 10)
    let incident = figures(world, from: begin, count: 32)
    func worst(_ value: (Figures) -> Double) -> Double { calm.map(value).max() ?? 0 }
    func first(_ isBad: (Figures) -> Bool) throws -> Int {
      // Twice in a row is no noise.
      let place = incident.indices.dropLast().first {
        isBad(incident[$0]) && isBad(incident[$0 + 1])
      }
      return try #require(place)
    }
    let provider = try first { $0.cardProviderMean > 1.5 * worst(\.cardProviderMean) }
    let p99 = try first { $0.p99 > 1.5 * worst(\.p99) }
    let p95 = try first { $0.p95 > 2 * worst(\.p95) }
    let errors = try first { $0.errorRatio > 0.02 }
    let cost = try first { $0.costRate > 1.6 * worst(\.costRate) }
    let cache = try first { $0.hitRatio < 0.8 }
    #expect(provider <= p99)
    #expect(p99 < p95)
    #expect(p95 < errors)
    #expect(errors < cost)
    #expect(cost <= cache)
  }

  @Test func triesPileUpWhileTheProviderTimesOut() throws {
    let begin = Worlds.second - 660
    let calm = figures(Worlds.incident, from: begin - 300, count: 10).map(\.charges).reduce(0, +)
    let bad = figures(Worlds.incident, from: begin + 340, count: 10).map(\.charges).reduce(0, +)
    #expect(bad > 1.6 * calm)
  }

  @Test func allIsWellAgainBeforeTheNext() {
    let begin = Worlds.second - 660
    for figures in figures(Worlds.incident, from: begin + 1_260, count: 20) {
      #expect(figures.errorRatio < 0.01)
      #expect(figures.p95 < 1)
      #expect(figures.hitRatio > 0.9)
    }
  }

  @Test func itComesAgain() {
    let next = Worlds.second - 660 + Int(StoryConditions.cycle)
    #expect(figures(Worlds.incident, from: next - 60, count: 1)[0].errorRatio < 0.01)
    #expect(figures(Worlds.incident, from: next + 600, count: 1)[0].errorRatio > 0.03)
  }

  @Test func aFastWorldHasTheSameTrafficAndAFasterStory() {
    let fast = DemoWorld(seed: 7, start: Worlds.start, speed: 10)
    let calm = figures(fast, from: Worlds.second - 30, count: 1)[0]
    #expect(calm.errorRatio < 0.01)
    // The incident begins half a minute after the start, 300 seconds of the story.
    let bad = figures(fast, from: Worlds.second + 75, count: 1)[0]
    #expect(bad.errorRatio > 0.03)
    let requests = [DemoWorld(seed: 7, start: Worlds.start), fast].map { world in
      ShopTally(world, from: Worlds.second - 60, rows: 12).total[
        ...(ShopCells.durations(.home) - 1)
      ]
      .reduce(0, +)
    }
    #expect(abs(Double(requests[0]) / Double(requests[1]) - 1) < 0.2)
  }

  @Test func aDayOfCostStaysWithinItsBudget() {
    let tally = ShopTally(Worlds.calm, from: Worlds.second - 3_600, rows: 720)
    let cost = ShopModel.allCases.flatMap { model in
      ShopTask.allCases.map { tally.total[ShopCells.cost(model, $0)] }
    }
    let dollars = Double(cost.reduce(0, +)) / 1e9
    #expect((1...7).contains(dollars))
  }
}

extension IncidentTests.Figures {
  init(_ cells: [Int64]) {
    var buckets = [Int64](repeating: 0, count: ShopCells.requestBounds.count + 1)
    var errors = 0.0
    for endpoint in ShopEndpoint.allCases {
      for bucket in buckets.indices {
        buckets[bucket] += cells[ShopCells.durations(endpoint) + bucket]
      }
      for outcome in ShopOutcome.allCases where outcome.isError {
        errors += Double(cells[ShopCells.request(endpoint, outcome)])
      }
    }
    p95 = Self.quantile(0.95, buckets)
    p99 = Self.quantile(0.99, buckets)
    errorRatio = errors / Double(buckets.reduce(0, +))
    costRate = ShopModel.allCases.reduce(0) { sum, model in
      sum + Double(cells[ShopCells.cost(model, .chat)])
    }
    let hits = ShopCache.allCases.reduce(0) { $0 + cells[ShopCells.cache($1)] }
    let misses = ShopCache.allCases.reduce(0) { $0 + cells[ShopCells.cache($1) + 1] }
    hitRatio = Double(hits) / Double(hits + misses)
    let calls = ShopCells.calls(.cardProvider)
    let count = cells[calls..<(calls + buckets.count)].reduce(0, +)
    charges = Double(count)
    cardProviderMean = Double(cells[calls + buckets.count]) / Double(max(1, count))
  }

  private static func quantile(_ share: Double, _ buckets: [Int64]) -> Double {
    let rank = share * Double(buckets.reduce(0, +))
    var below = 0.0
    var lower = 0.0
    for (bucket, bound) in zip(buckets, ShopCells.requestBounds) {
      let upper = Double(bound) / 1e6
      if below + Double(bucket) >= rank {
        return lower + (upper - lower) * (rank - below) / Double(bucket)
      }
      below += Double(bucket)
      lower = upper
    }
    return lower
  }
}
