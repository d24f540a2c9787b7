import Telemetry

/// Limits of a server, learnt from rejected queries.
struct LokiLimits: Equatable {
  /// The most lines of one answer; Loki's own default until the server says otherwise.
  var entries = 5000
  /// The longest range of one query; `nil` until the server says.
  var length: Duration?
  /// How many lines an answer may have without growing too large; `nil` where they are short.
  var comfortable: Int?

  /// Asks for fewer lines at a time after an answer was too large.
  mutating func shrink(from limit: Int) -> Int {
    let fewer = max(1, limit / 4)
    comfortable = fewer
    return fewer
  }

  /// Asks for more lines at a time again after an answer that was full and small.
  mutating func grow(after bytes: Int) {
    guard let count = comfortable, bytes < 1 << 20 else { return }
    comfortable = count * 2 < entries ? count * 2 : nil
  }

  /// Learns from a refusal.
  ///
  /// - Parameter message: Such as `max entries limit per query exceeded, limit >
  ///   max_entries_limit_per_query (5001 > 500)`, or `the query time range exceeds the limit (query
  ///   length: 1440h0m5s, limit: 30d1h)`.
  /// - Returns: Whether there was something new, so that asking again may help.
  mutating func learn(from message: String) -> Bool {
    var next = self
    if message.contains("max_entries_limit") || message.contains("max entries limit") {
      let digits = message.split(separator: ">").last?.drop { $0 == " " }.prefix { $0.isNumber }
      guard let digits, let count = Int(digits), count > 0 else { return false }
      next.entries = count
    } else if message.contains("query time range exceeds the limit") {
      guard let after = message.range(ofLast: "limit: "),
        let length = Duration(goText: message[after...].prefix { $0 != ")" && $0 != "," }),
        length > .zero
      else { return false }
      next.length = length
    }
    defer { self = next }
    return next != self
  }
}

extension String {
  /// The place after the last occurrence of a text.
  fileprivate func range(ofLast text: String) -> String.Index? {
    var index = endIndex
    while index > startIndex {
      index = self.index(before: index)
      if self[index...].hasPrefix(text) { return self.index(index, offsetBy: text.count) }
    }
    return nil
  }
}

extension Duration {
  /// Reads a duration as Go and Prometheus write them: `721h0m0.5s`, `30d1h`; `nil` for other text.
  init?(goText text: some StringProtocol) {
    let units: [(String, Double)] = [
      ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
      ("d", 86_400), ("w", 604_800), ("y", 31_536_000),
    ]
    var rest = text[...]
    var total = 0.0
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(digits.count)
      let unit = rest.prefix { $0.isLetter }
      rest = rest.dropFirst(unit.count)
      guard let count = Double(String(digits)), let scale = units.first(where: { $0.0 == unit })
      else { return nil }
      total += count * scale.1
    }
    guard text.isEmpty == false, total < 9e9 else { return nil }
    self = .milliseconds(Int64(saturating: total * 1000))
  }
}
