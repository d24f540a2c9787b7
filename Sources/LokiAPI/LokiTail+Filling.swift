import HTTPTransport
import Logs
import Telemetry

extension LokiTail {
  /// How many lines are asked for at once when a gap is filled.
  private static let pageSize = 5000
  /// How often a page is asked for before that counts as a break.
  private static let attempts = 4
  /// Lines may be dated ahead of the server's clock; Loki refuses those further ahead than this.
  private static let grace = Duration.seconds(600)
  /// How far our clock may be behind, where no answer tells.
  private static let slowness = Duration.seconds(86_400)
  /// How long what comes in late may still come over a second way.
  private static let echo = Duration.seconds(120)
  /// Within this delay the follower is not behind yet.
  private static let patience = Duration.seconds(5)

  /// Fills the gap since lines were last certainly coming in, and tells of it where there was a
  /// break.
  ///
  /// An interrupted fill resumes where it stopped, so that each page is progress.
  ///
  /// - Parameter overlap: How far behind that to begin; `nil` for the settings' overlap.
  /// - Throws: `SourceError`; lines of pages before the one that failed were handed out.
  func mend(overlap: Duration? = nil) async throws(SourceError) {
    let floor = min(alive, audits.arePossible ? audits.confirmed : alive)
    let end = reach
    let start = ledger.resumption(alive: floor, overlap: overlap ?? settings.overlap)
    var filling =
      filling ?? TailFilling(next: page(from: start, to: end), end: end, asked: serverNow)
    while let question = filling.next {
      self.filling = filling
      filling.asked = serverNow
      tellHowFarBehind(question.start)
      let fresh = try await take(question, &filling.next)
      filling.recovered += fresh.count
      noteLate(fresh, after: floor)
      tidy()
      // The answer may have told that our clock is behind, or brought lines from ahead.
      let reach = reach
      if filling.next == nil, reach - filling.end > .seconds(60) {
        filling.next = page(from: filling.end, to: reach)
        filling.end = reach
      }
    }
    self.filling = nil
    // By now the server's clock is known; before the first answer it was not.
    alive = max(alive, min(filling.asked, serverNow))
    audits.confirm(until: alive)
    guard let reason = breakage else { return }
    breakage = nil
    let kind = LogMark.Kind.reconnected(recovered: filling.recovered)
    deliver(.mark(LogMark(at: ledger.newest, kind, reason: reason)))
  }

  /// Asks for all lines of a stretch, and hands out those that are new.
  ///
  /// - Parameters:
  ///   - start: The first moment.
  ///   - end: The end; `nil` for all that may be dated ahead of the clock.
  /// - Returns: The new lines.
  /// - Throws: `SourceError`; lines of pages before the one that failed were handed out.
  func fill(
    from start: Timestamp,
    to end: Timestamp? = nil
  ) async throws(SourceError) -> [LogEntry] {
    var next: LogPageQuery? = page(from: start, to: end ?? reach)
    var fresh: [LogEntry] = []
    while let question = next { fresh += try await take(question, &next) }
    return fresh
  }

  /// The end of all that may be written by now.
  private var reach: Timestamp {
    max(serverNow, min(ledger.newest, serverNow + Self.slowness)) + Self.grace
  }

  private func page(from start: Timestamp, to end: Timestamp) -> LogPageQuery {
    LogPageQuery(
      query,
      from: start,
      to: end,
      direction: .forward,
      limit: Self.pageSize,
      deadline: settings.deadline
    )
  }

  /// Asks for one page and hands out its new lines.
  private func take(
    _ question: LogPageQuery,
    _ next: inout LogPageQuery?
  ) async throws(SourceError) -> [LogEntry] {
    let answer = try await ask(question)
    learnSkew(answer.receipt)
    let made = await entries.make(of: answer.value.entries) { ledger.admit($0) }
    if !made.entries.isEmpty { deliver(.entries(made.entries)) }
    if answer.value.unreadable > 0 {
      let kind = LogMark.Kind.lost(atLeast: answer.value.unreadable)
      let reason = answer.value.notes.last ?? ""
      deliver(.mark(LogMark(at: question.start, kind, reason: reason)))
    }
    next = answer.value.next
    return made.lines
  }

  /// Asks for a page, more than once where the server is only busy.
  private func ask(_ question: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
    var attempt = 1
    while true {
      do throws(SourceError) {
        return try await client.linesPage(question)
      } catch {
        guard attempt < Self.attempts, error.isBusyServer else { throw error }
        let wait = Duration.seconds(1 << (attempt - 1))
        attempt += 1
        isBehind = true
        deliver(
          .status(
            .behind(
              by: max(.zero, serverNow - max(alive, question.start)),
              error: error,
              retryAt: client.timing.now() + wait
            )
          )
        )
        try await sleep(wait)
      }
    }
  }

  /// Tells where what is read now was written some time ago.
  private func tellHowFarBehind(_ moment: Timestamp) {
    let lag = serverNow - max(alive, moment)
    guard lag >= Self.patience, moment > alive else { return }
    isBehind = true
    deliver(.status(.behind(by: lag, error: nil, retryAt: nil)))
  }

  /// Notes which new lines are older than what had come before.
  private func noteLate(_ fresh: [LogEntry], after floor: Timestamp) {
    guard way != nil, breakage == nil else { return }
    for entry in fresh where entry.timestamp < floor - .seconds(1) {
      let lateness = floor - entry.timestamp
      lookBack.saw(lateness)
      if lateness > settings.overlap { late.add(lateness) }
    }
  }

  /// Forgets what no filling can bring again, but for what audits may want to know.
  func tidy() {
    let reached = filling?.next?.start ?? min(ledger.newest, alive)
    var needed = reached - settings.overlap
    // What a web socket brings meanwhile comes a second time.
    if let opened { needed = min(needed, opened - Self.echo) }
    ledger.forget(
      before: min(ledger.newest, serverNow) - TailAudits.window - Self.echo,
      limit: settings.remembered,
      needed: needed - .seconds(5)
    )
  }

  private func learnSkew(_ receipt: Receipt) {
    guard let date = receipt.serverDate else { return }
    skew = date - client.timing.now()
  }
}

extension SourceError {
  /// Whether a server is there and answers no for now, as an overloaded one does.
  fileprivate var isBusyServer: Bool {
    switch self {
    case .notReady: true
    case .http(let status, _, _): status == 429 || status >= 500
    default: false
    }
  }
}
