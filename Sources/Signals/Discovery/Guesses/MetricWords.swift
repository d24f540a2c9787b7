/// The words of a metric's name, in the singular.
struct MetricWords {
  let words: [String]

  init(_ name: String) {
    words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(Self.singular)
  }

  private static func singular(_ word: Substring) -> String {
    if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
    guard word.count > 3, word.hasSuffix("s"), !word.hasSuffix("ss") else { return String(word) }
    return String(word.dropLast())
  }

  private func has(_ set: Set<String>) -> Bool { words.contains(where: set.contains) }

  /// Whether they speak of requests.
  var isOfRequests: Bool { has(Self.requests) }

  /// Whether they speak of something else than requests that were served.
  var isOfOthers: Bool { has(Self.others) }

  /// Whether they speak of some requests only, as of those that failed.
  var isOfSome: Bool { has(Self.parts) }

  /// Whether they speak of sizes.
  var isOfSizes: Bool { has(Self.sizes) }

  /// Whether they speak of when something was, or of how long it waited.
  var isOfMoments: Bool { has(Self.moments) }

  /// The units of time among them; short forms count at the end only.
  var units: Set<DurationUnit> {
    var units = Set(words.compactMap { Self.longUnits[$0] })
    if let unit = words.last.flatMap({ Self.shortUnits[$0] }) { units.insert(unit) }
    return units
  }

  /// How much they look like the metric of a service's requests.
  var rank: Int {
    let signs = [("request", 3), ("http", 2), ("server", 2), ("response", 1), ("grpc", 1)]
    return signs.reduce(0) { $0 + (words.contains($1.0) ? $1.1 : 0) }
  }

  /// Without units, and without what every name of a duration or a count has.
  var subject: Set<String> {
    Set(
      words.filter {
        Self.longUnits[$0] == nil && Self.shortUnits[$0] == nil && !Self.fillers.contains($0)
      }
    )
  }

  /// Whether durations of this subject can be those of the requests that a counter counts: they say
  /// nothing that the counter does not.
  func canBe(of counter: MetricWords) -> Bool {
    subject.isSubset(of: counter.subject.union(Self.requests).union(Self.servers))
  }

  /// The unit that a word of metadata stands for.
  static func unit(_ word: String) -> DurationUnit? {
    let word = word.lowercased()
    return longUnits[singular(Substring(word))] ?? shortUnits[word]
  }

  private static let longUnits: [String: DurationUnit] = [
    "second": .seconds, "millisecond": .milliseconds, "milli": .milliseconds,
    "microsecond": .microseconds, "micro": .microseconds, "nanosecond": .nanoseconds,
    "nano": .nanoseconds,
  ]
  private static let shortUnits: [String: DurationUnit] = [
    "s": .seconds, "sec": .seconds, "ms": .milliseconds, "msec": .milliseconds,
    "us": .microseconds, "µs": .microseconds, "usec": .microseconds, "ns": .nanoseconds,
    "nsec": .nanoseconds,
  ]
  private static let requests: Set = [
    "request", "req", "response", "http", "rpc", "grpc", "call", "invocation", "handled",
  ]
  private static let servers: Set = ["server", "handler", "handling", "endpoint", "route"]
  private static let others: Set = [
    "client", "outgoing", "outbound", "egress", "upstream", "downstream", "external", "dependency",
    "remote", "scrape", "metric", "probe", "prober", "webhook", "notification", "db", "sql",
    "database", "query", "cache", "redis", "queue", "gc", "dial", "connection", "conntrack", "tls",
    "handshake", "sync", "reconcile", "lock",
  ]
  private static let parts: Set = [
    "error", "failed", "failure", "fail", "exception", "panic", "rejected", "retry", "timeout",
    "dropped", "invalid", "aborted", "cancelled", "canceled", "inflight", "active", "pending",
    "queued", "waiting", "progress", "limit", "limited", "throttled", "success", "succeeded",
    "slow",
    "shed", "started",
  ]
  private static let sizes: Set = [
    "byte", "by", "size", "length", "kb", "mb", "kib", "mib", "bit", "token", "row", "item",
    "ratio",
    "percent", "payload",
  ]
  private static let moments: Set = [
    "timestamp", "age", "ttl", "wait", "waiting", "lag", "uptime", "expiry", "interval", "queued",
  ]
  private static let fillers: Set = [
    "duration", "latency", "time", "elapsed", "processing", "histogram", "total", "count",
  ]
}
