import Signals
import Telemetry

/// A panel of the dashboard: signals of one kind on one chart.
struct GrafanaPanel {
  /// A line, or one for each value of the label that its legend names.
  struct Line {
    let letter: String
    let signal: Signal
    let legend: String

    var unit: SignalUnit { signal.unit }
  }

  /// Lines of the grid that a panel takes.
  static let height = 8

  /// Columns of the grid that a panel takes, of 24.
  static let width = 8

  let title: String
  let lines: [Line]
  var threshold: Threshold?

  /// The unit of its axis: that of its first line.
  var unit: SignalUnit { lines.first?.unit ?? .none }

  /// The panels whose metrics the profile has, in the order of goldtop's overview.
  static func all(_ profile: MetricProfile, _ bounds: SignalThresholds) -> [GrafanaPanel] {
    let rows = requests(profile, bounds) + saturation(bounds) + dependencies(profile, bounds)
    return rows.compactMap { row in
      let known = row.signals.compactMap { id, legend -> (Signal, String)? in
        guard let signal = Signal.row(id), !signal.metrics(profile).isEmpty else { return nil }
        return (signal, legend)
      }
      guard !known.isEmpty else { return nil }
      let lines = zip("ABCDEFGHIJ", known).map { letter, line in
        Line(letter: String(letter), signal: line.0, legend: line.1)
      }
      return GrafanaPanel(title: row.title, lines: lines, threshold: row.threshold)
    }
  }

  private struct Row {
    let title: String
    let signals: [(Signal.ID, String)]
    let threshold: Threshold?

    init(_ title: String, _ signals: [(Signal.ID, String)], _ threshold: Threshold? = nil) {
      (self.title, self.signals, self.threshold) = (title, signals, threshold)
    }
  }

  private static func requests(_ profile: MetricProfile, _ bounds: SignalThresholds) -> [Row] {
    [
      Row(
        "Latency",
        [(.latencyP50, "p50"), (.latencyP95, "p95"), (.latencyP99, "p99"), (.latencyMean, "mean")],
        bounds.latencyP95
      ),
      Row("Traffic", [(.traffic, "now"), (.trafficHourAgo, "1 h ago")]),
      Row("Traffic by status", [(.requestStatuses, label(profile.requests.statusLabel))]),
      Row("Errors", [(.errorRatio, "errors"), (.errorRate, "errors/s")], bounds.errorRatio),
    ]
  }

  private static func saturation(_ bounds: SignalThresholds) -> [Row] {
    [
      Row(
        "Machine",
        [(.nodeCPU, "cpu"), (.nodeMemory, "memory"), (.nodeDisk, "disk")],
        bounds.cpu
      ),
      Row(
        "Process",
        [
          (.processCPU, "cpu cores"), (.processMemory, "memory"),
          (.fileDescriptors, "descriptors"),
        ]
      ),
      Row(
        "Connections and memory of databases",
        [
          (.postgresConnections, "PostgreSQL, of its limit"),
          (.redisMemory, "Redis memory, of its limit"), (.databaseConnections, "in use"),
        ]
      ),
    ]
  }

  private static func dependencies(
    _ profile: MetricProfile,
    _ bounds: SignalThresholds
  ) -> [Row] {
    let budget = Threshold(warning: bounds.modelBudget24h * 0.8, critical: bounds.modelBudget24h)
    return [
      Row(
        "Cache",
        [(.cacheHitRatio, "hit rate"), (.cacheHits, "hits/s"), (.cacheMisses, "misses/s")],
        bounds.cacheHitRatio
      ),
      Row(
        "Queries, p95",
        [
          (.databaseP95, label(profile.database.queryTypeLabel)), (.redisLatency, "Redis, mean"),
          (.postgresTransactions, "PostgreSQL transactions"),
        ],
        bounds.databaseP95
      ),
      Row("Calls, p95", [(.externalP95, label(profile.calls.targetLabel))], bounds.externalP95),
      Row("Model cost an hour", [(.modelCostRate, "an hour")]),
      Row("Model cost, 24 h", [(.modelCost24h, label(profile.model.modelLabel))], budget),
      Row("Tokens an hour", [(.modelTokenRate, label(profile.model.answeredKindLabel))]),
    ]
  }

  /// A legend that names the value of a label.
  private static func label(_ name: String?) -> String { name.map { "{{\($0)}}" } ?? "" }

  /// How values are drawn.
  func defaults(link: JSONValue?) -> JSONValue {
    [
      "unit": .text(Self.unit(unit)),
      "min": threshold?.direction == .below ? nil : .number(0),
      "custom": [
        "drawStyle": .text("line"), "lineWidth": .number(1), "fillOpacity": .number(10),
        "showPoints": .text("never"), "spanNulls": .boolean(false),
        "thresholdsStyle": ["mode": .text(threshold == nil ? "off" : "line")],
      ],
      "thresholds": ["mode": .text("absolute"), "steps": .list(steps)],
      "links": link.map { .list([$0]) },
    ]
  }

  private var steps: [JSONValue] {
    func step(_ color: String, _ value: Double?) -> JSONValue {
      ["color": .text(color), "value": value.map { .number($0) } ?? .null]
    }
    guard let threshold else { return [step("green", nil)] }
    switch threshold.direction {
    case .above:
      let bounds = [("yellow", threshold.warning), ("red", threshold.critical)]
      return [step("green", nil)]
        + bounds.compactMap { color, bound in
          bound.map { step(color, $0) }
        }
    case .below:
      let bounds = [("yellow", threshold.critical), ("green", threshold.warning)]
      return [step("red", nil)]
        + bounds.compactMap { color, bound in
          bound.map { step(color, $0) }
        }
    }
  }

  /// Grafana's word for a unit.
  static func unit(_ unit: SignalUnit) -> String {
    switch unit {
    case .none: "none"
    case .seconds: "s"
    case .ratio: "percentunit"
    case .requestsPerSecond: "reqps"
    case .perSecond: "ops"
    case .count, .tokens, .cores: "short"
    case .bytes: "bytes"
    case .bytesPerSecond: "Bps"
    case .dollars, .dollarsPerHour: "currencyUSD"
    case .time: "dateTimeAsIso"
    }
  }
}
