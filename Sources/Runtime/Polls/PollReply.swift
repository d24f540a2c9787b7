import Dashboard
import Telemetry

/// The result of a request, checked and merged into what was known: all that takes long is
/// done before the poller hears of it.
struct PollReply: Sendable {
  /// The answer as it is handed over, or why there is none.
  var result: Result<Outcome.Answered, SourceError>
  /// Cost and server clock of the answer, whether it is usable or not.
  private(set) var receipt: Receipt?
  /// The known range after it; `nil` for other questions.
  private(set) var known: KnownWindow?

  /// A request that has failed.
  init(failing error: SourceError) {
    result = .failure(error)
  }

  /// A request that has ended.
  ///
  /// - Parameters:
  ///   - result: What the source gave.
  ///   - flight: The question.
  ///   - wall: When the answer was complete, by the local clock.
  init(
    _ result: Result<Outcome.Answered, SourceError>,
    to flight: PollFlight,
    at wall: Timestamp
  ) {
    self.result = result
    guard case .success(let answered) = result else { return }
    receipt = answered.receipt
    do throws(SourceError) {
      try take(answered, flight, wall)
    } catch {
      self.result = .failure(error)
    }
  }

  private mutating func take(
    _ answered: Outcome.Answered,
    _ flight: PollFlight,
    _ wall: Timestamp
  ) throws(SourceError) {
    var answered = answered
    switch (answered.payload, flight.poll.question) {
    case (.matrix(let series), .range(let window)):
      guard let ask = flight.ask else { return }
      let merged = try ask.merging(series)
      known = merged.known
      answered.payload = Poll.Payload(merged.window.series, of: window)
      answered.reusedPoints = merged.window.reusedPoints
      if let warning = merged.window.warning { answered.warnings.append(warning) }
    case (.vector(let vector), .instant(_, let moment)):
      var clock = flight.clock
      clock.observe(answered.receipt, arrival: wall)
      var times = AnswerTimes(instant: moment ?? clock.time(at: wall))
      let kept = vector.filter { times.admit($0.timestamp) }
      if let error = times.error { throw error }
      answered.payload = .vector(kept)
      if let warning = times.warning { answered.warnings.append(warning) }
    default: return
    }
    result = .success(answered)
  }
}
