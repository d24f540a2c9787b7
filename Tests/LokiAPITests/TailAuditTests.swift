import Logs
import Telemetry
import TestSupport
import Testing

@testable import LokiAPI

@Suite struct TailAuditTests {
  private func at(_ seconds: Int64) -> Timestamp { moment(seconds * 1_000_000_000) }

  private func audits(from start: Int64 = 0) -> TailAudits {
    TailAudits(from: at(start), LokiSettings())
  }

  private func slot(_ second: Int64) -> TailSlot { TailSlot(holding: at(second)) }

  private func ledger(_ seconds: ClosedRange<Int64>) -> TailLedger {
    var ledger = TailLedger(start: at(0), known: [])
    for second in seconds {
      _ = ledger.admit(LogKey(LogEntry(timestamp: at(second), line: Array("\(second)".utf8))))
    }
    return ledger
  }

  private func count(_ lines: [Int64: Int], elapsed: Duration = .zero) -> TailCount {
    let audit = TailAudit(slots: slot(1)...slot(50), isWhole: false)
    var count = TailCount(audit: audit, lines: [:], elapsed: elapsed)
    for (second, lines) in lines { count.lines[slot(second)] = lines }
    return count
  }

  @Test func theLastMinuteIsLookedAtOftenAndTheHourEachMinute() throws {
    var audits = audits(from: -9000)
    var reaches: [Duration] = []
    for step in 1...12 {
      let now = at(Int64(step) * 10)
      let next = audits.next(at: now, since: at(-9000))
      let audit = try #require(next)
      #expect(audit.slots.upperBound.end <= now - .seconds(5))
      #expect(audit.isWhole == (step % 6 == 0))
      reaches.append(now - audit.slots.lowerBound.start)
    }
    #expect(reaches.count { $0 > .seconds(3500) } == 2)
    #expect(reaches.allSatisfy { $0 > .seconds(55) && $0 < .seconds(3610) })
  }

  @Test func nothingIsLookedAtFromBeforeTheStart() {
    var audits = audits()
    let early = audits.next(at: at(12), since: at(0))
    let audit = audits.next(at: at(22), since: at(0))
    #expect(early == nil)
    #expect(audit?.slots == slot(1)...slot(15))
  }

  @Test func aServerThatTakesLongIsAskedLessOften() {
    var audits = audits()
    audits.settle(count([:], elapsed: .seconds(3)), ledger(1...50))
    #expect(audits.wait == .seconds(60))
    audits.settle(count([:], elapsed: .milliseconds(3)), ledger(1...50))
    #expect(audits.wait == .seconds(10))
  }

  @Test func moreLinesThanWereHandedOutAreMissing() {
    let audits = audits()
    let findings = audits.findings(in: count([3: 6, 8: 7, 28: 5, 33: 6]), ledger(1...50))
    #expect(findings.missing == [slot(1)...slot(10), slot(31)...slot(35)])
    #expect(findings.lost == 0)
  }

  @Test func whatAParserFailsOnIsNoReasonToMissLines() {
    var audits = audits()
    let ledger = ledger(1...50)
    // Of five lines one cannot be counted.
    audits.settle(count([3: 4]), ledger)
    #expect(audits.findings(in: count([3: 4]), ledger).missing.isEmpty)
    #expect(audits.findings(in: count([3: 5]), ledger).missing == [slot(1)...slot(5)])
  }

  @Test func aSurplusThatCannotBeReadIsLookedForOnce() {
    var audits = audits()
    let ledger = ledger(1...50)
    audits.settle(count([3: 9]), ledger)
    #expect(audits.findings(in: count([3: 9]), ledger).missing.isEmpty)
    #expect(audits.findings(in: count([3: 10]), ledger).missing == [slot(1)...slot(5)])
  }

  @Test func ofForgottenSlotsOnlyTheNumberIsKnown() {
    var audits = audits()
    var ledger = ledger(1...50)
    ledger.forget(before: at(0), limit: 10, needed: at(45))
    // What was never looked at may differ for any reason.
    #expect(audits.findings(in: count([3: 9]), ledger) == TailAudits.Findings())
    audits.settle(count([3: 9]), ledger)
    let findings = audits.findings(in: count([3: 12]), ledger)
    #expect(findings.missing.isEmpty && findings.lost == 3)
    #expect(findings.oldestLost == slot(3).start)
  }

  @Test func pollsLookBackAsFarAsLinesAreLateAndNoFurtherThanIsCheap() {
    var lookBack = TailLookBack()
    let few = ledger(1...50)
    #expect(lookBack.reach(before: at(50), few) == .seconds(1))
    lookBack.saw(.seconds(8))
    #expect(lookBack.reach(before: at(50), few) == .seconds(16))
    lookBack.saw(.seconds(3000))
    #expect(lookBack.length == .seconds(16))
    var many = few
    for number in 0..<2000 {
      _ = many.admit(LogKey(LogEntry(timestamp: at(49), line: Array("\(number)".utf8))))
    }
    #expect(lookBack.reach(before: at(50), many) == .seconds(1))
    lookBack.relax()
    #expect(lookBack.length == .seconds(16))
    lookBack.relax()
    #expect(lookBack.length == .seconds(1))
  }

  @Test func lateLinesAreToldOfAtOnceAndThenEachMinute() {
    var late = TailLateness()
    #expect(late.take(at: at(0), place: at(0), isPushed: false) == nil)
    late.add(.seconds(25))
    late.add(.seconds(3))
    let first = late.take(at: at(10), place: at(9), isPushed: false)
    #expect(first == LogMark(at: at(9), .recovered(2), reason: "written up to 25s late"))
    late.add(.seconds(4))
    #expect(late.take(at: at(20), place: at(9), isPushed: false) == nil)
    late.add(.seconds(5))
    let second = late.take(at: at(70), place: at(69), isPushed: true)
    let words = "not pushed by the server, up to 5s old"
    #expect(second == LogMark(at: at(69), .recovered(2), reason: words))
  }
}
