/// Counts of lines by level, the one kind of metric query that a fake Loki knows.
struct FakeLokiCounts {
  private let state: FakeLokiState

  init(_ state: FakeLokiState) {
    self.state = state
  }

  /// A matrix of `sum by (…) (count_over_time(… [width]))`.
  func matrix(_ request: FakeRequest, _ start: Int64, _ end: Int64) -> FakeReply {
    guard let (query, width) = parts(of: request.parameter("query") ?? ""),
      let step = Self.nanoseconds(request.parameter("step") ?? ""), step > 0
    else { return .text("parse error : syntax error: unexpected $end", status: 400) }
    var series: [[String: String]: [String]] = [:]
    for moment in stride(from: start, through: end, by: Int(step)) {
      for (labels, count) in counts(query, from: moment - width, to: moment) {
        series[labels, default: []].append("[\(moment / 1_000_000_000),\"\(count)\"]")
      }
    }
    let result = series.map { labels, values in
      "{\"metric\":\(FakeJSON.object(labels)),\"values\":[\(values.joined(separator: ","))]}"
    }
    return Self.answer("matrix", result)
  }

  /// A vector of the same at one moment.
  func vector(_ request: FakeRequest) -> FakeReply {
    guard let (query, width) = parts(of: request.parameter("query") ?? ""),
      let moment = Int64(request.parameter("time") ?? "")
    else { return .text("parse error : syntax error: unexpected $end", status: 400) }
    let result = counts(query, from: moment - width, to: moment).map { labels, count in
      "{\"metric\":\(FakeJSON.object(labels)),\"value\":[\(moment / 1_000_000_000),\"\(count)\"]}"
    }
    return Self.answer("vector", result)
  }

  private func counts(
    _ query: FakeLokiQuery,
    from start: Int64,
    to end: Int64
  ) -> [[String: String]: Int] {
    var counts: [[String: String]: Int] = [:]
    for line in state.read({ $0.lines })
    where line.nanoseconds > start && line.nanoseconds <= end && query.selects(line) {
      var labels: [String: String] = [:]
      labels["detected_level"] = line.metadata["detected_level"]
      labels["level"] = line.labels["level"]
      counts[labels, default: 0] += 1
    }
    return counts
  }

  private func parts(of text: String) -> (query: FakeLokiQuery, width: Int64)? {
    guard let open = text.firstRange(of: "count_over_time("), let bracket = text.lastIndex(of: "["),
      let close = text.lastIndex(of: "]"),
      let query = try? FakeLokiQuery(String(text[open.upperBound..<bracket])),
      let width = Self.nanoseconds(String(text[bracket..<close].dropFirst()))
    else { return nil }
    return (query, width)
  }

  private static func nanoseconds(_ text: String) -> Int64? {
    let digits = text.prefix { $0.isNumber }
    let scale: [String: Int64] = ["ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000]
    guard let count = Int64(digits), let unit = scale[String(text.dropFirst(digits.count))] else {
      return nil
    }
    return count * unit
  }

  private static func answer(_ type: String, _ result: [String]) -> FakeReply {
    .json(
      "{\"status\":\"success\",\"data\":{\"resultType\":\"\(type)\",\"result\":["
        + result.joined(separator: ",") + "],\"stats\":{}}}"
    )
  }
}
