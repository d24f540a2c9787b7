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
    guard let series = counts(start, end, step) else { return Self.brokenPipeline }
    let surplus = state.read { $0.behaviour.miscounts }
    let result = series.map { labels, counts in
      let values = counts.sorted { $0.key < $1.key }.map { moment, count in
        "[\(moment / 1_000_000_000),\"\(count + surplus)\"]"
      }
      return "{\"metric\":\(FakeJSON.object(labels)),\"values\":[\(values.joined(separator: ","))]}"
    }
    return Self.answer("matrix", result)
  }

  /// A vector of the same at one moment, which is now where none is asked for.
  func vector(_ request: FakeRequest) -> FakeReply {
    let now = Int64(wallClockSeconds() * 1_000_000_000)
    guard let moment = request.parameter("time").map({ Int64($0) }) ?? now else {
      return .text("invalid time", status: 400)
    }
    guard let series = counts(moment, moment, 1) else { return Self.brokenPipeline }
    let result = series.map { labels, counts in
      let count = counts[moment] ?? 0
      return "{\"metric\":\(FakeJSON.object(labels)),"
        + "\"value\":[\(moment / 1_000_000_000),\"\(count)\"]}"
    }
    return Self.answer("vector", result)
  }

  /// The counts of the width before each moment from a start on; `nil` where a line has an error, which
  /// fails a real server's query as a whole.
  private func counts(
    _ start: Int64,
    _ end: Int64,
    _ step: Int64
  ) -> [[String: String]: [Int64: Int]]? {
    guard let count = query.query.count else { return [:] }
    var series: [[String: String]: [Int64: Int]] = [:]
    for line in state.read({ $0.lines })
    where line.nanoseconds > start - count.width && line.nanoseconds <= end {
      guard let labels = query.labels(of: line) else { continue }
      guard labels.error == nil else { return nil }
      let all = labels.all
      let group = count.groups.map { names in all.filter { names.contains($0.key) } } ?? all
      let weight = count.function == "bytes_over_time" ? line.text.count : 1
      // The first moment that is not before the line, and those after it.
      var moment = start + max(0, (line.nanoseconds - start + step - 1) / step) * step
      while moment <= end, moment - count.width < line.nanoseconds {
        series[group, default: [:]][moment, default: 0] += weight
        moment += step
      }
    }
    return series
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
