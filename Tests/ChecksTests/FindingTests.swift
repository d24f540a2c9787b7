import Checks
import Testing

@Suite("What a check found")
struct FindingTests {
  @Test("severities are ordered by how bad they are, and each has a word of its own")
  func severities() {
    #expect(Finding.Severity.allCases.sorted() == [.note, .warning, .critical])
    #expect(Set(Finding.Severity.allCases.map(\.word)).count == 3)
  }

  @Test("an outcome keeps what each part of a run came to, in order")
  func adding() {
    var outcome = CheckOutcome()
    outcome.findings = [Finding("target-down", .critical, at: "api", "down", why: "no figures")]
    var other = CheckOutcome()
    other.findings = [Finding("rule-unhealthy", .warning, at: "rules", "failed", why: "no alert")]
    other.unchecked = [Unchecked("clock", at: "loki", because: "no answer")]
    outcome.add(other)
    #expect(outcome.findings.map(\.check) == ["target-down", "rule-unhealthy"])
    #expect(outcome.unchecked.map(\.place) == ["loki"])
  }
}
