/// History of the shop as text that servers read in.
package struct HistoryText: Sendable {
  /// Who reads it, which decides how moments are written.
  package enum Reader: Sendable {
    /// `promtool tsdb create-blocks-from openmetrics`: seconds, families together, `# EOF`.
    case promtool
    /// VictoriaMetrics' `/api/v1/import/prometheus`: milliseconds.
    case victoriaMetrics
  }

  /// The text, ASCII.
  package let bytes: [UInt8]
  /// The samples in it.
  package let sampleCount: Int

  /// Writes what a scrape every `stepSeconds` would have stored after the shop's present moment up
  /// to `end`, and leaves the shop there, so that a second text can go on.
  ///
  /// The jobs of the shop are up all the time and `redis` is down, as `RealPrometheus` scrapes
  /// them. All carry the instances that it gives them.
  package init(
    advancing shop: inout Shop,
    to end: Int,
    stepSeconds: Int = 15,
    for reader: Reader = .promtool
  ) {
    let ups =
      ShopSeries.Job.allCases.map { ($0.rawValue, Self.instance, "1") } + [
        ("redis", Self.redisInstance, "0")
      ]
    var lines = shop.series.map { series in
      let labels =
        (series.labels.isEmpty ? "" : series.labels + ",") + Self.targetLabels(series.job)
      return Line(prefix: "\(series.name){\(labels)} ", shop.series.count)
    }
    var upLines = ups.map { Line(prefix: "up{job=\"\($0.0)\",instance=\"\($0.1)\"} ", 1) }
    var count = 0
    for time in stride(from: Int(shop.time) + stepSeconds, through: end, by: stepSeconds) {
      shop.advance(to: Double(time))
      let stamp = Array(" \(reader == .promtool ? time : time * 1000)\n".utf8)
      for index in lines.indices {
        guard let value = shop.value(of: index) else { continue }
        lines[index].append(Self.number(value), stamp)
        count += 1
      }
      for index in upLines.indices {
        upLines[index].append(ups[index].2, stamp)
        count += 1
      }
    }
    var text: [UInt8] = []
    text.reserveCapacity(lines.reduce(0) { $0 + $1.bytes.count } + 1 << 20)
    var family = ""
    for (series, line) in zip(shop.series, lines) {
      if series.family.name != family {
        family = series.family.name
        text.append(contentsOf: "# TYPE \(family) \(series.family.type)\n".utf8)
      }
      text.append(contentsOf: line.bytes)
    }
    text.append(contentsOf: "# TYPE up gauge\n".utf8)
    for line in upLines { text.append(contentsOf: line.bytes) }
    text.append(contentsOf: "# EOF\n".utf8)
    bytes = text
    sampleCount = count
  }

  /// The `instance` label of everything that the shop shows.
  package static let instance = "shop-1"
  /// The `instance` label of the target that is down.
  package static let redisInstance = "redis-1"

  static func targetLabels(_ job: ShopSeries.Job) -> String {
    "job=\"\(job.rawValue)\",instance=\"\(instance)\""
  }

  /// A sample's value; whole numbers without a point.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  private struct Line {
    let prefix: [UInt8]
    var bytes: [UInt8] = []

    init(prefix: String, _ capacityHint: Int) {
      self.prefix = Array(prefix.utf8)
      bytes.reserveCapacity(capacityHint * 100)
    }

    mutating func append(_ value: String, _ stamp: [UInt8]) {
      bytes.append(contentsOf: prefix)
      bytes.append(contentsOf: value.utf8)
      bytes.append(contentsOf: stamp)
    }
  }
}
