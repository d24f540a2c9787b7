import HTTPTransport
import Logs
import Synchronization
import Telemetry

extension LokiClient {
  /// What a query is in LogQL, and what a reader should know of it.
  struct QueryText: Hashable, Sendable {
    var logQL: String
    var notes: [String]
  }

  /// The LogQL of a query.
  ///
  /// - Parameters:
  ///   - query: What is wanted.
  ///   - deadline: For asking which labels there are, where nothing selects streams.
  /// - Returns: The text.
  /// - Throws: `SourceError`, where that had to be asked.
  func logQL(
    of query: LogQuery,
    deadline: Duration
  ) async throws(SourceError) -> QueryText {
    if let own = query.logQL { return QueryText(logQL: own, notes: []) }
    var matchers = query.selector
    for case .label(let matcher) in query.filter.conditions { matchers.append(matcher) }
    guard !matchers.contains(where: \.refusesEmpty) else {
      return QueryText(logQL: Self.selector(matchers), notes: [])
    }
    let all = try await everything(deadline: deadline)
    return QueryText(
      logQL: Self.selector([all] + matchers),
      notes: ["no stream is selected: all with a '\(all.name)' are asked"]
    )
  }

  /// Matchers in braces, quoted as Go quotes.
  static func selector(_ matchers: [LabelMatcher]) -> String {
    "{\(matchers.map(\.promQL).joined(separator: ", "))}"
  }

  /// A matcher that stands for all streams, since a server refuses a query without one: a label
  /// that every stream has in all likelihood.
  private func everything(deadline: Duration) async throws(SourceError) -> LabelMatcher {
    if let known = catchAll.withLock({ $0 }) { return known }
    let names = try await labels(deadline: deadline).value
    let common = ["service_name", "job", "app", "namespace", "container", "host"]
    guard let name = common.first(where: names.contains) ?? names.first else {
      return LabelMatcher("service_name", .matches, ".+")
    }
    let matcher = LabelMatcher(name, .matches, ".+")
    catchAll.withLock { $0 = matcher }
    return matcher
  }
}

extension LabelMatcher {
  /// Whether it certainly does not match an empty value, as one matcher of a selector must.
  fileprivate var refusesEmpty: Bool {
    switch comparison {
    case .equal: !value.isEmpty
    case .matches: !value.isEmpty && !value.contains { "*?|{".contains($0) } || value == ".+"
    case .notEqual: value.isEmpty
    case .matchesNot: false
    }
  }
}
