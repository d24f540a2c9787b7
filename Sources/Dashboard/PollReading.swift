package import Telemetry

/// What is known of one poll.
package struct PollReading: Hashable, Sendable {
  /// The payload with its state.
  package var reading = Reading<Outcome.Payload>()
  /// Warnings of the latest good answer.
  package var warnings: [String] = []
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
}
