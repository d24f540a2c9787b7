import Dashboard
import Screen
import Telemetry

/// Answers to a dashboard's polls from smooth curves with a little noise, the same in every run.
struct SimulatedShop {
  /// Elements of the instant vector behind the latency quantiles.
  private static let bounds = [
    "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf",
  ]

  /// The answer to a poll at a moment; ranges are given whole.
  static func payload(_ poll: Poll, at now: Timestamp) -> Poll.Payload {
    switch poll.question {
    case .labelValues: return .labelValues([])
    case .metadata: return .metadata([:])
    case .targets: return .targets(targets)
    case .alerts, .suppressions: return .alerts(alerts(now))
    case .rules:
      return .rules([
        AlertRule(name: "HighLatency", group: "shop", expression: "x > 2", holdFor: .seconds(600))
      ])
    case .silences: return .silences([])
    case .lines: return .lines([])
    case .instant: return .vector(vector(poll, now))
    case .range(let window): return .matrix(matrix(window, id: poll.id, now))
    }
  }

  private static let targets = (0..<6).map { index in
    ScrapeTarget(
      labels: LabelSet(["job": "backend", "instance": "shop-\(index)"]),
      health: index == 5 ? .down : .up,
      lastError: index == 5 ? "connection refused" : nil,
      scrapeInterval: .seconds(15)
    )
  }

  private static func alerts(_ now: Timestamp) -> [Alert] {
    [
      Alert(
        labels: LabelSet(["alertname": "HighLatency", "severity": "warning"]),
        state: .pending,
        activeAt: now - .seconds(90)
      )
    ]
  }

  private static func vector(_ poll: Poll, _ now: Timestamp) -> [VectorSample] {
    func one(_ labels: [String: String], _ value: Double) -> VectorSample {
      VectorSample(labels: LabelSet(labels), timestamp: now, value: value)
    }
    switch poll.id.text {
    case "inventory": return metrics.map { one(["__name__": $0], 12) }
    case "latency_buckets":
      return bounds.enumerated().map { index, bound in
        one(["le": bound], 140 * min(1, Double(index + 1) / 9) + value("le\(index)", now) / 100)
      }
    case "llm_cost_24h":
      return ["large", "small"].map { one(["model": $0], 20 + value($0, now) * 10) }
    case "llm_tokens_24h":
      return ["input", "output"].map { one(["token_type": $0], 1e6 + value($0, now) * 1e5) }
    case "database_p95":
      return ["insert", "select", "update"].map {
        one(["query_type": $0], 0.01 + value($0, now) / 50)
      }
    case "sample_time": return [one([:], now.seconds - 4)]
    default: return [one([:], value(poll.id.text, now))]
    }
  }

  /// The points of a window, one series, or one for each kind of query.
  static func matrix(_ window: RangeWindow, id: Poll.ID, _ now: Timestamp) -> [TimeSeries] {
    let end = (window.end ?? now).floored(to: window.step)
    return matrix(id: id, from: end - window.length, to: end, step: window.step)
  }

  /// The points of a span.
  static func matrix(
    id: Poll.ID,
    from start: Timestamp,
    to end: Timestamp,
    step: Duration
  ) -> [TimeSeries] {
    let kinds = id.text == "database_p95.range" ? ["insert", "select", "update"] : [""]
    return kinds.map { kind in
      var samples: [Sample] = []
      var moment = start
      while moment <= end {
        samples.append(Sample(moment, value(id.text + kind, moment)))
        moment = moment + step
      }
      return TimeSeries(
        labels: kind.isEmpty ? .empty : LabelSet(["query_type": kind]),
        samples: samples
      )
    }
  }

  /// A number from 0 to 1 that depends on name and moment alone.
  private static func value(_ name: String, _ moment: Timestamp) -> Double {
    var word = UInt64(bitPattern: moment.nanoseconds / 1_000_000_000)
    for byte in name.utf8 { word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 }
    word ^= word >> 29
    let noise = Double(word &* 0x9E37_79B9_7F4A_7C15 >> 40) / Double(1 << 24)
    let wave = Double(moment.nanoseconds / 1_000_000_000 % 900) / 900
    return 0.4 + 0.3 * (wave < 0.5 ? wave : 1 - wave) + 0.1 * noise
  }

  private static let metrics = [
    "http_requests_total", "http_request_duration_seconds_bucket",
    "db_query_duration_seconds_bucket", "db_connections_active", "cache_operations_total",
    "llm_cost_dollars_total", "llm_tokens_used_total", "process_cpu_seconds_total",
    "process_resident_memory_bytes", "node_cpu_seconds_total", "node_memory_MemAvailable_bytes",
    "node_memory_MemTotal_bytes",
  ]
}

/// A dashboard that is fed by hand.
struct FedDashboard {
  var model: Model
  var now: Timestamp

  init(_ size: Size, range: TimeRange = .quarterHour, hasLogs: Bool = false) {
    now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    var settings = DashboardSettings()
    settings.service = "shop-api"
    settings.environment = "prod"
    settings.range = range
    if hasLogs { settings.logs.source = "loki" }
    model = Model(settings: settings, size: size, now: now)
    _ = model.start()
    refresh()
    refresh()
    // The view of the logs.
    if hasLogs { _ = model.update(.key(.character("7"))) }
  }

  /// Answers every poll of the plan.
  mutating func refresh() {
    for poll in model.world.plan.polls {
      let answered = Outcome.Answered(
        SimulatedShop.payload(poll, at: now),
        receipt: Receipt(elapsed: .milliseconds(4), wireBytes: 500, bodyBytes: 900)
      )
      _ = model.update(.outcome(Outcome(poll, at: now, .success(answered))))
    }
  }

  /// Lets time pass second by second, with a refresh every five.
  mutating func advance(seconds: Int, each: (Model) -> Void) {
    for second in 1...seconds {
      now = now + .seconds(1)
      _ = model.update(.tick(now))
      if second % 5 == 0 { refresh() }
      each(model)
    }
  }
}
