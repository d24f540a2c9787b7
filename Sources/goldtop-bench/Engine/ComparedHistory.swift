/// An hour and a half of a shop with three instances and of the cluster below it, as OpenMetrics.
struct ComparedHistory {
  static let start = 1_790_000_000
  static let interval = 15
  static let scrapes = 361

  static var end: Int { start + (scrapes - 1) * interval }

  /// The last moment that is asked for.
  ///
  /// Samples lie on the bound of no window: Prometheus 2 counts those, and 3 does not.
  static var lastMoment: Int { end + 8 }

  private enum Kind {
    case counter(Int)
    case gauge(Double)
    case constant(Double)
    /// A sum of durations.
    case seconds(Int)
    /// Processor time, which Linux counts by hundredths of a second.
    case ticks(Int)
  }

  private var lines: [(series: String, kind: Kind, value: Double)] = []
  private var random = BenchRandom()
  private var sums: SumsOfSeconds

  init() {
    sums = SumsOfSeconds(.go, series: 200, &random)
    for number in 0..<3 { addShop("job=\"backend\",instance=\"shop-\(number):8000\"") }
    for number in 0..<3 { addNode("job=\"node\",instance=\"node-\(number):9100\"") }
    for number in 0..<100 { addContainer(number) }
  }

  /// All samples, scrape after scrape.
  mutating func text() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(lines.count * Self.scrapes * 130)
    for scrape in 0..<Self.scrapes {
      let time = Self.start + scrape * Self.interval
      for index in lines.indices {
        move(index)
        text += "\(lines[index].series) \(lines[index].value) \(time)\n".utf8
      }
    }
    text += "# EOF\n".utf8
    return text
  }

  private mutating func move(_ index: Int) {
    switch lines[index].kind {
    case .counter(let rate):
      lines[index].value += Double(Int.random(in: 0...rate, using: &random))
    case .gauge(let size):
      lines[index].value = (size * Double.random(in: 0.5...1, using: &random)).rounded()
    case .constant: break
    case .seconds(let place): lines[index].value = sums.next(place, &random)
    case .ticks(let rate):
      let ticks =
        (lines[index].value * 100).rounded() + Double(Int.random(in: 0...rate, using: &random))
      lines[index].value = ticks / 100
    }
  }

  private mutating func add(_ name: String, _ labels: String, _ kind: Kind) {
    let value: Double
    switch kind {
    case .constant(let constant): value = constant
    case .counter(let rate): value = Double(rate) * 1000
    case .gauge, .seconds, .ticks: value = 0
    }
    lines.append(("\(name){\(labels)}", kind, value))
  }

  private var nextSum: Kind {
    .seconds(lines.count % 200)
  }

  private mutating func addShop(_ target: String) {
    add("up", target, .constant(1))
    let bounds = [
      "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf",
    ]
    for endpoint in 0..<20 {
      let labels = "\(target),endpoint=\"/api/v1/items/\(endpoint)\",method=\"GET\""
      for (place, bound) in bounds.enumerated() {
        let labels = "\(labels),le=\"\(bound)\""
        add("http_request_duration_seconds_bucket", labels, .counter(3 * place + 1))
      }
      add("http_request_duration_seconds_count", labels, .counter(31))
      add("http_request_duration_seconds_sum", labels, nextSum)
      for (status, rate) in [("200", 50), ("404", 3), ("500", 1)] {
        add("http_requests_total", "\(labels),status=\"\(status)\"", .counter(rate))
      }
    }
    for type in ["select", "insert", "update"] {
      for (place, bound) in bounds.enumerated() {
        let labels = "\(target),query_type=\"\(type)\",le=\"\(bound)\""
        add("db_query_duration_seconds_bucket", labels, .counter(9 * place + 1))
      }
    }
    for result in ["hit", "miss"] {
      add(
        "cache_operations_total",
        "\(target),operation=\"get\",result=\"\(result)\"",
        .counter(40)
      )
    }
    addModels(target)
    add("process_cpu_seconds_total", target, .ticks(300))
    add("process_resident_memory_bytes", target, .gauge(2e8))
    add("db_connections_active", target, .gauge(20))
  }

  private mutating func addModels(_ target: String) {
    for model in 0..<4 {
      let labels = "\(target),model=\"m\(model)\",operation=\"chat\""
      add("llm_cost_dollars_total", labels, nextSum)
      for kind in ["input", "output"] {
        add("llm_tokens_used_total", "\(labels),token_type=\"\(kind)\"", .counter(900))
      }
    }
  }

  private mutating func addNode(_ target: String) {
    add("up", target, .constant(1))
    for cpu in 0..<8 {
      for mode in ["idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"] {
        add("node_cpu_seconds_total", "\(target),cpu=\"\(cpu)\",mode=\"\(mode)\"", .ticks(400))
      }
    }
    add("node_memory_MemTotal_bytes", target, .constant(16e9))
    add("node_memory_MemAvailable_bytes", target, .gauge(9e9))
    for mount in ["/", "/var", "/home", "/data"] {
      let labels = "\(target),mountpoint=\"\(mount)\",fstype=\"ext4\""
      add("node_filesystem_size_bytes", labels, .constant(1e12))
      add("node_filesystem_avail_bytes", labels, .gauge(9e11))
    }
    for device in ["eth0", "eth1", "lo"] {
      add("node_network_receive_bytes_total", "\(target),device=\"\(device)\"", .counter(900_000))
    }
  }

  private mutating func addContainer(_ number: Int) {
    let pod = "namespace=\"ns-\(number % 7)\",pod=\"pod-\(number)\""
    let labels = "job=\"kubelet\",\(pod),container=\"main\""
    add("container_cpu_usage_seconds_total", labels, nextSum)
    add("container_memory_working_set_bytes", labels, .gauge(3e8))
    add("kube_pod_container_resource_requests", "\(labels),resource=\"memory\"", .constant(4e8))
    add(
      "kube_pod_info",
      "job=\"kube-state-metrics\",\(pod),node=\"node-\(number % 3)\"",
      .constant(1)
    )
  }
}
