import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

@Suite struct SeriesStoreTests {
  private let labels = LabelSet(["__name__": "requests_total", "job": "backend"])

  private func store(_ limits: StoreLimits = StoreLimits()) throws -> (SeriesStore, SeriesID) {
    let store = SeriesStore(limits)
    return (store, try #require(store.identify([labels]).first ?? nil))
  }

  private func all(
    _ store: SeriesStore,
    after: Int64 = .min,
    through: Int64 = .max
  ) -> [StoredSeries] {
    store.series(
      matching: [LabelMatcher("__name__", .matches, ".+")],
      after: after,
      through: through
    )
  }

  @Test func everyBitOfAValueComesBack() throws {
    var random = SeededGenerator(seed: 7)
    for round in 0..<fuzzCases(300) {
      let (store, id) = try store()
      var time = Int64.random(in: -4_000_000_000_000...4_000_000_000_000, using: &random)
      var value = 0.0
      let kind = round % 6
      var samples: [StoredSample] = []
      for _ in 0..<Int.random(in: 1...700, using: &random) {
        value = next(value, kind, &random)
        samples.append(StoredSample(id, time, value))
        time += kind == 0 ? 5000 : Int64.random(in: 1...20_000, using: &random)
      }
      let counts = store.append(samples)
      let kept = all(store)
      // Some kinds reach further back than is kept.
      #expect(counts.appended == samples.count)
      #expect(kept.first?.timestamps == samples.map(\.timestamp), "kind \(kind)")
      #expect(
        kept.first?.values.map(\.bitPattern) == samples.map(\.value.bitPattern),
        "kind \(kind)"
      )
    }
  }

  private func next(_ value: Double, _ kind: Int, _ random: inout SeededGenerator) -> Double {
    switch kind {
    case 0: value + Double(Int.random(in: 0...50, using: &random))
    case 1: Double(bitPattern: UInt64.random(in: 0 ... .max, using: &random))
    case 2: Double(Int.random(in: -500_000...500_000, using: &random)) / 1000
    case 3: value + Double.random(in: 0...1, using: &random)
    case 4:
      [
        0, -0.0, .nan, StaleMarker.value, .infinity, -.infinity, 1e300, .leastNonzeroMagnitude, 0.1,
        9e15, 1e16, -1,
      ]
      .randomElement(using: &random) ?? 0
    default: Bool.random(using: &random) ? value : value + 0.01
    }
  }

  @Test func aStretchIsOpenOnTheLeft() throws {
    let (store, id) = try store()
    store.append((0..<600).map { StoredSample(id, Int64($0) * 1000, Double($0)) })
    let part = try #require(all(store, after: 100_000, through: 103_500).first)
    #expect(part.timestamps == [101_000, 102_000, 103_000])
    #expect(part.values == [101, 102, 103])
    #expect(all(store, after: 599_000, through: 700_000).isEmpty)
    #expect(all(store, after: -5000, through: -1).isEmpty)
  }

  @Test func whatIsNotNewerIsRefused() throws {
    let (store, id) = try store()
    let counts = store.append([
      StoredSample(id, 1000, 1), StoredSample(id, 1000, 1), StoredSample(id, 1000, 2),
      StoredSample(id, 500, 1), StoredSample(id, 2000, .nan),
    ])
    #expect(counts.appended == 3)
    #expect(counts.duplicates == 1)
    #expect(counts.outOfOrder == 1)
    #expect(all(store).first?.timestamps == [1000, 2000])
    #expect(store.status.counts.refused == 2)
  }

  @Test func matchersSelect() {
    let store = SeriesStore()
    let sets = [
      LabelSet(["__name__": "a", "job": "x", "status": "200"]),
      LabelSet(["__name__": "a", "job": "y", "status": "500"]),
      LabelSet(["__name__": "b", "job": "x"]),
    ]
    store.append(store.identify(sets).compactMap { $0 }.map { StoredSample($0, 1, 1) })
    func found(_ matchers: LabelMatcher...) -> [LabelSet] {
      store.series(matching: matchers, after: 0, through: 1).map(\.labels).sorted()
    }
    #expect(found(LabelMatcher("__name__", .equal, "a")) == [sets[0], sets[1]])
    #expect(found(LabelMatcher("job", .equal, "x")) == [sets[0], sets[2]])
    #expect(found(LabelMatcher("status", .equal, "")) == [sets[2]])
    #expect(found(LabelMatcher("status", .notEqual, "")) == [sets[0], sets[1]])
    #expect(found(LabelMatcher("status", .matches, "5..")) == [sets[1]])
    #expect(found(LabelMatcher("status", .matches, "5.")) == [])
    #expect(found(LabelMatcher("status", .matches, "200|")) == [sets[0], sets[2]])
    #expect(found(LabelMatcher("status", .matchesNot, "5..|")) == [sets[0]])
    #expect(
      found(LabelMatcher("job", .matches, "x|y"), LabelMatcher("__name__", .equal, "b")) == [
        sets[2]
      ]
    )
    #expect(found(LabelMatcher("job", .equal, "x"), LabelMatcher("job", .notEqual, "x")) == [])
  }

  @Test func oldSamplesGoByAge() throws {
    var limits = StoreLimits()
    limits.age = .seconds(3600)
    let (store, id) = try store(limits)
    for second in 0..<20_000 { store.append([StoredSample(id, Int64(second) * 1000, 1)]) }
    let status = store.status
    let oldest = try #require(status.oldest).seconds
    // Chunks go as a whole, and are looked at now and then.
    #expect((19_999.0 - 3600 - 400)...(19_999.0 - 3600) ~= oldest)
    #expect(status.agedSamples + status.samples == 20_000)
    #expect(status.evictedSamples == 0)
    #expect(store.append([StoredSample(id, 0, 1)]).tooOld == 1)
  }

  @Test func theOldestGoesWhereBytesRunOut() {
    var limits = StoreLimits()
    limits.bytes = 200_000
    let store = SeriesStore(limits)
    var random = SeededGenerator(seed: 1)
    let ids = store.identify((0..<20).map { LabelSet(["__name__": "s\($0)"]) }).compactMap { $0 }
    for second in 0..<4000 {
      store.append(
        ids.map { StoredSample($0, Int64(second) * 1000, Double.random(in: 0...1, using: &random)) }
      )
      #expect(store.status.bytes <= limits.bytes)
    }
    let status = store.status
    #expect(status.evictedSamples > 0)
    #expect(status.evictedSamples + status.samples == 80_000)
    #expect(status.series == 20)
    let starts = all(store).compactMap(\.timestamps.first)
    #expect(starts.allSatisfy { $0 == starts.first })
    #expect(all(store).allSatisfy { $0.timestamps.last == 3_999_000 })
  }

  @Test func seriesThatEndedGoWithTheirLabels() {
    var limits = StoreLimits()
    limits.age = .seconds(600)
    let store = SeriesStore(limits)
    for minute in 0..<200 {
      let ids = store.identify([
        LabelSet(["__name__": "pod", "id": "\(minute)"]), LabelSet(["__name__": "always"]),
      ])
      store.append(ids.compactMap { $0 }.map { StoredSample($0, Int64(minute) * 60_000, 1) })
    }
    #expect((10...13).contains(store.status.series))
    #expect(all(store).count == store.status.series)
    let early = store.series(
      matching: [LabelMatcher("id", .equal, "3")],
      after: .min,
      through: .max
    )
    #expect(early.isEmpty)
  }

  @Test func aSeriesThatWentIsNotMistakenForItsSuccessor() throws {
    var limits = StoreLimits()
    limits.age = .seconds(60)
    let (store, id) = try store(limits)
    store.append([StoredSample(id, 0, 1)])
    let other = try #require(store.identify([LabelSet(["__name__": "other"])]).first ?? nil)
    for second in 0..<1000 { store.append([StoredSample(other, Int64(second) * 1000, 1)]) }
    let third = try #require(store.identify([LabelSet(["__name__": "third"])]).first ?? nil)
    #expect(store.append([StoredSample(id, 1_000_000, 1)]).gone == 1)
    #expect(store.append([StoredSample(third, 1_000_000, 1)]).appended == 1)
  }

  @Test func newSeriesAreRefusedWhereTheLivingFillTheStore() {
    var limits = StoreLimits()
    limits.bytes = 20_000
    let store = SeriesStore(limits)
    let ids = store.identify((0..<1000).map { LabelSet(["__name__": "s\($0)"]) })
    #expect(ids.contains { $0 == nil })
    #expect(ids.first != .some(nil))
    #expect(store.status.refusedSeries == ids.count { $0 == nil })
    #expect(store.status.bytes <= limits.bytes)
  }

  @Test func olderHistoryIsPutBefore() throws {
    let (late, id) = try store()
    late.append((600..<1200).map { StoredSample(id, Int64($0) * 1000, Double($0)) })
    let (early, earlyID) = try store()
    early.append((0..<600).map { StoredSample(earlyID, Int64($0) * 1000, Double($0)) })
    let gone = try #require(early.identify([LabelSet(["__name__": "ended"])]).first ?? nil)
    early.append([StoredSample(gone, 5000, 1)])
    #expect(late.absorb(early) == 0)
    let series = all(late)
    #expect(series.count == 2)
    let merged = try #require(series.first { $0.labels == labels })
    #expect(merged.values == (0..<1200).map(Double.init))
    #expect(late.status.samples == 1201)
    #expect(late.append([StoredSample(id, 1_200_000, 1)]).appended == 1)
    // A second time it is not older any more.
    #expect(late.absorb(early) == 601)
  }

  @Test func countersTakeFewBytes() throws {
    let (store, id) = try store()
    var random = SeededGenerator(seed: 3)
    var value = 1e6
    store.append(
      (0..<4320).map { step in
        value += Double(Int.random(in: 150...350, using: &random))
        return StoredSample(id, 1_795_343_062_000 + Int64(step) * 5000, value)
      }
    )
    let status = store.status
    #expect(Double(status.bytes) / Double(status.samples) < 2)
  }

  @Test func readersSeeBatchesWhole() async throws {
    let store = SeriesStore()
    let ids = store.identify((0..<50).map { LabelSet(["__name__": "s\($0)"]) }).compactMap { $0 }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { @concurrent in
        for second in 1...2000 {
          store.append(ids.map { StoredSample($0, Int64(second), Double(second)) })
        }
      }
      group.addTask { @concurrent in
        var seen = 0
        while seen < 2000 {
          let series = all(store)
          let newest = series.map { $0.values.last ?? 0 }
          #expect(newest.allSatisfy { $0 == newest.first })
          #expect(series.allSatisfy { $0.timestamps.count == Int($0.timestamps.last ?? 0) })
          seen = Int(newest.first ?? 0)
        }
      }
    }
  }
}
