import Logs
import Telemetry
import Testing

@testable import LokiAPI

@Suite struct TailLedgerTests {
  private func line(_ seconds: Int64, _ text: String = "x") -> ReceivedLine {
    let entry = LogEntry(timestamp: moment(seconds * 1_000_000_000), line: Array(text.utf8))
    return ReceivedLine(entry: entry, key: LogKey(entry))
  }

  private func at(_ seconds: Int64) -> Timestamp { moment(seconds * 1_000_000_000) }

  @Test func aLineIsNewOnce() {
    var ledger = TailLedger(start: at(0), known: [line(1).key])
    let admitted = [line(1), line(2), line(2), line(2, "y"), line(1, "late")].map {
      ledger.admit($0)
    }
    #expect(admitted == [false, true, false, true, true])
    #expect(ledger.newest == at(2))
  }

  @Test func aGapIsFilledFromBeforeItButNotFromBeforeTheStart() {
    var ledger = TailLedger(start: at(100), known: [])
    #expect(ledger.resumption(alive: at(100), overlap: .seconds(10)) == at(100))
    _ = ledger.admit(line(150))
    #expect(ledger.resumption(alive: at(160), overlap: .seconds(10)) == at(140))
    // A line from ahead of the clock says nothing of what was missed before it.
    _ = ledger.admit(line(900))
    #expect(ledger.resumption(alive: at(160), overlap: .seconds(10)) == at(150))
  }

  @Test func whatIsForgottenIsNotAskedForAgain() {
    var ledger = TailLedger(start: at(0), known: [])
    for second in 0..<60 { _ = ledger.admit(line(Int64(second))) }
    #expect(ledger.count == 60)
    ledger.forget(before: at(50))
    #expect(ledger.count == 10)
    #expect(ledger.resumption(alive: at(59), overlap: .seconds(30)) == at(50))
    #expect(ledger.count(from: at(49), to: at(55)) == nil)
    #expect(ledger.count(from: at(50), to: at(55)) == 5)
  }

  @Test func anAuditLooksAtWholeSecondsThatAreRemembered() throws {
    let now = moment(200_500_000_000)
    let audit = try #require(TailAudit(at: now, known: at(0)))
    #expect(audit.start == at(125) && audit.end == at(185))
    #expect(audit.evaluation == moment(184_999_999_999))
    let young = try #require(TailAudit(at: now, known: at(180)))
    #expect(young.start == at(181))
    #expect(TailAudit(at: now, known: at(190)) == nil)
  }
}
