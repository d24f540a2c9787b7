/// The series of one target in the order of its exposition, with all text that never changes.
struct ExpositionLayout {
  /// How the number of a line comes about.
  enum Number {
    /// A line without a number: `# HELP` and `# TYPE`.
    case none
    /// A cell as it is, in millionths, in billionths.
    case count(Int)
    case millionths(Int)
    case billionths(Int)
    /// The first bucket of a histogram, and those after it, each with all before it.
    case firstBucket(Int)
    case nextBucket(Int)
    /// Everything that the buckets have counted.
    case allBuckets
    /// A gauge.
    case gauge(ShopGauge)
    /// A number that never changes.
    case fixed(Int64)
  }

  /// The text before each number, one after the other.
  private(set) var text: [UInt8] = []
  /// Where in `text` a line ends, and its number.
  private(set) var lines: [(end: Int, number: Number)] = []

  /// The lines of a target; `start` is the second at which its process began.
  init(_ target: ShopTarget, start: Int) {
    switch target {
    case .node: appendNode(start)
    case .redis: appendRedis(start)
    case .postgres: appendPostgres()
    case .storefront, .checkout, .payments, .catalog, .assistant:
      if let service = target.service { appendService(service, start) }
    }
  }

  mutating func family(_ name: String, _ type: String, _ help: String) {
    text.append(contentsOf: "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n".utf8)
    lines.append((text.count, .none))
  }

  mutating func line(_ name: String, _ labels: KeyValuePairs<String, String>, _ number: Number) {
    let pairs = labels.map { "\($0)=\"\($1)\"" }.joined(separator: ",")
    text.append(contentsOf: (pairs.isEmpty ? "\(name) " : "\(name){\(pairs)} ").utf8)
    lines.append((text.count, number))
  }

  /// A family of one line.
  mutating func single(_ name: String, _ type: String, _ help: String, _ number: Number) {
    family(name, type, help)
    line(name, [:], number)
  }

  /// Buckets, sum and count of one histogram.
  mutating func histogram(
    _ name: String,
    _ labels: KeyValuePairs<String, String>,
    first: Int,
    bounds: [Int64]
  ) {
    let pairs = labels.map { "\($0)=\"\($1)\"" }.joined(separator: ",")
    for (index, bound) in (bounds.map(Self.seconds) + ["+Inf"]).enumerated() {
      text.append(contentsOf: "\(name)_bucket{\(pairs),le=\"\(bound)\"} ".utf8)
      lines.append((text.count, index == 0 ? .firstBucket(first) : .nextBucket(first + index)))
    }
    line("\(name)_sum", labels, .millionths(first + bounds.count + 1))
    line("\(name)_count", labels, .allBuckets)
  }

  /// A bound as Prometheus itself writes it; both client libraries mean the same by theirs.
  private static func seconds(_ microseconds: Int64) -> String {
    "\(Double(microseconds) / 1e6)"
  }
}

extension ExpositionLayout {
  private mutating func appendService(_ service: ShopService, _ start: Int) {
    appendRequests(service)
    appendQueries(service)
    appendCalls(service)
    appendCache(service)
    if service == .assistant { appendModels() }
    if service == .checkout {
      single(
        "charge_retries_total",
        "counter",
        "Retried charges.",
        .count(ShopCells.other(.retries))
      )
    }
    appendProcess(service, start)
  }

  private mutating func appendRequests(_ service: ShopService) {
    let endpoints = ShopEndpoint.allCases.filter { $0.service == service }
    family("http_requests_total", "counter", "Answered requests.")
    for endpoint in endpoints {
      for outcome in ShopOutcome.allCases {
        guard let status = endpoint.status(outcome) else { continue }
        line(
          "http_requests_total",
          [
            "method": endpoint.route.method, "endpoint": endpoint.route.path,
            "status": "\(status)",
          ],
          .count(ShopCells.request(endpoint, outcome))
        )
      }
    }
    family("http_request_duration_seconds", "histogram", "Duration of requests.")
    for endpoint in endpoints {
      histogram(
        "http_request_duration_seconds",
        ["method": endpoint.route.method, "endpoint": endpoint.route.path],
        first: ShopCells.durations(endpoint),
        bounds: ShopCells.requestBounds
      )
    }
  }

  private mutating func appendQueries(_ service: ShopService) {
    let queries = ShopQuery.allCases.filter { $0.service == service }
    guard !queries.isEmpty else { return }
    family("db_query_duration_seconds", "histogram", "Duration of database queries.")
    for query in queries {
      histogram(
        "db_query_duration_seconds",
        ["query_type": query.type],
        first: ShopCells.queries(query),
        bounds: ShopCells.queryBounds
      )
    }
    let gauges: [ShopService: ShopGauge] = [
      .checkout: .checkoutConnections, .payments: .paymentsConnections,
      .catalog: .catalogConnections, .assistant: .assistantConnections,
    ]
    guard let gauge = gauges[service] else { return }
    single("db_connections_active", "gauge", "Connections in use.", .gauge(gauge))
  }

  private mutating func appendCalls(_ service: ShopService) {
    for call in ShopCall.allCases where call.service == service {
      family("external_call_duration_seconds", "histogram", "Duration of external calls.")
      histogram(
        "external_call_duration_seconds",
        ["target": call.name],
        first: ShopCells.calls(call),
        bounds: ShopCells.requestBounds
      )
    }
  }

  private mutating func appendCache(_ service: ShopService) {
    for cache in ShopCache.allCases where cache.service == service {
      family("cache_operations_total", "counter", "Cache look-ups.")
      for (index, result) in ["hit", "miss"].enumerated() {
        line(
          "cache_operations_total",
          ["operation": cache.operation, "result": result],
          .count(ShopCells.cache(cache) + index)
        )
      }
    }
  }

  private mutating func appendModels() {
    let pairs: [(ShopModel, ShopTask)] = ShopModel.allCases.flatMap { model in
      // Reviews are summed up by the small model alone.
      ShopTask.allCases.filter { model == .small || $0 == .chat }.map { (model, $0) }
    }
    family("llm_tokens_used_total", "counter", "Tokens sent and received.")
    for (model, task) in pairs {
      for (index, type) in ["input", "output"].enumerated() {
        line(
          "llm_tokens_used_total",
          ["model": model.name, "operation": task.operation, "token_type": type],
          .count(ShopCells.tokens(model, task) + index)
        )
      }
    }
    family("llm_cost_dollars_total", "counter", "Cost of tokens in dollars.")
    for (model, task) in pairs {
      line(
        "llm_cost_dollars_total",
        ["model": model.name, "operation": task.operation],
        .billionths(ShopCells.cost(model, task))
      )
    }
  }

  private mutating func appendProcess(_ service: ShopService, _ start: Int) {
    single(
      "process_cpu_seconds_total",
      "counter",
      "CPU time of the process.",
      .millionths(ShopCells.processor(service))
    )
    single(
      "process_resident_memory_bytes",
      "gauge",
      "Memory of the process.",
      .gauge(.memory(service))
    )
    single("process_open_fds", "gauge", "Open files.", .gauge(.files(service)))
    single("process_max_fds", "gauge", "Maximum open files.", .fixed(1024))
    single("process_start_time_seconds", "gauge", "Start time.", .fixed(Int64(start)))
  }
}
