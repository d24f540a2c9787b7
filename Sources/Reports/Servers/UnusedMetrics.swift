package import Telemetry

/// Metrics that nothing reads, and what they cost.
package struct UnusedMetrics: Hashable, Sendable {
  /// Series of each metric.
  private let series: [String: Double]
  /// Words of everything that reads metrics.
  private var used: Set<String> = []
  private let window: Stretch
  /// How many dashboards were given.
  package var dashboards = 0

  /// Metrics that belong to a server's own working.
  private static let own: Set<String> = ["up", "ALERTS", "ALERTS_FOR_STATE", "target_info"]

  package init(_ series: [String: Double], over window: Stretch) {
    self.series = series
    self.window = window
  }

  /// Takes in an expression that reads metrics: every word of it that is the name of a metric counts.
  package mutating func use(_ expression: String) {
    let words = expression.utf8.split { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
        false
      default: byte < 0x80
      }
    }
    for word in words { used.insert(Self.family(String(decoding: word, as: UTF8.self))) }
  }

  /// The name that the parts of a histogram or summary share.
  static func family(_ name: String) -> String {
    for suffix in ["_bucket", "_count", "_sum", "_created"] where name.hasSuffix(suffix) {
      return String(name.dropLast(suffix.count))
    }
    return name
  }

  /// Series of what nothing reads, by the name that parts of a histogram share.
  package var unused: [(name: String, series: Double)] {
    var unused: [String: Double] = [:]
    for (name, count) in series {
      let family = Self.family(name)
      guard !used.contains(family), !used.contains(name), !Self.own.contains(name),
        !name.hasPrefix("scrape_")
      else { continue }
      unused[family, default: 0] += count
    }
    return unused.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (name: $0.key, series: $0.value) }
  }

  /// The section.
  package func section() -> ReportSection {
    var section = ReportSection("unused_metrics", "Unused metrics", over: window)
    let all = series.values.reduce(0, +)
    let unused = unused
    let cost = unused.reduce(0) { $0 + $1.series }
    section.blocks = [
      .facts([
        ReportFact("metrics", .count(series.count), note: "names at the end of the window"),
        ReportFact("series", .number(all, .count)),
        ReportFact("unused series", .number(cost, .count), note: "of \(unused.count) metrics"),
        ReportFact("share", .number(all > 0 ? cost / all : nil, .ratio), note: "of all series"),
      ])
    ]
    var table = ReportTable(
      "unused",
      "In no rule, dashboard or panel, the dearest first",
      ["metric": "METRIC", "series": "SERIES", "share": "SHARE"]
    )
    table.rows = unused.map { metric in
      [.text(metric.name), .number(metric.series, .count), .number(metric.series / all, .ratio)]
    }
    table.limit(to: 25)
    section.blocks.append(.table(table))
    section.remarks = [
      dashboards == 0
        ? "no dashboards were given: --dashboards FILE… counts what they read as used"
        : "\(dashboards == 1 ? "1 dashboard was" : "\(dashboards) dashboards were") read",
      "what is queried by hand or by other programs is not seen",
    ]
    return section
  }
}
