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
  ///   - deadline: For asking which labels there are, where that matters.
  /// - Returns: The text.
  /// - Throws: `SourceError`, where that had to be asked.
  func logQL(
    of query: LogQuery,
    deadline: Duration
  ) async throws(SourceError) -> QueryText {
    let (context, notes) = try await context(of: query, deadline: deadline)
    return QueryText(logQL: LogQLQuery(query, in: context).text, notes: notes)
  }

  /// What is known of the server that decides how a query is asked of it.
  ///
  /// A server refuses a selector that could match a stream without labels. What stands for all
  /// streams then is a label that every stream has in all likelihood.
  func context(
    of query: LogQuery,
    deadline: Duration
  ) async throws(SourceError) -> (context: LogQLContext, notes: [String]) {
    let table = settings.scanner.table
    guard !query.selectsStreams else { return (LogQLContext(table: table), []) }
    let names = try await labelNames(deadline: deadline)
    let common = ["service_name", "job", "app", "namespace", "container", "host"]
    let name = common.first(where: names.contains) ?? names.first ?? "service_name"
    let context = LogQLContext(allStreams: [LabelMatcher(name, .matches, ".+")], table: table)
    return (context, ["no stream is selected: all with a '\(name)' are asked"])
  }

  /// Matchers in braces, quoted as Go quotes.
  static func selector(_ matchers: [LabelMatcher]) -> String {
    let texts = matchers.map { matcher in
      LogQLText.name(matcher.name) + matcher.comparison.rawValue + LogQLText.quoted(matcher.value)
    }
    return "{\(texts.joined(separator: ", "))}"
  }

  /// The names of labels, asked for once; where there were none, asked for again.
  private func labelNames(deadline: Duration) async throws(SourceError) -> [String] {
    if let known = knownLabels.withLock({ $0 }) { return known }
    let names = try await labels(deadline: deadline).value.filter { !$0.hasPrefix("__") }
    if !names.isEmpty { knownLabels.withLock { $0 = names } }
    return names
  }
}

extension LogQuery {
  /// Whether its own words select streams, so that nothing has to be added.
  fileprivate var selectsStreams: Bool {
    LogQLQuery(self).text == LogQLQuery(self, in: LogQLContext(allStreams: [])).text
  }
}
