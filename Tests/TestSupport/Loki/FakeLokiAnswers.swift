/// What a fake Loki answers to plain requests.
struct FakeLokiAnswers: Sendable {
  private let state: FakeLokiState

  init(_ state: FakeLokiState) {
    self.state = state
  }

  /// Whether metadata is to be kept apart from labels.
  static func isCategorized(_ request: FakeRequest) -> Bool {
    request[header: "x-loki-response-encoding-flags"]?.contains("categorize-labels") == true
  }

  /// The reply to a request, which is kept.
  func reply(to request: FakeRequest) -> FakeReply {
    state.update { $0.log.requests.append(request) }
    let behaviour = state.read { $0.behaviour }
    let headers = behaviour.date.map { [("Date", FakeLokiDate.text($0()))] } ?? []
    switch answer(to: request, behaviour) {
    case .answer(let status, let own, let body):
      return .answer(status: status, headers: own + headers, body: body)
    case let other:
      return other
    }
  }

  private func answer(to request: FakeRequest, _ behaviour: FakeLokiBehaviour) -> FakeReply {
    switch request.path {
    case "/ready": return .text("ready\n")
    case "/loki/api/v1/status/buildinfo":
      return .json(
        #"{"version":"3.7.0","revision":"65e30f8","branch":"main","buildUser":"","buildDate":"","#
          + #""goVersion":"go1.27.3"}"#
      )
    default: break
    }
    if let refusal = refusalOfTenant(request, behaviour) { return refusal }
    if request.path == "/loki/api/v1/tail" {
      return refusalOfTail(request) ?? .text("Bad Request\n", status: 400)
    }
    if let reply = behaviour.answersQueries { return reply }
    if let (status, text) = behaviour.refusesQueries { return .text(text, status: status) }
    if let refusal = nextRefusal() { return refusal }
    switch request.path {
    case "/loki/api/v1/query_range": return range(request, behaviour)
    case "/loki/api/v1/query": return instant(request)
    case "/loki/api/v1/labels": return labels()
    case "/loki/api/v1/series": return series(request)
    default:
      let parts = request.path.split(separator: "/")
      guard parts.count == 6, parts[3] == "label", parts[5] == "values" else {
        return .text("404 page not found\n", status: 404)
      }
      return values(of: String(parts[4]))
    }
  }

  /// A refusal of which there are so many, after so many answers.
  private func nextRefusal() -> FakeReply? {
    state.update { contents in
      contents.queries += 1
      if let (count, status, text) = contents.behaviour.refusesEvery,
        contents.queries.isMultiple(of: count)
      {
        return .text(text, status: status)
      }
      guard let (count, status, text) = contents.behaviour.refusesNext, count > 0 else {
        return nil
      }
      guard contents.behaviour.refusesAfter == 0 else {
        contents.behaviour.refusesAfter -= 1
        return nil
      }
      contents.behaviour.refusesNext = (count - 1, status, text)
      return status == 0 ? .reset : .text(text, status: status)
    }
  }

  /// How a tail is refused before the upgrade; `nil` where it is not.
  func refusalOfTail(_ request: FakeRequest) -> FakeReply? {
    let behaviour = state.read { $0.behaviour }
    guard request.path == "/loki/api/v1/tail" else {
      return .text("404 page not found\n", status: 404)
    }
    if let refusal = refusalOfTenant(request, behaviour) { return refusal }
    if let reply = behaviour.answersTail { return reply }
    if let (status, text) = behaviour.refusesTail { return .text(text, status: status) }
    if behaviour.stripsUpgrade { return .text("Bad Request\n", status: 400) }
    do throws(FakeLokiQuery.Fault) {
      _ = try FakeLokiQuery(request.parameter("query") ?? "")
      return nil
    } catch {
      return .text(error.message, status: 400)
    }
  }

  private func refusalOfTenant(
    _ request: FakeRequest,
    _ behaviour: FakeLokiBehaviour
  ) -> FakeReply? {
    guard behaviour.demandsTenant else { return nil }
    guard let tenant = request[header: "x-scope-orgid"] else {
      return .text("no org id\n", status: 401)
    }
    let isTail = request.path == "/loki/api/v1/tail"
    return tenant.contains("|") && isTail ? .text("multiple org IDs present", status: 500) : nil
  }

  // MARK: Lines

  private func range(_ request: FakeRequest, _ behaviour: FakeLokiBehaviour) -> FakeReply {
    guard let start = Int64(request.parameter("start") ?? ""),
      let end = Int64(request.parameter("end") ?? "")
    else { return .text("start and end are missing\n", status: 400) }
    guard start < end else {
      return .text("end timestamp must not be before or equal to start time", status: 400)
    }
    if let (longest, text) = behaviour.maxLength, end - start > longest {
      let seconds = (end - start) / 1_000_000_000
      return .text(
        "the query time range exceeds the limit (query length: \(seconds)s, limit: \(text))",
        status: 400
      )
    }
    let text = request.parameter("query") ?? ""
    let query: FakeLokiQuery
    do throws(FakeLokiQuery.Fault) { query = try FakeLokiQuery(text) } catch {
      return .text(error.message, status: 400)
    }
    if query.isCount { return FakeLokiCounts(state, query).matrix(request, start, end) }
    let limit = Int(request.parameter("limit") ?? "") ?? 100
    guard limit <= behaviour.maxEntries else {
      return .text(
        "max entries limit per query exceeded, limit > max_entries_limit_per_query "
          + "(\(limit) > \(behaviour.maxEntries))",
        status: 400
      )
    }
    let isForward = request.parameter("direction") == "forward"
    let lines = selected(query, start, end, isForward: isForward).prefix(limit)
    state.update { $0.log.lines += lines.count }
    return .json(Self.streams(Array(lines), query, Self.isCategorized(request)))
  }

  private func selected(
    _ query: FakeLokiQuery,
    _ start: Int64,
    _ end: Int64,
    isForward: Bool
  ) -> [FakeLokiLine] {
    let lines = state.read { $0.lines }
      .filter { $0.nanoseconds >= start && $0.nanoseconds < end && query.selects($0) }
    let ascending = lines.sorted { $0.nanoseconds < $1.nanoseconds }
    // Of equal times too the one end is the other end's last.
    return isForward ? ascending : ascending.reversed()
  }

  /// The lines grouped by stream, as a real one groups them.
  private static func streams(
    _ lines: [FakeLokiLine],
    _ query: FakeLokiQuery,
    _ isCategorized: Bool
  ) -> String {
    var order: [String] = []
    var values: [String: [String]] = [:]
    for line in lines {
      let stream = line.stream(isCategorized: isCategorized)
      if values[stream] == nil { order.append(stream) }
      values[stream, default: []].append(
        line.value(isCategorized: isCategorized, parsed: query.parsed(of: line))
      )
    }
    let result = order.map { stream in
      "{\"stream\":\(stream),\"values\":[\((values[stream] ?? []).joined(separator: ","))]}"
    }
    let flags = isCategorized ? "\"encodingFlags\":[\"categorize-labels\"]," : ""
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"streams\",\(flags)\"result\":["
      + result.joined(separator: ",") + "],\"stats\":{\"summary\":{\"execTime\":0.003}}}}"
  }

  private func instant(_ request: FakeRequest) -> FakeReply {
    let query: FakeLokiQuery
    do throws(FakeLokiQuery.Fault) {
      query = try FakeLokiQuery(request.parameter("query") ?? "")
    } catch {
      return .text(error.message, status: 400)
    }
    guard query.isCount else {
      return .text(
        "log queries are not supported as an instant query type, please change your query to a "
          + "range query type",
        status: 400
      )
    }
    return FakeLokiCounts(state, query).vector(request)
  }

  // MARK: Labels

  private func labels() -> FakeReply {
    Self.names(Set(state.read { $0.lines }.flatMap(\.labels.keys)))
  }

  private func values(of name: String) -> FakeReply {
    Self.names(Set(state.read { $0.lines }.compactMap { $0.labels[name] }))
  }

  private func series(_ request: FakeRequest) -> FakeReply {
    guard let query = try? FakeLokiQuery(request.parameter("match[]") ?? "") else {
      return .text("0 matchers\n", status: 400)
    }
    let sets = Set(state.read { $0.lines }.filter(query.selects).map(\.labels))
    let texts = sets.map(FakeJSON.object).sorted()
    return .json("{\"status\":\"success\",\"data\":[\(texts.joined(separator: ","))]}")
  }

  /// A list; an empty one has no `data` at all.
  private static func names(_ names: Set<String>) -> FakeReply {
    guard !names.isEmpty else { return .json(#"{"status":"success"}"#) }
    let texts = names.sorted().map { FakeJSON.text($0) }
    return .json("{\"status\":\"success\",\"data\":[\(texts.joined(separator: ","))]}")
  }
}
