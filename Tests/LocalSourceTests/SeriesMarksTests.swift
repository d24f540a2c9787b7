import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

/// Reading begins in the middle of chunks where it can, which nobody may notice.
@Suite struct SeriesMarksTests {
  private let matchers = [LabelMatcher("__name__", .matches, ".+")]

  @Test func anyStretchIsAPartOfTheWhole() throws {
    var random = SeededGenerator(seed: 0x3A7)
    for round in 0..<fuzzCases(120) {
      let store = SeriesStore(.unbounded)
      let id = try #require(store.identify([LabelSet(["__name__": "a"])]).first ?? nil)
      var samples: [StoredSample] = []
      var time: Int64 = 1_790_000_000_000
      var value = 1e6
      for _ in 0..<Int.random(in: 1...900, using: &random) {
        let isIrregular = Int.random(in: 0..<20, using: &random) == 0
        time += isIrregular ? Int64.random(in: 1...90_000, using: &random) : 5000
        value = next(value, round % 4, &random)
        samples.append(StoredSample(id, time, value))
      }
      store.append(samples)
      for _ in 0..<30 {
        let first = samples.randomElement(using: &random)?.timestamp ?? 0
        let after = first + Int64.random(in: -1...1, using: &random)
        let last = samples.randomElement(using: &random)?.timestamp ?? 0
        let through = Bool.random(using: &random) ? Int64.max : last
        let wanted = samples.filter { $0.timestamp > after && $0.timestamp <= through }
        let read = store.series(matching: matchers, after: after, through: through).first
        #expect((read?.timestamps ?? []) == wanted.map(\.timestamp))
        #expect((read?.values ?? []).map(\.bitPattern) == wanted.map(\.value.bitPattern))
      }
    }
  }

  private func next(_ value: Double, _ kind: Int, _ random: inout SeededGenerator) -> Double {
    switch kind {
    case 0: value + Double(Int.random(in: 0...300, using: &random))
    case 1: Int.random(in: 0..<10, using: &random) == 0 ? value + 0.25 : value
    case 2: Double.random(in: 0...1, using: &random)
    default: Bool.random(using: &random) ? value * 1.5 : (value / 3).rounded()
    }
  }

  @Test func marksOfChunksThatWentAreForgotten() throws {
    var limits = StoreLimits()
    limits.age = .seconds(600)
    let store = SeriesStore(limits)
    let labels = LabelSet(["__name__": "a"])
    let id = try #require(store.identify([labels]).first ?? nil)
    store.append((0..<256).map { StoredSample(id, 1_000_000 + Int64($0) * 1000, Double($0)) })
    // The full chunk is closed, and goes by its age.
    store.append([StoredSample(id, 2_000_000, 1), StoredSample(id, 2_600_000, 2)])
    let earlier = SeriesStore(.unbounded)
    let earlierID = try #require(earlier.identify([labels]).first ?? nil)
    earlier.append((0..<300).map { StoredSample(earlierID, Int64($0) * 5000, -Double($0)) })
    store.absorb(earlier)
    let read = try #require(
      store.series(matching: matchers, after: 1_250_000, through: .max).first
    )
    #expect(read.values == (251..<300).map { -Double($0) } + [1, 2])
  }

  @Test func theNewestSamplesAreFoundWithoutReadingAll() throws {
    let store = SeriesStore()
    let id = try #require(store.identify([LabelSet(["__name__": "a"])]).first ?? nil)
    for index in 0..<1000 {
      store.append([StoredSample(id, Int64(index) * 5000, Double(index))])
      let newest = store.select(
        matching: matchers,
        after: Int64(index - 10) * 5000,
        through: .max
      )
      // Ten are wanted; no more than two distances of marks are read.
      #expect((newest.first?.bound ?? 0) <= 10 + 128)
    }
  }
}
