import LocalSource
import PromQL
import Telemetry
import TestSupport
import Testing

/// What an engine remembers of one question must not change the answer to another.
@Suite struct EngineMemoryTests {
  private static let questions = [
    "histogram_quantile(0.5, sum by (le) (rate(lat_bucket[1m])))",
    "histogram_quantile(0.99, sum by (le) (rate(lat_bucket[1m])))",
    "sum by (le) (rate(lat_bucket[1m]))",
    "sum by (le) (rate(lat_bucket[2m]))",
    "sum without (le) (rate(lat_bucket[1m]))",
    "sum(rate(req_total[1m]))",
    "(sum(rate(req_total{code=\"500\"}[1m])) or sum(rate(req_total[1m])) * 0)"
      + " / sum(rate(req_total[1m]))",
    "sum(rate(req_total[1m] offset 1m))",
    "sum(rate(req_total[1m] @ end()))",
    "sum(rate(req_total[1m] @ start()))",
    "topk(2, req_total)", "topk(1, req_total)", "quantile(0.9, req_total)",
    "count_values(\"v\", req_total)", "max_over_time(sum(req_total)[2m:30s])",
    "avg(req_total) + avg(req_total)", "sum(rate(temp[1m]))", "1 + sum(rate(temp[1m]))",
  ]

  private func store() throws -> (SeriesStore, [SeriesID]) {
    let store = SeriesStore()
    var sets = ["0.1", "0.5", "+Inf"].flatMap { bound in
      ["a", "b"].map { LabelSet(["__name__": "lat_bucket", "le": bound, "path": $0]) }
    }
    sets += ["200", "404", "500"].map { LabelSet(["__name__": "req_total", "code": $0]) }
    sets.append(LabelSet(["__name__": "temp"]))
    let ids = store.identify(sets).compactMap { $0 }
    #expect(ids.count == sets.count)
    for step in 0..<200 { append(step, store, ids) }
    return (store, ids)
  }

  private func append(_ step: Int, _ store: SeriesStore, _ ids: [SeriesID]) {
    store.append(
      ids.enumerated().map { index, id in
        // A counter that falls now and then.
        StoredSample(id, Int64(step) * 5000, Double((step * (index + 1)) % 777))
      }
    )
  }

  private func answers(_ evaluator: Evaluator, end: Int64) throws -> [Answer<QueryValue>] {
    try Self.questions.flatMap { question in
      let expression = try Expression.parse(question)
      return try [
        evaluator.range(expression, from: end - 300_000, through: end, step: 15_000),
        evaluator.range(expression, from: end - 300_000, through: end, step: 30_000),
        evaluator.instant(expression, at: end),
      ]
    }
  }

  @Test func answersWithAndWithoutAMemoAgree() throws {
    let (store, ids) = try store()
    let remembering = Evaluator(store: store, memo: EvaluationMemo())
    let forgetful = Evaluator(store: store)
    for step in 200..<203 {
      let end = Int64(step - 1) * 5000
      let expected = try answers(forgetful, end: end)
      // The first time results are made, the second time they are known.
      #expect(try answers(remembering, end: end) == expected)
      #expect(try answers(remembering, end: end) == expected)
      append(step, store, ids)
      #expect(try answers(remembering, end: end) == answers(forgetful, end: end))
    }
  }

  @Test func whatIsKnownIsNotReadAgain() throws {
    let store = CountingStore()
    let evaluator = Evaluator(store: store, memo: EvaluationMemo())
    func ask(_ quantile: String) throws {
      let text = "histogram_quantile(\(quantile), sum by (le) (rate(x_bucket[1m])))"
      _ = try evaluator.range(.parse(text), from: 0, through: 60_000, step: 5000)
    }
    try ask("0.5")
    #expect(store.reads.value == 10)
    try ask("0.95")
    try ask("0.99")
    #expect(store.reads.value == 10)
    store.change.add(1)
    try ask("0.95")
    #expect(store.reads.value == 20)
  }

  @Test func resultsBeyondTheLimitAreMadeAnew() throws {
    let store = CountingStore()
    let evaluator = Evaluator(store: store, memo: EvaluationMemo(limit: 12))
    for _ in 0..<2 {
      _ = try evaluator.range(.parse("sum(rate(x[1m]))"), from: 0, through: 60_000, step: 5000)
    }
    #expect(store.reads.value == 20)
  }
}

/// Ten series of a sample a second, which counts how often one is read.
struct CountingStore: SampleStore {
  let reads = Tally()
  let change = Tally()
  var seriesCount = 10
  var samples = 60

  var version: UInt64? { UInt64(change.value) }

  func select(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [SelectedSeries] {
    (0..<seriesCount).map { index in
      let labels = LabelSet(["__name__": "x_bucket", "le": "\(index)", "id": "\(index)"])
      return SelectedSeries(labels: labels, bound: samples) { _, buffer in
        reads.add(1)
        buffer.fill(samples) { timestamps, values in
          for sample in 0..<samples {
            timestamps[sample] = Int64(sample) * 1000
            values[sample] = Double(sample * index)
          }
          return samples
        }
      }
    }
  }
}
