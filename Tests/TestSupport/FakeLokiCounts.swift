/// Counts of lines over intervals.
struct FakeLokiCounts {
  private let state: FakeLokiState
  private let query: FakeLokiQuery

  init(_ state: FakeLokiState, _ query: FakeLokiQuery) {
    self.state = state
    self.query = query
  }

  /// A matrix of the counts at every step.
  func matrix(_ request: FakeRequest, _ start: Int64, _ end: Int64) -> FakeReply {
    guard let step = FakeLogQLLexer.nanoseconds(request.parameter("step") ?? ""), step > 0 else {
      return .text("invalid step", status: 400)
    }
    var series: [[String: String]: [String]] = [:]
    for moment in stride(from: start, through: end, by: Int(step)) {
      guard let counts = counts(at: moment) else { return Self.brokenPipeline }
      for (labels, count) in counts {
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
    guard let moment = Int64(request.parameter("time") ?? "") else {
      return .text("invalid time", status: 400)
    }
    guard let counts = counts(at: moment) else { return Self.brokenPipeline }
    let result = counts.map { labels, count in
      "{\"metric\":\(FakeJSON.object(labels)),\"value\":[\(moment / 1_000_000_000),\"\(count)\"]}"
    }
    return Self.answer("vector", result)
  }

  /// The counts of the width before a moment; `nil` where a line has an error, which fails a real
  /// server's query as a whole.
  private func counts(at moment: Int64) -> [[String: String]: Int]? {
    guard let count = query.query.count else { return [:] }
    var counts: [[String: String]: Int] = [:]
    for line in state.read({ $0.lines })
    where line.nanoseconds > moment - count.width && line.nanoseconds <= moment {
      guard let labels = query.labels(of: line) else { continue }
      guard labels.error == nil else { return nil }
      let all = labels.all
      let group = count.groups.map { names in all.filter { names.contains($0.key) } } ?? all
      counts[group, default: 0] += count.function == "bytes_over_time" ? line.text.count : 1
    }
    return counts
  }

  private static let brokenPipeline = FakeReply.text(
    "pipeline error: 'LabelFilterErr' for series: '{}'. Use a label filter to intentionally skip "
      + "this error. (e.g | __error__!=\"LabelFilterErr\").",
    status: 400
  )

  private static func answer(_ type: String, _ result: [String]) -> FakeReply {
    .json(
      "{\"status\":\"success\",\"data\":{\"resultType\":\"\(type)\",\"result\":["
        + result.joined(separator: ",") + "],\"stats\":{}}}"
    )
  }
}
