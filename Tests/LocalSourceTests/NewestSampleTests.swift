import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

/// A question about one moment takes the newest sample of a series without reading the others, and
/// its answer is the same as if all were read.
@Suite struct NewestSampleTests {
  /// A store that never tells a newest sample, so that each is found by reading all.
  private struct WholeReads: SampleStore {
    let store: SeriesStore

    func select(
      matching matchers: [LabelMatcher],
      after: Int64,
      through: Int64
    ) -> [SelectedSeries] {
      let found = store.select(matching: matchers, after: after, through: through)
      return found.indices.map { index in
        SelectedSeries(labels: found[index].labels, bound: found[index].bound, place: index) {
          found[$0].read(into: &$1)
        }
      }
    }
  }

  private static let questions = [
    "a", "-a", "timestamp(a)", "a offset 7m", "a offset -1m", "sum by (kind) (a)", "count(a)",
    "max(timestamp(a))", "absent(a)", "a @ 1790002000", "a == a", "topk(2, a)",
    "last_over_time(a[5m])", "sum(increase(a[10m]))",
  ]

  private static let start: Int64 = 1_790_000_000_000

  /// Counters with resets, gauges, states and sums, with gaps and the ends of series among them.
  private func samples(_ kind: Int, _ random: inout SeededGenerator) -> [(Int64, Double)] {
    var time = Self.start + Int64.random(in: 0...600_000, using: &random)
    var value = 1000.0
    return (0..<Int.random(in: 1...800, using: &random)).map { _ in
      let chance = Int.random(in: 0..<100, using: &random)
      time += chance == 0 ? Int64.random(in: 1...900_000, using: &random) : 5000
      if chance < 4, chance > 1 { return (time, StaleMarker.value) }
      switch kind {
      case 0: value = chance == 99 ? 0 : value + Double(Int.random(in: 0...9, using: &random))
      case 1: value = Double.random(in: -1...1, using: &random)
      case 2: value = chance < 10 ? .nan : 1
      default: value = chance == 98 ? 0.25 : value + Double(chance) / 1e9
      }
      return (time, value)
    }
  }

  private func fill(
    _ store: SeriesStore,
    _ random: inout SeededGenerator
  ) -> [Int64] {
    var times: [Int64] = []
    for kind in 0..<4 {
      let labels = LabelSet(["__name__": "a", "kind": "\(kind % 2)", "i": "\(kind)"])
      guard let id = store.identify([labels]).first ?? nil else { continue }
      let samples = samples(kind, &random)
      store.append(samples.map { StoredSample(id, $0.0, $0.1) })
      times += [samples[0].0, samples[samples.count - 1].0]
      if let some = samples.randomElement(using: &random) { times.append(some.0) }
    }
    return times
  }

  private func answer(_ store: any SampleStore, _ question: String, _ moment: Int64) -> String {
    do {
      let value = try Evaluator(store: store).instant(.parse(question), at: moment).value
      guard case .vector(let elements) = value else { return "\(value)" }
      return elements.map { "\($0.labels.description) \($0.timestamp) \($0.value.bitPattern)" }
        .joined(separator: "\n")
    } catch {
      return "\(error)"
    }
  }

  @Test func theAnswerIsThatOfReadingAll() {
    var random = SeededGenerator(seed: 0x4E77)
    var known = 0
    for round in 0..<fuzzCases(60) {
      let store = SeriesStore(.unbounded)
      for time in fill(store, &random) {
        let moment = time + Int64.random(in: -2...400_000, using: &random)
        for moment in [time - 1, time, time + 1, time + 299_999, time + 300_000, moment] {
          let found = store.select(
            matching: [LabelMatcher("__name__", .equal, "a")],
            after: moment - 300_000,
            through: moment
          )
          known += found.count { $0.newest != nil }
          for question in Self.questions {
            #expect(
              answer(store, question, moment) == answer(WholeReads(store: store), question, moment),
              "\(question) at \(moment), round \(round)"
            )
          }
        }
      }
    }
    #expect(known > 100)
  }

  @Test func theNewestSampleIsTheLastOneThatIsRead() throws {
    var random = SeededGenerator(seed: 0x11E3)
    for round in 0..<fuzzCases(60) {
      let store = SeriesStore(.unbounded)
      for time in fill(store, &random) {
        let found = store.select(
          matching: [LabelMatcher("__name__", .equal, "a")],
          after: time - Int64.random(in: 1...3_000_000, using: &random),
          through: time + Int64.random(in: 0...3_000_000, using: &random)
        )
        var buffer = SampleBuffer()
        for series in found {
          guard let newest = series.newest else { continue }
          series.read(into: &buffer)
          let last = buffer.withSamples { timestamps, values in
            (timestamps.last, values.last?.bitPattern)
          }
          #expect(last.0 == newest.timestamp, "round \(round)")
          #expect(last.1 == newest.value.bitPattern, "round \(round)")
        }
      }
    }
  }
}
