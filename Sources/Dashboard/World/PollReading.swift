import Logs
package import Signals
package import Telemetry

/// The reading of one poll.
package struct PollReading: Hashable, Sendable {
  /// The payload with its state.
  package var reading = Reading<Poll.Payload>()
  /// Warnings of the latest good answer.
  package var warnings: [String] = []
  /// Why the latest good answer is empty, in the server's words; empty where it is not, or none were said.
  package var emptiness: [String] = []
  /// How long a good answer counts as fresh.
  package var lifetime = Duration.seconds(15)
  /// Whether the question has changed and the answer held is one to the older form.
  package var isSuperseded = false

  /// Nothing known.
  package init() {}

  /// The state at a moment.
  package func state(at now: Timestamp) -> ReadingState {
    reading.state(at: now, lifetime: lifetime)
  }

  /// Elements of an instant vector; empty where nothing of the kind is held.
  package var vector: [VectorSample] {
    guard case .vector(let vector)? = reading.held?.value else { return [] }
    return vector
  }

  /// Series of a range; empty where nothing of the kind is held.
  package var matrix: [TimeSeries] {
    guard case .matrix(let matrix)? = reading.held?.value else { return [] }
    return matrix
  }

  /// Log lines, ascending; `nil` where nothing of the kind is held.
  var lines: [LogEntry]? {
    guard case .lines(let lines)? = reading.held?.value else { return nil }
    return lines
  }

  /// Buckets over a range; `nil` where nothing of the kind is held.
  package var buckets: BucketMatrix? {
    guard case .buckets(let buckets)? = reading.held?.value else { return nil }
    return buckets
  }

  /// Takes in what came of asking.
  mutating func receive(_ outcome: Outcome, to poll: Poll) {
    lifetime = Self.lifetime(of: poll)
    switch outcome.result {
    case .success(let answered):
      let missing = Self.emptiness(of: answered.payload, poll)
      reading.receive(answered.payload, at: outcome.at, missing: missing)
      warnings = answered.warnings
      emptiness = missing == nil ? [] : answered.infos
      isSuperseded = false
    case .failure(let error):
      reading.fail(error)
      if error != .cancelled { isSuperseded = false }
    }
  }

  /// Two refreshes and a little: one that is late does not make a panel stale.
  ///
  /// Answers about a fixed moment do not age; alerts and targets are current whatever the
  /// window shows.
  private static func lifetime(of poll: Poll) -> Duration {
    poll.question.isFixed ? .seconds(1_000_000_000) : poll.interval * 2 + .seconds(2)
  }

  /// The data an empty answer lacks; `nil` if it is not empty, or empty is good news.
  ///
  /// Panels add what is known when they are drawn.
  private static func emptiness(of payload: Poll.Payload, _ poll: Poll) -> String? {
    guard poll.id != .inventory else { return nil }
    switch payload {
    case .vector(let vector) where vector.isEmpty: return "no values"
    case .matrix(let matrix) where matrix.isEmpty: return "no values"
    case .buckets(let buckets) where buckets.columns.isEmpty: return "no values"
    default: return nil
    }
  }
}
