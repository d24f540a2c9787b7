import PromQL
import Telemetry
import Testing

/// What must hold whatever the samples.
@Suite struct EvaluatorPropertyTests {
  private static let end: Int64 = 1_800_000

  /// Two metrics of six series with gaps, resets, staleness markers and values that are no numbers.
  private static func question(seed: UInt64) -> Question {
    var random = SplitMix(state: seed)
    var question = Question()
    question.options.lookback = 120_000
    for name in ["x_total", "y_total"] {
      for index in 0..<6 {
        var value = 0.0
        let values: [Double?] = (0..<60).map { _ in
          switch random.next() % 20 {
          case 0: return nil
          case 1: return StaleMarker.value
          case 2: return name == "x_total" ? .nan : -value
          case 3:
            value = 0
            return 0
          default:
            value += Double(random.next() % 100) / 8
            return value
          }
        }
        let labels = ["job": "j\(index / 2)", "pod": "p\(index)"]
        question.store.add(name, labels, step: 30_000, values: values)
      }
    }
    return question
  }

  private static let queries = [
    "x_total", "x_total offset 90s", "rate(x_total[3m])", "delta(y_total[200s] offset -1m)",
    "sum by (job) (rate(x_total[3m]))", "avg(x_total)", "stddev by (job) (y_total)",
    "topk by (job) (1, y_total)", "quantile(0.3, y_total)", "count_values(\"v\", sgn(y_total))",
    "x_total / on(pod) y_total", "x_total * on(job) group_left sum by (job) (y_total)",
    "x_total > y_total", "x_total and on(pod) (y_total > 10)", "x_total or y_total",
    "y_total unless on(job) x_total > 100", "max_over_time(y_total[4m:1m])",
    "sum_over_time(rate(x_total[2m])[5m:30s] offset 1m)", "absent(y_total{pod=\"p1\"})",
    "absent_over_time(x_total{pod=\"p1\"}[30s])", "timestamp(y_total)",
    "scalar(y_total{pod=\"p3\"})",
    "label_replace(y_total, \"n\", \"$1\", \"pod\", \"p(.*)\")", "time() - y_total",
    "quantile_over_time(0.7, y_total[5m])", "predict_linear(y_total[5m], 60)",
    "clamp(y_total, 5, 50)", "changes(x_total[5m])", "last_over_time(y_total[1m])",
  ]

  @Test(arguments: queries) func aRangeIsItsInstantsOneAfterTheOther(_ query: String) throws {
    for seed in UInt64(1)...4 {
      let question = Self.question(seed: seed)
      var wanted: [String: [Double?]] = [:]
      let moments = Array(stride(from: Int64(45_000), through: Self.end, by: 75_000))
      for (step, moment) in moments.enumerated() {
        for row in try question.instant(query, at: moment) {
          let labels = row.labels == "scalar" ? "" : row.labels
          wanted[labels, default: moments.map { _ in nil }][step] = row.values[0]
        }
      }
      let found = try question.range(query, through: Self.end, from: 45_000, step: 75_000)
      #expect(Set(found.map(\.labels)) == Set(wanted.keys))
      for row in found { #expect(row == Row(row.labels, wanted[row.labels] ?? [])) }
    }
  }

  @Test(arguments: ["sum", "min", "max", "count", "group"])
  func foldingRowsAsTheyComeChangesNothing(_ operation: String) throws {
    for seed in UInt64(1)...4 {
      let question = Self.question(seed: seed)
      let direct = try question.range(
        "\(operation) by (job) (rate(x_total[3m]))",
        through: Self.end
      )
      let held = try question.range(
        "\(operation) by (job) (rate(x_total[3m]) * 1)",
        through: Self.end
      )
      #expect(!direct.isEmpty)
      #expect(direct == held)
    }
  }

  @Test func naiveSumsOfRatesAgree() throws {
    let question = Self.question(seed: 9)
    let rates = try question.range("rate(y_total[3m])", through: Self.end)
    let sums = try question.range("sum(rate(y_total[3m]))", through: Self.end)
    try #require(sums.count == 1)
    for step in sums[0].values.indices {
      let present = rates.compactMap { $0.values[step] }
      let wanted: [Double?] = [present.isEmpty ? nil : present.reduce(0, +)]
      #expect(Row("", [sums[0].values[step]]) == Row("", wanted))
    }
  }
}

/// Random numbers that a seed determines.
///
/// - Source: SplitMix64, <https://prng.di.unimi.it/splitmix64.c>.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
