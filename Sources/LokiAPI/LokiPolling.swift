import HTTPTransport
import Logs
import Telemetry

/// How long lines are polled before the web socket is tried again.
enum PollSpan: Hashable, Sendable {
  /// For ever.
  case forGood
  /// For the settings' time.
  case forAWhile
  /// As long as a line is dated ahead of the server's clock.
  case whileAhead
}

/// Asks for lines again and again, where they are not pushed.
struct LokiPolling {
  let tail: LokiTail

  /// Polls until a web socket is to be tried.
  ///
  /// A poll asks for what is newer than the one before it, and for as much more as lines were late of
  /// late. What is later than that is found by audits.
  ///
  /// - Parameters:
  ///   - reason: Why lines are not pushed.
  ///   - span: How long to go on before the web socket is tried.
  /// - Throws: `SourceError` where trying again cannot help.
  func run(because reason: String, _ span: PollSpan) async throws(SourceError) {
    let inbox = TailInbox()
    inbox.put(.pollDue)
    let result = await withDiscardingTaskGroup(returning: Result<Void, SourceError>.self) { group in
      defer { group.cancelAll() }
      tail.scheduleAudit(inbox, &group)
      var left = tail.settings.socketRetry
      for await signal in inbox.signals {
        do throws(SourceError) {
          switch signal {
          case .pollDue:
            guard goesOn(span, left) else { return .success(()) }
            if try await pollOnce(because: reason) {
              left -= tail.settings.pollInterval
              wait(tail.settings.pollInterval, inbox, &group)
            } else {
              inbox.put(.pollDue)
            }
          case .auditDue:
            tail.audit(inbox, &group)
          case .counted(let count):
            _ = try await tail.compare(count, isPushed: false)
            tail.scheduleAudit(inbox, &group)
          case .uncounted(let error):
            if error.isRefusal { try await tail.readAgain() }
            tail.scheduleAudit(inbox, &group)
          default: break
          }
        } catch {
          return .failure(error)
        }
      }
      return .failure(.cancelled)
    }
    try result.get()
  }

  private func goesOn(_ span: PollSpan, _ left: Duration) -> Bool {
    switch span {
    case .forGood: true
    case .forAWhile: left > .zero
    case .whileAhead: left > .zero || tail.blockage != nil
    }
  }

  private func wait(
    _ duration: Duration,
    _ inbox: TailInbox,
    _ group: inout DiscardingTaskGroup
  ) {
    let timing = tail.client.timing
    group.addTask {
      if (try? await timing.sleep(duration)) != nil { inbox.put(.pollDue) }
    }
  }

  /// Asks once, and tells whether that succeeded; where it did not, the time to wait is over.
  private func pollOnce(because reason: String) async throws(SourceError) -> Bool {
    do throws(SourceError) {
      let isFirst = tail.way == nil || tail.breakage != nil
      try await tail.mend(
        overlap: isFirst ? nil : tail.lookBack.reach(before: tail.alive, tail.ledger)
      )
      if tail.text.isGuess, tail.client.hasLabels {
        await tail.selectAgain()
        return false
      }
      tail.tidy()
      tail.settle(.polling(every: tail.settings.pollInterval, reason: reason))
      return true
    } catch {
      guard !error.isRefusal else { throw error }
      try await tail.pause(after: error)
      return false
    }
  }
}

extension SourceError {
  /// Whether the same question would be refused for ever.
  var isRefusal: Bool {
    switch self {
    case .api(let type, _): type == "400" || type == "query"
    case .misconfigured, .cancelled: true
    default: false
    }
  }
}
