import HTTPTransport
import Logs
import Telemetry

extension LokiFollower {
  /// How many lines are asked for at once when a gap is filled.
  private static let pageSize = 5000
  /// Lines may be dated ahead of the server's clock; Loki refuses those further ahead than this.
  private static let grace = Duration.seconds(600)
  /// The most lines that are remembered for nothing but audits.
  private static let auditLimit = 100_000
  /// How long what comes in late may still come over a second way.
  private static let echo = Duration.seconds(120)

  /// Asks for all lines from a moment on, and hands out those that are new.
  ///
  /// - Parameter start: The first moment.
  /// - Returns: How many were new.
  /// - Throws: `SourceError`; lines of pages before the one that failed were handed out.
  func fill(from start: Timestamp) async throws(SourceError) -> Int {
    let began = serverNow
    var recovered = 0
    var end = max(began, ledger.newest) + Self.grace
    var question: LogPageQuery? = stretch(from: start, to: end)
    while let next = question {
      let answer = try await client.page(next)
      learnSkew(answer.receipt)
      var fresh: [LogEntry] = []
      for entry in answer.value.entries {
        let line = ReceivedLine(entry: entry, key: LogKey(entry))
        if ledger.admit(line) { fresh.append(entry) }
      }
      recovered += fresh.count
      if !fresh.isEmpty { deliver(.entries(fresh)) }
      ledger.forget(before: min(ledger.newest, began - Self.echo) - settings.overlap)
      question = answer.value.next
      // The answer may have told that our clock is behind, or brought lines from ahead.
      let reach = max(serverNow, ledger.newest) + Self.grace
      if question == nil, reach - end > .seconds(60) {
        question = stretch(from: end, to: reach)
        end = reach
      }
    }
    // By now the server's clock is known; before the first answer it was not.
    alive = max(alive, min(began, serverNow))
    return recovered
  }

  private func stretch(from start: Timestamp, to end: Timestamp) -> LogPageQuery {
    LogPageQuery(
      query,
      from: start,
      to: end,
      direction: .forward,
      limit: Self.pageSize,
      deadline: settings.deadline
    )
  }

  /// Fills the gap since lines were last certainly coming in, and tells of it where there was a
  /// break.
  ///
  /// - Parameter overlap: How far behind that to begin; `nil` for the settings' overlap.
  /// - Throws: `SourceError`.
  func mend(overlap: Duration? = nil) async throws(SourceError) {
    let start = ledger.resumption(alive: alive, overlap: overlap ?? settings.overlap)
    let recovered = try await fill(from: start)
    guard let reason = breakage else { return }
    breakage = nil
    deliver(
      .mark(LogMark(at: ledger.newest, .reconnected(recovered: recovered), reason: reason))
    )
  }

  /// Forgets what no filling can bring again.
  func tidy() {
    let floor = ledger.resumption(alive: alive, overlap: settings.overlap)
    // An audit looks back further, where that does not cost much.
    let more = ledger.count < Self.auditLimit ? TailAudit.reach : .zero
    ledger.forget(before: floor - .seconds(5) - more)
  }

  private func learnSkew(_ receipt: Receipt) {
    guard let date = receipt.serverDate else { return }
    skew = date - client.timing.now()
  }
}
