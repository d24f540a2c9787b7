import Checks
import Telemetry
import Testing

@Suite("Log lines and their streams")
struct LogCheckTests {
  private static let now = Timestamp(seconds: 1_800_000_000)

  /// Lines of a service, the newest a second old, of which a number lacks something.
  private func tally(
    _ count: Int = 100,
    service: String = "shop",
    lacking: Int = 0,
    _ lack: (inout LogTally.Line) -> Void = { _ in }
  ) -> LogTally {
    var tally = LogTally()
    for number in 0..<count {
      var line = LogTally.Line(service)
      (line.isJSON, line.hasLevel, line.hasTime, line.isRequest) = (true, true, true, true)
      line.correlation = "id-\(number)"
      if number < lacking { lack(&line) }
      tally.add(line, at: Self.now - .seconds(count - number))
    }
    return tally
  }

  private func outcome(_ tally: LogTally) -> CheckOutcome {
    LogChecks.outcome(of: tally, now: Self.now, within: .seconds(60), at: "loki")
  }

  @Test func soundLinesAreInOrder() {
    let outcome = outcome(tally())
    #expect(outcome.findings.isEmpty)
    #expect(outcome.inOrder.map(\.check) == Array(LogChecks.names.prefix(5)))
    #expect(outcome.unchecked.map(\.check) == ["logs-correlation-across"])
  }

  @Test(arguments: [(10, 0), (11, 1)])
  func aShareIsJudgedByItsBound(_ lacking: Int, _ count: Int) {
    let json = outcome(tally(lacking: lacking) { $0.isJSON = false })
    #expect(json.findings.map(\.check) == Array(repeating: "logs-json", count: count))
    let level = outcome(tally(lacking: lacking) { $0.hasLevel = false })
    #expect(level.findings.map(\.check) == Array(repeating: "logs-levels", count: count))
    let time = outcome(tally(lacking: lacking) { $0.hasTime = false })
    #expect(time.findings.map(\.severity) == Array(repeating: .note, count: count))
  }

  @Test func requestsNeedTheirIDsInNinetyNineOfAHundred() {
    #expect(outcome(tally(lacking: 1) { $0.correlation = nil }).findings.isEmpty)
    let two = outcome(tally(lacking: 2) { $0.correlation = nil })
    #expect(two.findings.map(\.check) == ["logs-correlation"])
    #expect(two.findings.first?.what.hasPrefix("98.0 % of 100 lines of requests") == true)
    #expect(two.findings.first?.place == "shop")
    // What is no request needs none.
    let idle = outcome(
      tally(lacking: 50) { line in
        line.correlation = nil
        line.isRequest = false
      }
    )
    #expect(idle.findings.isEmpty)
  }

  @Test func fewLinesTellNothing() {
    let outcome = outcome(tally(19, lacking: 19) { $0.isJSON = false })
    #expect(outcome.findings.isEmpty)
    #expect(outcome.unchecked.contains { $0.check == "logs-json" })
  }

  @Test func linesThatDoNotComeAreFound() {
    #expect(outcome(LogTally()).findings.map(\.severity) == [.critical])
    #expect(outcome(LogTally()).unchecked.count == LogChecks.names.count - 1)
    var late = LogTally()
    late.add(LogTally.Line("shop"), at: Self.now - .seconds(61))
    #expect(outcome(late).findings.map(\.severity) == [.warning])
  }

  @Test func requestsAreFollowedAcrossServices() {
    var shared = tally()
    var line = LogTally.Line("pay")
    line.correlation = "id-7"
    shared.add(line, at: Self.now)
    #expect(outcome(shared).inOrder.contains { $0.check == "logs-correlation-across" })
    line.correlation = "another"
    var apart = tally()
    apart.add(line, at: Self.now)
    #expect(outcome(apart).findings.map(\.check) == ["logs-correlation-across"])
  }

  @Test(arguments: [
    ("job", 100, nil), ("job", 101, Finding.Severity.warning), ("pod", 1001, .critical),
    ("trace_id", 10, nil), ("trace_id", 11, .warning),
  ])
  func labelsOfStreamsAreJudgedByTheirValues(
    _ name: String,
    _ count: Int,
    _ severity: Finding.Severity?
  ) {
    let outcome = StreamChecks.outcome(of: [.init(name, count)], at: "loki")
    #expect(outcome.findings.first?.severity == severity)
  }

  @Test func refusedLinesAreNamedByTheirReason() {
    let refused = ServerFigures.Sample(
      LabelSet(["__name__": "loki_discarded_samples_total", "reason": "rate_limited"]),
      12
    )
    let outcome = LokiFigures.outcome(of: ServerFigures([refused]), at: "loki")
    #expect(outcome.findings.map(\.place) == ["loki: rate_limited"])
    #expect(outcome.findings.first?.remedy?.contains("ingestion_rate_mb") == true)
    let none = LokiFigures.outcome(of: ServerFigures([]), at: "loki")
    #expect(none.inOrder.map(\.check) == ["logs-discarded"])
  }
}
