import Glibc

/// A part of the shop: its series, and their rates or values in the same order.
protocol ShopPart: Sendable {
  var series: [ShopSeries] { get }
  func append(to values: inout [Double], at moment: ShopMoment)
}

/// The series of one classic histogram with log-normally distributed durations.
struct ShopHistogram: Sendable {
  static let bounds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  let series: [ShopSeries]

  init(_ name: String, _ labels: String) {
    let bounds = Self.bounds.map { $0 < 1 || $0 == 2.5 ? "\($0)" : "\(Int($0))" } + ["+Inf"]
    func one(_ suffix: String, _ labels: String, _ kind: ShopSeries.Kind) -> ShopSeries {
      ShopSeries(name + suffix, rawLabels: labels, kind: kind, histogram: name)
    }
    series =
      bounds.map { one("_bucket", "\(labels),le=\"\($0)\"", .count) } + [
        one("_count", labels, .count), one("_sum", labels, .amount),
      ]
  }

  func append(to values: inout [Double], rate: Double, median: Double, spread: Double) {
    for bound in Self.bounds {
      values.append(rate * 0.5 * (1 + erf(log(bound / median) / (spread * 2.0.squareRoot()))))
    }
    values.append(rate)
    values.append(rate)
    values.append(rate * median * exp(spread * spread / 2))
  }
}

/// HTTP requests by endpoint and status, and their duration.
struct RequestsPart: ShopPart {
  private struct Endpoint {
    let method: String
    let path: String
    let rate: Double
    let median: Double
    let spread: Double
    let ok: String
    var bad: String { method == "GET" ? "404" : "422" }
    var labels: String { "method=\"\(method)\",endpoint=\"\(path)\"" }
  }

  private static let endpoints = [
    Endpoint(method: "GET", path: "/products", rate: 52, median: 0.018, spread: 0.6, ok: "200"),
    Endpoint(
      method: "GET",
      path: "/products/{id}",
      rate: 38,
      median: 0.022,
      spread: 0.6,
      ok: "200"
    ),
    Endpoint(method: "GET", path: "/search", rate: 21, median: 0.065, spread: 0.7, ok: "200"),
    Endpoint(method: "POST", path: "/cart", rate: 14, median: 0.03, spread: 0.6, ok: "201"),
    Endpoint(method: "POST", path: "/checkout", rate: 6, median: 0.14, spread: 0.7, ok: "201"),
    Endpoint(method: "POST", path: "/login", rate: 5, median: 0.09, spread: 0.5, ok: "200"),
    Endpoint(method: "GET", path: "/recommend", rate: 6, median: 0.42, spread: 0.6, ok: "200"),
  ]

  private let histograms = endpoints.map {
    ShopHistogram("http_request_duration_seconds", $0.labels)
  }

  var series: [ShopSeries] {
    let counts = Self.endpoints.flatMap { endpoint in
      [endpoint.ok, endpoint.bad, "500", "503"].map { status in
        ShopSeries(
          "http_requests_total",
          rawLabels: "\(endpoint.labels),status=\"\(status)\"",
          kind: status.hasPrefix("5") ? .rareCount : .count
        )
      }
    }
    return counts + histograms.flatMap(\.series)
  }

  func append(to values: inout [Double], at moment: ShopMoment) {
    let rates = Self.endpoints.enumerated().map { index, endpoint in
      endpoint.rate * moment.day * moment.noise(index) * (1 - 0.2 * moment.errors)
    }
    for (endpoint, rate) in zip(Self.endpoints, rates) {
      let fragile = endpoint.path == "/checkout" || endpoint.path == "/cart"
      let failing = 0.001 + (fragile ? 0.16 : 0.06) * moment.errors
      let refused = 0.01
      values.append(rate * (1 - failing - refused))
      values.append(rate * refused)
      values.append(rate * failing * 0.7)
      values.append(moment.errors > 0 ? rate * failing * 0.3 : 0)
    }
    for (index, endpoint) in Self.endpoints.enumerated() {
      histograms[index].append(
        to: &values,
        rate: rates[index],
        median: endpoint.median * (1 + 9 * moment.latency) * moment.noise(index + 100),
        spread: endpoint.spread + 0.35 * moment.latency
      )
    }
  }
}

/// Database queries by type, and the connections of the pool.
struct DatabasePart: ShopPart {
  private static let types: [(name: String, rate: Double, median: Double, spread: Double)] = [
    ("select", 180, 0.004, 0.7), ("insert", 22, 0.007, 0.6), ("update", 16, 0.008, 0.6),
    ("delete", 2, 0.006, 0.6),
  ]

  private let histograms = types.map {
    ShopHistogram("db_query_duration_seconds", "query_type=\"\($0.name)\"")
  }

  var series: [ShopSeries] {
    histograms.flatMap(\.series) + [ShopSeries("db_connections_active", kind: .gauge)]
  }

  func append(to values: inout [Double], at moment: ShopMoment) {
    for (index, type) in Self.types.enumerated() {
      histograms[index].append(
        to: &values,
        rate: type.rate * moment.day * moment.noise(index + 20),
        median: type.median * (1 + 25 * moment.latency),
        spread: type.spread + 0.3 * moment.latency
      )
    }
    values.append((14 + 8 * moment.day * moment.noise(60) + 52 * moment.latency).rounded())
  }
}

/// Calls of language models: tokens and dollars.
struct LanguageModelPart: ShopPart {
  private static let uses: [(model: String, operation: String, rate: Double, price: Double)] = [
    ("model-a", "recommend", 0.65, 2.6e-7), ("model-a", "support", 0.15, 2.6e-7),
    ("model-b", "recommend", 0.12, 1.1e-6), ("model-b", "moderation", 0.05, 1.1e-6),
  ]

  var series: [ShopSeries] {
    Self.uses.flatMap { use in
      ["input", "output"].map { type in
        ShopSeries(
          "llm_tokens_used_total",
          ["model": use.model, "operation": use.operation, "token_type": type],
          kind: .count
        )
      }
    }
      + Self.uses.map {
        ShopSeries(
          "llm_cost_dollars_total",
          ["model": $0.model, "operation": $0.operation],
          kind: .amount
        )
      }
  }

  func append(to values: inout [Double], at moment: ShopMoment) {
    let calls = Self.uses.enumerated().map { index, use in
      use.rate * moment.day * moment.noise(index + 30) * (1 + 2.2 * moment.cost)
    }
    for rate in calls {
      values.append(rate * 420)
      values.append(rate * 95)
    }
    for (use, rate) in zip(Self.uses, calls) {
      values.append(rate * (420 + 4 * 95) * use.price)
    }
  }
}

/// Cache look-ups by operation and result.
struct CachePart: ShopPart {
  private static let operations: [(name: String, rate: Double, hits: Double)] = [
    ("product", 260, 0.95), ("session", 140, 0.985), ("search", 50, 0.82),
  ]

  var series: [ShopSeries] {
    Self.operations.flatMap { operation in
      ["hit", "miss"].map {
        ShopSeries(
          "cache_operations_total",
          ["operation": operation.name, "result": $0],
          kind: .count
        )
      }
    }
  }

  func append(to values: inout [Double], at moment: ShopMoment) {
    for (index, operation) in Self.operations.enumerated() {
      let rate = operation.rate * moment.day * moment.noise(index + 40)
      let hits = operation.hits * (1 - 0.45 * moment.cache)
      values.append(rate * hits)
      values.append(rate * (1 - hits))
    }
  }
}

/// The server process.
struct ProcessPart: ShopPart {
  let start: Int

  let series = [
    ShopSeries("process_cpu_seconds_total", kind: .amount),
    ShopSeries("process_resident_memory_bytes", kind: .gauge),
    ShopSeries("process_open_fds", kind: .gauge),
    ShopSeries("process_max_fds", kind: .gauge),
    ShopSeries("process_start_time_seconds", kind: .gauge),
  ]

  func append(to values: inout [Double], at moment: ShopMoment) {
    let memory =
      310 + 40 * moment.day + 20 * sin(moment.time / 900) + 160 * moment.latency
    values.append((0.25 + 0.9 * moment.day) * (1 + 0.6 * moment.latency))
    values.append((memory * 1_048_576).rounded())
    values.append((80 + 40 * moment.day * moment.noise(61) + 150 * moment.latency).rounded())
    values.append(1024)
    values.append(Double(start - 3 * 86_400))
  }
}

/// The machine, under node-exporter's names.
struct NodePart: ShopPart {
  let start: Int
  private static let cores = 4
  private static let modes = ["user", "system", "iowait", "idle"]

  var series: [ShopSeries] {
    func one(
      _ name: String,
      _ labels: KeyValuePairs<String, String>,
      _ kind: ShopSeries.Kind
    )
      -> ShopSeries
    { ShopSeries(name, labels, kind: kind, job: .node) }
    let cpu = (0..<Self.cores).flatMap { core in
      Self.modes.map {
        one("node_cpu_seconds_total", ["cpu": "\(core)", "mode": $0], .amount)
      }
    }
    return cpu + [
      one("node_disk_read_bytes_total", ["device": "sda"], .count),
      one("node_disk_written_bytes_total", ["device": "sda"], .count),
      one("node_network_receive_bytes_total", ["device": "eth0"], .count),
      one("node_network_transmit_bytes_total", ["device": "eth0"], .count),
      one("node_memory_MemTotal_bytes", [:], .gauge),
      one("node_memory_MemAvailable_bytes", [:], .gauge),
      one("node_load1", [:], .gauge),
      one("node_filesystem_size_bytes", ["fstype": "ext4", "mountpoint": "/"], .gauge),
      one("node_filesystem_avail_bytes", ["fstype": "ext4", "mountpoint": "/"], .gauge),
    ]
  }

  func append(to values: inout [Double], at moment: ShopMoment) {
    let gibibyte = Double(1 << 30)
    let busy = min(0.97, (0.15 + 0.28 * moment.day) * (1 + 0.6 * moment.latency))
    let waiting = 0.02 + 0.08 * moment.latency
    for _ in 0..<Self.cores {
      values.append(busy * 0.78)
      values.append(busy * 0.22 - min(waiting, busy * 0.1))
      values.append(min(waiting, busy * 0.1))
      values.append(1 - busy)
    }
    values.append(4e5 * moment.day * moment.noise(70))
    values.append(2.1e6 * moment.day * moment.noise(71))
    values.append(9e5 * moment.day * moment.noise(72))
    values.append(3.4e6 * moment.day * moment.noise(73))
    values.append(8 * gibibyte)
    values.append(((4.4 - 0.5 * moment.day - 0.6 * moment.latency) * gibibyte).rounded())
    values.append((busy * 400 * moment.noise(74)).rounded() / 100)
    values.append(80 * gibibyte)
    values.append((31 * gibibyte - (moment.time - Double(start)) * 9000).rounded())
  }
}

/// The database server, under postgres-exporter's names.
struct PostgresPart: ShopPart {
  var series: [ShopSeries] {
    let shop: KeyValuePairs = ["datname": "shop"]
    return [
      ShopSeries("pg_up", kind: .gauge, job: .postgres),
      ShopSeries("pg_stat_database_numbackends", shop, kind: .gauge, job: .postgres),
      ShopSeries("pg_settings_max_connections", kind: .gauge, job: .postgres),
      ShopSeries("pg_stat_database_xact_commit", shop, kind: .count, job: .postgres),
      ShopSeries("pg_stat_database_xact_rollback", shop, kind: .count, job: .postgres),
    ]
  }

  func append(to values: inout [Double], at moment: ShopMoment) {
    values.append(1)
    values.append((16 + 8 * moment.day * moment.noise(62) + 52 * moment.latency).rounded())
    values.append(100)
    values.append(210 * moment.day)
    values.append(0.3 + 8 * moment.errors)
  }
}
