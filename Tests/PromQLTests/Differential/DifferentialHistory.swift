import PromQL
import Telemetry
import TestSupport

/// Three hours of series of all kinds, the same for the engine and for Prometheus.
///
/// Samples lie 7.5 s behind the multiples of 15 s. Queries ask at moments 5 s behind them and look
/// back by multiples of 15 s, so that no sample is on an edge, where Prometheus 2 and 3 differ; of
/// Prometheus 3 they ask at the moments of samples too.
struct DifferentialHistory {
  /// The beginning, a multiple of two hours, in seconds since 1970.
  static let start: Int64 = 1_700_006_400
  /// The samples of a series that misses none.
  static let count = 720

  private(set) var stored: [StoredSeries] = []
  private var random = SeededGenerator(seed: 4)
  /// Whether there is what Prometheus 2 and 3 do differently.
  private let isNew: Bool

  /// Makes the history for a server of a version.
  init(major: Int = 2) {
    isNew = major > 2
    addRequests()
    addGauges()
    addWithGaps()
    addOdd()
  }

  /// The moment of a sample in milliseconds.
  static func moment(_ index: Int) -> Int64 { start * 1000 + 7500 + Int64(index) * 15_000 }

  /// All samples as `promtool` reads them.
  var openMetrics: [UInt8] {
    var text: [UInt8] = []
    for series in stored {
      let labels = series.labels.labels.filter { $0.name != "__name__" }
        .map { "\($0.name)=\(PromQLText.quoted($0.value))" }
      let head = (series.labels["__name__"] ?? "") + "{\(labels.joined(separator: ","))} "
      for (moment, value) in zip(series.timestamps, series.values) {
        let half = moment % 1000 == 0 ? "" : ".5"
        text += Array("\(head)\(Self.number(value)) \(moment / 1000)\(half)\n".utf8)
      }
    }
    return text + Array("# EOF\n".utf8)
  }

  private static func number(_ value: Double) -> String {
    value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-Inf" : "+Inf") : "\(value)"
  }

  private mutating func add(
    _ name: String,
    _ labels: [String: String],
    _ value: (Int) -> Double?
  ) {
    var series = StoredSeries(
      labels: LabelSet(labels.merging(["__name__": name]) { $1 }),
      timestamps: [],
      values: []
    )
    for index in 0..<Self.count {
      guard let value = value(index) else { continue }
      series.timestamps.append(Self.moment(index))
      series.values.append(value)
    }
    stored.append(series)
  }

  /// The running values of a counter that is reset now and then.
  private mutating func counter(most: Int, resets: Int) -> [Double] {
    var value = Int.random(in: 0...1000, using: &random)
    return (0..<Self.count).map { _ in
      if Int.random(in: 0..<Self.count, using: &random) < resets { value = 0 }
      value += Int.random(in: 0...most, using: &random)
      return Double(value)
    }
  }

  private mutating func addRequests() {
    for (index, endpoint) in ["/", "/cart", "/pay"].enumerated() {
      for method in ["GET", "POST"] {
        for (rank, status) in ["200", "404", "500"].enumerated() {
          let values = counter(most: 40 >> (2 * rank), resets: index)
          add("requests_total", ["method": method, "endpoint": endpoint, "status": status]) {
            values[$0]
          }
        }
      }
      addHistogram(endpoint)
      add("build_info", ["endpoint": endpoint, "version": "1.\(index)"]) { _ in 1 }
    }
    for instance in ["a", "b", "c"] {
      let isUp = (0..<Self.count).map { _ in Int.random(in: 0..<9, using: &random) > 0 }
      add("up", ["job": instance == "c" ? "db" : "web", "instance": instance]) {
        isUp[$0] ? 1 : 0
      }
    }
  }

  private mutating func addHistogram(_ endpoint: String) {
    let bounds = ["0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"]
    var counts = [Double](repeating: 0, count: bounds.count)
    var rows: [[Double]] = []
    var sums: [Double] = []
    var sum = 0.0
    for _ in 0..<Self.count {
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let bucket = Int.random(in: 0..<bounds.count, using: &random)
        sum += Double(bucket) / 8
        for place in bucket..<bounds.count { counts[place] += 1 }
      }
      rows.append(counts)
      sums.append(sum)
    }
    for (place, bound) in bounds.enumerated() {
      add("latency_seconds_bucket", ["endpoint": endpoint, "le": bound]) { rows[$0][place] }
    }
    add("latency_seconds_sum", ["endpoint": endpoint]) { sums[$0] }
    add("latency_seconds_count", ["endpoint": endpoint]) { rows[$0][bounds.count - 1] }
  }

  private mutating func addGauges() {
    for room in ["kitchen", "attic", "東京", "Zürich \"A\""] {
      var value = Int.random(in: -160...160, using: &random)
      let walk = (0..<Self.count).map { _ in
        value += Int.random(in: -3...3, using: &random)
        return Double(value) / 8
      }
      add("temperature", ["room": room, "unit": room == "attic" ? "F" : "C"]) { walk[$0] }
    }
    for (index, role) in ["reader", "writer"].enumerated() {
      for database in ["orders", "users"] {
        let values = (0..<Self.count).map { _ in
          Double(Int.random(in: 0...50, using: &random) * (index + 1))
        }
        add("connections", ["db": database, "role": role]) { values[$0] }
      }
    }
    add("size_bytes", ["disk": "big"]) { 1e15 + Double($0) * 4096 }
    add("size_bytes", ["disk": "small"]) { Double($0) * 0.0009765625 }
    add("clock_seconds", [:]) { Double(Self.moment($0)) / 1000 }
  }

  /// Series that pause, begin, end, or come rarely.
  ///
  /// For Prometheus 2 they are far above zero: how a counter near zero is extrapolated after a gap
  /// is one of the things that changed with 3.
  private mutating func addWithGaps() {
    let base = isNew ? 0 : 1e6
    for (index, pause) in [12, 30, 90].enumerated() {
      let values = counter(most: 5, resets: 0)
      add("gappy_total", ["n": "\(index)"]) {
        $0 % 120 < pause ? nil : base + values[$0]
      }
    }
    for (index, distance) in [3, 9, 16, 50].enumerated() {
      let values = counter(most: 9, resets: 0)
      add("sparse", ["n": "\(index)"]) { $0 % distance == 1 ? base / 10 + values[$0] : nil }
    }
    let values = counter(most: 9, resets: 0)
    add("begins", ["n": "0"]) { $0 < 300 ? nil : base + values[$0] }
    add("ends", ["n": "0"]) { $0 > 400 ? nil : base + values[$0] }
    add("once", ["n": "0"]) { $0 == 360 ? 42 : nil }
  }

  private mutating func addOdd() {
    add("odd", ["kind": "nan"]) { _ in .nan }
    add("odd", ["kind": "inf"]) { _ in .infinity }
    add("odd", ["kind": "negative"]) { _ in -.infinity }
    add("odd", ["kind": "sometimes nan"]) { $0 % 7 == 0 ? .nan : Double($0) }
    add("odd", ["kind": "sometimes inf"]) { $0 % 11 == 0 ? .infinity : Double($0 % 13) }
    add("odd", ["kind": "zero"]) { _ in 0 }
    add("odd", ["kind": "negative zero"]) { _ in -0.0 }
    add("odd", ["kind": "falling"]) { Double(1000 - $0) }
  }
}
