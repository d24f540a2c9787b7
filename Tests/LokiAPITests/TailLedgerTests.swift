import Logs
import Telemetry
import TestSupport
import Testing

@testable import LokiAPI

@Suite struct TailLedgerTests {
  private func key(_ seconds: Int64, _ text: String = "x", _ metadata: LabelSet = .empty) -> LogKey
  {
    LogKey(LogEntry(timestamp: at(seconds), metadata: metadata, line: Array(text.utf8)))
  }

  private func at(_ seconds: Int64) -> Timestamp { moment(seconds * 1_000_000_000) }

  @Test func aLineIsNewOnce() {
    var ledger = TailLedger(start: at(0), known: [key(1)])
    let trace = LabelSet(["trace_id": "a"])
    let admitted = [
      key(1), key(2), key(2), key(2, "y"), key(1, "late"), key(2, "x", trace), key(2, "x", trace),
    ].map { ledger.admit($0) }
    #expect(admitted == [false, true, false, true, true, true, false])
    #expect(ledger.newest == at(2))
  }

  @Test func aGapIsFilledFromBeforeItButNotFromBeforeTheStart() {
    var ledger = TailLedger(start: at(100), known: [])
    #expect(ledger.resumption(alive: at(100), overlap: .seconds(10)) == at(100))
    _ = ledger.admit(key(150))
    #expect(ledger.resumption(alive: at(160), overlap: .seconds(10)) == at(140))
    // A line from ahead of the clock says nothing of what was missed before it.
    _ = ledger.admit(key(900))
    #expect(ledger.resumption(alive: at(160), overlap: .seconds(10)) == at(150))
  }

  @Test func theOldestLinesAreForgottenAndStillCounted() {
    var ledger = TailLedger(start: at(0), known: [])
    for second in 0..<60 { _ = ledger.admit(key(Int64(second))) }
    #expect(ledger.count == 60)
    ledger.forget(before: at(10), limit: 20, needed: at(55))
    #expect(ledger.count <= 20 && ledger.count > 10)
    #expect(ledger.count(of: TailSlot(holding: at(4))) == 0)
    let forgotten = TailSlot(holding: at(30))
    #expect(ledger.count(of: forgotten) == 5 && !ledger.remembers(forgotten))
    #expect(ledger.remembers(TailSlot(holding: at(58))))
    #expect(ledger.resumption(alive: at(59), overlap: .seconds(50)) == ledger.horizon)
    // What is needed stays, however much it is.
    ledger.forget(before: at(10), limit: 0, needed: at(55))
    #expect(!ledger.admit(key(56)) && !ledger.admit(key(59)))
  }

  @Test func aSlotHoldsItsEnd() {
    let slot = TailSlot(holding: at(5))
    #expect(slot == TailSlot(holding: at(0) + .nanoseconds(1)))
    #expect(slot.start == at(0) + .nanoseconds(1) && slot.evaluation == at(5))
    #expect(TailSlot(holding: at(0)).end == slot.start)
    let last = TailSlot(holding: Timestamp(nanoseconds: .max))
    #expect(last.start < last.end)
  }
}
