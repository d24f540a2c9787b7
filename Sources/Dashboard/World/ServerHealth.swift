package import Telemetry

/// How a server has answered lately, which is what its mark in the title says.
package struct ServerHealth: Hashable, Sendable {
  /// State according to the latest answers.
  package enum State: Hashable, Sendable {
    /// Nothing has come back yet.
    case waiting
    /// It answers.
    case up
    /// Some of its answers cannot be used: those to so many questions of all that it is asked, for a
    /// reason such as this.
    case faulty(SourceError, count: Int, of: Int)
    /// It cannot be reached, is not ready, or none of its answers can be used.
    case down(SourceError)
  }

  /// Verdict on the latest answer to a question.
  private enum Verdict: Hashable {
    /// It was an answer of the API, be it that the question is at fault.
    case usable
    /// The server has nothing of the kind, or too much of it.
    case absent(SourceError)
    /// It was something else.
    case unusable(SourceError)
  }

  /// Faults of one kind, of which one is named: that of the first question by name, so that frames
  /// agree.
  private struct Faults {
    var count = 0
    var error: SourceError?
    private var question = ""

    mutating func add(_ error: SourceError, of id: Poll.ID) {
      count += 1
      if self.error == nil || id.text < question { (self.error, question) = (error, id.text) }
    }
  }

  /// The latest answer to each question.
  private var verdicts: [Poll.ID: Verdict] = [:]
  /// Why the server does not answer at all; `nil` where it does.
  private var outage: SourceError?
  /// How long the latest good answer took.
  package var latency: Duration?
  /// When the latest good answer came.
  package var lastSuccess: Timestamp?
  /// When it is asked again after a failure.
  package var retryAt: Timestamp?
  /// The server's clock less ours, zero within 5 s, which is all that a `Date` header of whole
  /// seconds and a slow answer allow to be said.
  package var clockSkew = Duration.zero
  /// Contents of an embedded engine; `nil` for a server.
  package var holding: StoreHolding?

  /// Nothing known.
  package init() {}

  /// State according to the latest answers.
  package var state: State {
    if let outage { return .down(outage) }
    var (unusable, absent) = (Faults(), Faults())
    for (question, verdict) in verdicts {
      switch verdict {
      case .usable: break
      case .absent(let error): absent.add(error, of: question)
      case .unusable(let error): unusable.add(error, of: question)
      }
    }
    if unusable.count + absent.count == verdicts.count,
      let error = unusable.error ?? absent.error
    {
      return .down(error)
    }
    if let error = unusable.error {
      return .faulty(error, count: unusable.count, of: verdicts.count)
    }
    return verdicts.isEmpty && lastSuccess == nil ? .waiting : .up
  }

  /// How old the latest good answer is; `nil` where there was none.
  package func age(at now: Timestamp) -> Duration? { lastSuccess.map { now - $0 } }

  /// Takes in what came of one request; what no server was asked for says nothing of one.
  package mutating func receive(_ outcome: Outcome) {
    guard outcome.wasAsked else { return }
    retryAt = outcome.retryAt
    switch outcome.result {
    case .success(let answered):
      outage = nil
      // Marks are asked once a step at most: what came of them then says nothing of how it answers now.
      verdicts[outcome.poll.id] = outcome.poll.id.isOfMarks ? nil : .usable
      latency = answered.receipt.elapsed
      lastSuccess = outcome.at
      holding = answered.receipt.holding ?? holding
      if let date = answered.receipt.serverDate {
        clockSkew = Self.skew(of: date, at: outcome.at, elapsed: answered.receipt.elapsed)
      }
    case .failure(.cancelled): break
    case .failure(let error) where Self.isOutage(error) && !isSlow(error, outcome):
      outage = error
      // What it said before says nothing of how it will be back.
      verdicts = [:]
    case .failure(let error):
      outage = nil
      verdicts[outcome.poll.id] = Self.verdict(of: error)
    }
  }

  /// Whether a question alone took too long, while the server answered others and is not backed off.
  private func isSlow(_ error: SourceError, _ outcome: Outcome) -> Bool {
    guard case .timedOut(let limit) = error, outcome.retryAt == nil, let lastSuccess else {
      return false
    }
    return lastSuccess > outcome.at - limit
  }

  /// Forgets all questions but those that are still asked.
  mutating func keep(_ asked: Set<Poll.ID>) {
    verdicts = verdicts.filter { asked.contains($0.key) }
  }

  /// Whether a failure is one of the server as a whole.
  static func isOutage(_ error: SourceError) -> Bool {
    switch error {
    case .unreachable, .timedOut, .notReady, .misconfigured: true
    case .http(let status, _, _): status == 429 || status >= 500 && status != 501
    case .unauthorized, .api, .malformed, .tooMuch, .cancelled: false
    }
  }

  private static func verdict(of error: SourceError) -> Verdict {
    switch error {
    case .api: .usable
    case .tooMuch, .http(404, _, _), .http(405, _, _), .http(501, _, _): .absent(error)
    default: .unusable(error)
    }
  }

  /// How far a server's clock is ahead of ours for certain; zero within 5 s.
  ///
  /// The server wrote its date, cut to whole seconds, some time within `elapsed` before `at`.
  package static func skew(of date: Timestamp, at: Timestamp, elapsed: Duration) -> Duration {
    let least = date - at
    let most = (date + .seconds(1)) - (at - elapsed)
    if least > .seconds(5) { return least }
    if most < .seconds(-5) { return most }
    return .zero
  }
}
