import Dashboard
import Logs
import Telemetry

extension PollSources {
  /// The most pages that are put together for one answer: a source gives fewer lines of long ones, and
  /// files are read back bit by bit.
  private static let pageLimit = 8

  /// Asks the metrics server, or a Loki.
  func instant(
    _ query: InstantQuery,
    of server: ServerRole
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    guard server == .loki else { return try await metrics.instant(query) }
    return try await loki().instant(query)
  }

  /// Asks the metrics server, or a Loki.
  func range(
    _ query: RangeQuery,
    of server: ServerRole
  ) async throws(SourceError) -> Answer<[TimeSeries]> {
    guard server == .loki else { return try await metrics.range(query) }
    return try await loki().range(query)
  }

  /// The source that answers LogQL.
  private func loki() throws(SourceError) -> any LogQLSource {
    guard let loki = logs as? any LogQLSource else { throw .misconfigured("no Loki configured") }
    return loki
  }

  /// The newest lines of a stretch.
  ///
  /// - Parameters:
  ///   - window: The stretch, and the lines wanted.
  ///   - now: By the source's clock.
  ///   - deadline: The most that a page may take.
  /// - Returns: The lines; the source's remarks are warnings.
  /// - Throws: `SourceError`.
  func lines(
    _ window: LineWindow,
    askedAt now: Timestamp,
    deadline: Duration
  ) async throws(SourceError) -> Outcome.Answered {
    guard let logs else { throw .misconfigured("no log server configured") }
    let end = window.end ?? now
    var next: LogPageQuery? = LogPageQuery(
      try Self.query(window.logQL, of: logs),
      from: end - window.length,
      to: end,
      limit: window.limit,
      deadline: deadline
    )
    var entries: [LogEntry] = []
    var notes: [String] = []
    var receipt = Receipt(requests: 0)
    for _ in 0..<Self.pageLimit {
      guard let query = next, entries.count < window.limit else { break }
      let answer = try await logs.page(query)
      entries = answer.value.entries + entries
      notes += answer.value.notes.filter { !notes.contains($0) }
      receipt.add(answer.receipt)
      next = answer.value.next
    }
    let newest = Array(entries.suffix(window.limit))
    return Outcome.Answered(.lines(newest), warnings: notes, receipt: receipt)
  }

  /// The query as a source takes it: a Loki as it is written, others as far as they can read it.
  private static func query(
    _ logQL: String,
    of source: any LogSource
  ) throws(SourceError) -> LogQuery {
    guard !(source is any LogQLSource) else { return LogQuery(logQL: logQL) }
    do throws(LogFilterProblem) {
      return try LogQuery(reading: logQL)
    } catch {
      throw .api(type: "query", message: error.message)
    }
  }
}
