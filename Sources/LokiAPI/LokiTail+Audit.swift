import Logs
import Telemetry

extension LokiTail {
  /// A line further ahead of the server's clock holds back those that are pushed after it.
  private static let punctuality = Duration.seconds(2)

  /// Waits for the next audit.
  func scheduleAudit(_ inbox: TailInbox, _ group: inout DiscardingTaskGroup) {
    let (wait, timing) = (audits.wait, client.timing)
    group.addTask {
      if (try? await timing.sleep(wait)) != nil { inbox.put(.auditDue) }
    }
  }

  /// Asks the server how many lines a stretch of the recent past has, beside all else.
  func audit(_ inbox: TailInbox, _ group: inout DiscardingTaskGroup) {
    // Lines that wait here would seem to be missing.
    guard !inbox.holdsMessages, let audit = audits.next(at: serverNow, since: origin) else {
      return scheduleAudit(inbox, &group)
    }
    let (client, query, deadline) = (client, query, settings.deadline)
    group.addTask {
      do throws(SourceError) {
        inbox.put(.counted(try await client.count(query, over: audit, deadline: deadline)))
      } catch {
        inbox.put(.uncounted(error))
      }
    }
  }

  /// Fetches what the server has and did not bring by itself.
  ///
  /// - Parameters:
  ///   - count: The server's counts.
  ///   - isPushed: Whether lines come in over a web socket.
  /// - Returns: How many lines were fetched.
  /// - Throws: `cancelled`; where fetching fails, the next audit finds the same.
  func compare(_ count: TailCount, isPushed: Bool) async throws(SourceError) -> Int {
    let findings = audits.findings(in: count, ledger)
    var found = 0
    do throws(SourceError) {
      for slots in findings.missing {
        let isLast = slots.upperBound == count.audit.slots.upperBound
        let end = isLast && isPushed ? nil : slots.upperBound.end
        let lines = try await fill(from: slots.lowerBound.start, to: end)
        noteFound(lines)
        found += lines.count
      }
    } catch {
      guard error != .cancelled else { throw error }
      return found
    }
    audits.settle(count, ledger)
    if count.audit.isWhole { lookBack.relax() }
    if findings.lost > 0, let oldest = findings.oldestLost {
      let reason = "written \((serverNow - oldest).ageText) late: reload that time"
      let kind = LogMark.Kind.lost(atLeast: findings.lost)
      deliver(.mark(LogMark(at: ledger.newest, kind, reason: reason)))
    }
    if let mark = late.take(at: serverNow, place: ledger.newest, isPushed: isPushed) {
      deliver(.mark(mark))
    }
    return found
  }

  private func noteFound(_ lines: [LogEntry]) {
    for line in lines {
      let lateness = max(.zero, serverNow - line.timestamp)
      lookBack.saw(lateness)
      late.add(lateness)
    }
  }

  /// Reads the last moments again where lines cannot be counted.
  func readAgain() async throws(SourceError) {
    do throws(SourceError) {
      let start = ledger.resumption(alive: alive, overlap: settings.overlap * 2)
      noteFound(try await fill(from: start))
    } catch {
      guard error != .cancelled else { throw error }
    }
  }

  /// Why lines are not pushed for now though the web socket is open; `nil` where they are.
  ///
  /// Loki hands out lines in the order of their times: one that is dated ahead of its clock holds
  /// all others back until its time has come.
  var blockage: String? {
    let lead = ledger.newest - serverNow
    guard lead > Self.punctuality else { return nil }
    return "lines are held back by one dated \(lead.ageText) ahead"
  }
}
