import Logs
import Reports
import Runtime
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Commands
@testable import DashboardConfig

/// What a report asks, and what it makes of no answer.
@Suite struct ReportInquiryTests {
  private static let end = Timestamp(seconds: 1_795_132_800)
  private static let down = SourceError.http(status: 500, message: "out of memory")

  private func inquiry(
    logs: (any LogSource)? = nil,
    alerts: ScriptedSource? = nil,
    _ rule: @escaping @Sendable (ScriptedCall) -> ScriptedReply? = { .nothing(to: $0) }
  ) -> ReportInquiry {
    let end = Self.end
    return ReportInquiry(
      PollSources(metrics: ScriptedSource(rule: rule), alerts: alerts, logs: logs),
      deadline: .seconds(5),
      window: Stretch(from: end - .seconds(7 * 86_400), to: end),
      calendar: .utc,
      now: end
    )
  }

  // MARK: History

  private func reply(
    to call: ScriptedCall,
    lowest days: Double?,
    up upDays: Double?
  ) -> ScriptedReply {
    switch call {
    case .instant(let query) where query.expression.contains("lowest") && days != nil:
      let value = (Self.end - .seconds((days ?? 0) * 86_400)).seconds
      return ScriptedReply(
        .vector([VectorSample(labels: .empty, timestamp: Self.end, value: value)])
      )
    case .range(let query) where upDays != nil:
      let first = Self.end - .seconds((upDays ?? 0) * 86_400)
      let moments = stride(from: 0, through: query.end.seconds - query.start.seconds, by: 3600)
        .map { query.start + .seconds($0) }.filter { $0 >= first }
      return ScriptedReply(
        .matrix([TimeSeries(labels: .empty, samples: moments.map { Sample($0, 1) })])
      )
    default: return .nothing(to: call)
    }
  }

  @Test(
    arguments: [
      // A store of years to which a Prometheus writes that keeps two days itself.
      (2.0, 400.0, nil),
      // A Prometheus of ten days that scrapes one of a year.
      (365, 10, 10),
      // Its own start, exactly.
      (10.01, 10, 10.01),
      // No targets: others write to it.
      (12, nil, 12), (nil, 400, nil),
    ] as [(Double?, Double?, Double?)]
  )
  func historyIsThatOfTheServerThatIsAsked(lowest: Double?, up: Double?, known: Double?) async {
    let inquiry = inquiry { reply(to: $0, lowest: lowest, up: up) }
    await inquiry.reach(back: .seconds(35 * 86_400))
    let days = inquiry.reach.map { (Self.end - $0.earliest).inSeconds / 86_400 }
    #expect(days.map { ($0 * 100).rounded() } == known.map { ($0 * 100).rounded() })
  }

  @Test func aBeginningThatNobodyTellsIsNotBeforeTheWindow() async {
    let failing = inquiry { _ in ScriptedReply(failing: Self.down) }
    await failing.reach(back: .seconds(35 * 86_400))
    #expect(!failing.knowsReach && failing.reach == nil)
    let old = inquiry { reply(to: $0, lowest: nil, up: 400) }
    await old.reach(back: .seconds(35 * 86_400))
    #expect(old.knowsReach && old.reach == nil)
  }

  // MARK: No answer

  @Test(arguments: [true, false])
  func noAlertIsNotSaidWhereTheQuestionFailed(fails: Bool) async {
    let inquiry = inquiry { call in
      if fails, call.expression.contains("ALERTS") { return ScriptedReply(failing: Self.down) }
      return .nothing(to: call)
    }
    let activity = await ReportAlerts(inquiry: inquiry, rules: []).activity()
    let section = inquiry.concluded(activity.firing())
    #expect(section.blocks == [.text(fails ? "not known" : "no alert fires")])
    #expect(activity.isKnown != fails)
  }

  @Test func nothingIsNotSaidWhereSomeOfItFailed() {
    let inquiry = inquiry()
    var section = ReportSection("capacity", "Days until full", over: inquiry.window)
    section.blocks = [.text("no file systems are measured")]
    inquiry.miss("free space", because: "no answer", isFailure: true)
    let words = "no file systems are measured, as far as was answered"
    #expect(inquiry.asked(section).blocks == [.text(words)])
    #expect(inquiry.asked(section, isOfSameAnswers: true).blocks == [.text(words)])
    #expect(inquiry.asked(section).blocks == section.blocks)
  }

  @Test func anEarlierFailureIsNoneOfTheSection() async {
    let inquiry = inquiry { call in
      call.expression == "up" ? ScriptedReply(failing: Self.down) : .nothing(to: call)
    }
    _ = await inquiry.instant("targets", "up")
    inquiry.begin()
    let activity = await ReportAlerts(inquiry: inquiry, rules: []).activity()
    let section = inquiry.concluded(activity.firing())
    #expect(section.blocks == [.text("no alert fires")] && section.gaps.count == 1)
  }

  // MARK: Silences

  private func alert(_ labels: [String: String], isQuiet: Bool) -> Alert {
    Alert(
      labels: LabelSet(labels.merging(["alertname": "Down"]) { $1 }),
      state: isQuiet ? .suppressed(silenced: true, inhibited: false) : .firing,
      activeAt: nil
    )
  }

  @Test(
    arguments: [
      // External labels are added when it is sent.
      ([(["instance": "a", "cluster": "eu"], true)], true),
      ([(["instance": "b", "cluster": "eu"], true)], false),
      ([(["instance": "a"], false)], false),
      // One of two clusters is told of it.
      ([(["instance": "a", "cluster": "eu"], true), (["instance": "a"], false)], false),
      ([], false),
    ] as [([([String: String], Bool)], Bool)]
  )
  func aSilencedAlertIsFoundUnderTheLabelsItWasSentWith(
    sent: [([String: String], Bool)],
    isQuiet: Bool
  ) async {
    let fired = LabelSet([
      "__name__": "ALERTS", "alertname": "Down", "alertstate": "firing", "instance": "a",
    ])
    let known = sent.map { alert($0.0, isQuiet: $0.1) }
    let inquiry = inquiry(
      alerts: ScriptedSource { call in
        call == .alerts ? ScriptedReply(.alerts(known)) : .nothing(to: call)
      }
    ) { call in
      guard case .range(let query) = call else { return .nothing(to: call) }
      return ScriptedReply(
        .matrix([TimeSeries(labels: fired, samples: [Sample(query.end, 1)])])
      )
    }
    let activity = await ReportAlerts(inquiry: inquiry, rules: []).activity()
    #expect(activity.alerts.map(\.isSuppressed) == [isQuiet])
  }

  // MARK: Log lines

  /// A server that always has one more page, of lines that are no errors.
  private final class EndlessLogs: LogSource {
    let questions = Mutex(0)

    func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
      let count = questions.withLock { count in
        count += 1
        return count
      }
      guard count <= 500 else { throw .malformed("asked for ever") }
      var entry = LogEntry(timestamp: query.start, line: Array("all is well".utf8))
      entry.facts.level = .info
      return Answer(LogPage(entries: [entry], next: query))
    }

    func follow(
      _ query: LogQuery,
      from start: Timestamp,
      known: [LogKey],
      _ deliver: @escaping @Sendable (LogNews) -> Void
    ) async throws(SourceError) {}

    func levelCounts(
      _ query: LogQuery,
      from start: Timestamp,
      to end: Timestamp,
      step: Duration,
      deadline: Duration
    ) async throws(SourceError) -> Answer<[LevelCount]> { Answer([]) }
  }

  @Test func pagesWithoutErrorsComeToAnEnd() async throws {
    let logs = EndlessLogs()
    let sections = await ReportLogs(inquiry: inquiry(logs: logs), settings: LogsSettings())
      .sections()
    let section = try #require(sections.first)
    #expect(section.gaps.allSatisfy { !$0.isFailure })
    #expect(section.remarks.first?.contains("there are more") == true)
    #expect(logs.questions.withLock(\.self) <= 100)
  }
}
