package import Telemetry

/// The outcome of one request of a poll.
package struct Outcome: Hashable, Sendable {
  /// The poll as it was asked; an answer to a poll that is no longer in the plan is ignored.
  package var poll: Poll
  /// When the answer was complete, by the local clock.
  package var at: Timestamp
  /// The answer or the reason why there is none.
  package var result: Result<Answered, SourceError>
  /// When the server is asked again after a failure; `nil` where the interval decides.
  package var retryAt: Timestamp?
  /// Whether a server was asked for it: not for what was known already, nor for a poll that fails
  /// together with its server.
  package var wasAsked = true

  /// An answer with what it cost.
  package struct Answered: Hashable, Sendable {
    /// The values.
    package var payload: Poll.Payload
    /// The server's warnings: values may be partial.
    package var warnings: [String]
    /// The server's remarks, which tell of an empty answer why it is.
    package var infos: [String]
    /// The cost.
    package var receipt: Receipt
    /// Points of a range that were known already and not asked for again; 0 for other questions.
    package var reusedPoints: Int

    package init(
      _ payload: Poll.Payload,
      warnings: [String] = [],
      infos: [String] = [],
      receipt: Receipt = Receipt(),
      reusedPoints: Int = 0
    ) {
      self.payload = payload
      self.warnings = warnings
      self.infos = infos
      self.receipt = receipt
      self.reusedPoints = reusedPoints
    }
  }

  package init(
    _ poll: Poll,
    at: Timestamp,
    _ result: Result<Answered, SourceError>,
    retryAt: Timestamp? = nil
  ) {
    self.poll = poll
    self.at = at
    self.result = result
    self.retryAt = retryAt
  }
}
