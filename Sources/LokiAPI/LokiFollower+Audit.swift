import Logs
import Telemetry

extension LokiFollower {
  /// How often the server may count more than it gives before its counts are no longer asked for.
  private static let patience = 3

  /// Waits for the next audit.
  func scheduleAudit(_ inbox: TailInbox, _ group: inout DiscardingTaskGroup) {
    guard idleAudits < Self.patience else { return }
    let (wait, timing) = (settings.audit, client.timing)
    group.addTask {
      if (try? await timing.sleep(wait)) != nil { inbox.put(.auditDue) }
    }
  }

  /// Asks the server how many lines a stretch of the recent past has, beside all else.
  func audit(_ inbox: TailInbox, _ group: inout DiscardingTaskGroup) {
    guard let audit = TailAudit(at: serverNow, known: ledger.horizon) else {
      return scheduleAudit(inbox, &group)
    }
    let (client, query, deadline) = (client, query, settings.deadline)
    group.addTask {
      let count = try? await client.count(query, over: audit, deadline: deadline)
      inbox.put(.counted(count, audit))
    }
  }

  /// Whether the server has lines of the last moments that polls have not brought, since they were
  /// written late; also where it cannot tell.
  func hasLateLines() async -> Bool {
    guard idleAudits < Self.patience,
      let audit = TailAudit(
        at: serverNow,
        known: ledger.horizon,
        width: settings.overlap * 2,
        delay: .zero
      ), let own = ledger.count(from: audit.start, to: audit.end),
      let count = try? await client.count(query, over: audit, deadline: settings.deadline)
    else { return true }
    return count > own
  }

  /// Fetches what the server has and did not push.
  ///
  /// A count that is smaller means nothing: lines that a parser fails on are not counted.
  func compare(
    _ count: Int?,
    _ audit: TailAudit,
    _ session: inout TailSession
  ) async throws(SourceError) {
    guard let count, let own = ledger.count(from: audit.start, to: audit.end), count > own else {
      idleAudits = 0
      return
    }
    release(&session)
    let recovered = try await fill(from: audit.start)
    idleAudits = recovered > 0 ? 0 : idleAudits + 1
    guard recovered > 0 else { return }
    let words = "the server did not push \(count - own) lines"
    deliver(
      .mark(LogMark(at: ledger.newest, .reconnected(recovered: recovered), reason: words))
    )
  }
}

extension LokiClient {
  /// How many lines a stretch has, as the server counts them.
  fileprivate func count(
    _ query: LogQuery,
    over audit: TailAudit,
    deadline: Duration
  ) async throws(SourceError) -> Int {
    let context = try await knowledge(for: query, deadline: deadline).context
    guard let text = LogQLQuery.levelCounts(query, step: audit.width, in: context)?.text else {
      throw .api(type: "query", message: "lines of a query that counts itself cannot be counted")
    }
    let answer = try await instant(
      InstantQuery(text, at: audit.evaluation, deadline: deadline)
    )
    return answer.value.reduce(0) { $0 + LokiClient.lineCount($1.value) }
  }
}
