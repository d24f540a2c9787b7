import HTTPTransport
import Logs
import Synchronization
import Telemetry

extension LokiClient {
  /// How far back labels are looked for where the server's usual hours have none.
  private static let labelReach = Duration.seconds(7 * 86_400)

  /// A query in LogQL, with notes for the user.
  struct QueryText: Hashable, Sendable {
    var logQL: String
    var notes: [String]
    /// Whether the label that stands for all streams is a guess, since the server has none yet.
    var isGuess: Bool
  }

  /// Facts about the server that shape queries.
  struct Knowledge: Hashable, Sendable {
    var context: LogQLContext
    var notes: [String] = []
    /// Whether the label that stands for all streams is a guess, since the server has none yet.
    var isGuess = false
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
    let known = try await knowledge(for: query, deadline: deadline)
    let text = LogQLQuery(query, in: known.context).text
    return QueryText(logQL: text, notes: known.notes, isGuess: known.isGuess)
  }

  /// Facts about the server that shape queries.
  ///
  /// A server refuses a selector that could match a stream without labels. What stands for all
  /// streams then is a label that every stream has in all likelihood.
  func knowledge(
    for query: LogQuery,
    deadline: Duration
  ) async throws(SourceError) -> Knowledge {
    let table = settings.scanner.table
    guard !query.selectsStreams else { return Knowledge(context: LogQLContext(table: table)) }
    let names = try await labelNames(deadline: deadline)
    let common = ["service_name", "job", "app", "namespace", "container", "host"]
    let name = common.first(where: names.contains) ?? names.first ?? "service_name"
    let context = LogQLContext(allStreams: [LabelMatcher(name, .matches, ".+")], table: table)
    let note =
      names.isEmpty
      ? "the server has no streams yet: retrying"
      : "no selector set: querying all streams with '\(name)'"
    return Knowledge(context: context, notes: [note], isGuess: names.isEmpty)
  }

  /// Matchers in braces, quoted as Go quotes.
  static func selector(_ matchers: [LabelMatcher]) -> String {
    let texts = matchers.map { matcher in
      LogQLText.name(matcher.name) + matcher.comparison.rawValue + PromQLText.quoted(matcher.value)
    }
    return "{\(texts.joined(separator: ", "))}"
  }

  /// Whether the server has told of labels.
  var hasLabels: Bool { knownLabels.withLock { $0 != nil } }

  /// The names of labels, asked for once; where there were none, asked for again.
  private func labelNames(deadline: Duration) async throws(SourceError) -> [String] {
    if let known = knownLabels.withLock({ $0 }) { return known }
    var names = try await visibleLabels(since: nil, deadline: deadline)
    if names.isEmpty {
      let start = timing.now() - Self.labelReach
      names = try await visibleLabels(since: start, deadline: deadline)
    }
    if !names.isEmpty { knownLabels.withLock { $0 = names } }
    return names
  }

  private func visibleLabels(
    since start: Timestamp?,
    deadline: Duration
  ) async throws(SourceError) -> [String] {
    try await labels(since: start, deadline: deadline).value.filter { !$0.hasPrefix("__") }
  }
}

extension LogQuery {
  /// Whether its own words select streams, so that nothing has to be added.
  fileprivate var selectsStreams: Bool {
    LogQLQuery(self).text == LogQLQuery(self, in: LogQLContext(allStreams: [])).text
  }
}
