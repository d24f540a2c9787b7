/// A server that knows which alerts are silenced or inhibited.
package protocol AlertSource: Sendable {
  /// The alerts that were sent to it and have not ended, in any order.
  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]>
  /// The silences that have not ended, in any order.
  func silences(deadline: Duration) async throws(SourceError) -> Answer<[AlertSilence]>
}

/// A server on which silences can be set.
///
/// Nothing is asked twice: where the answer is lost, it is not known whether the silence is there.
package protocol SilenceKeeper: Sendable {
  /// Makes a silence, or changes one.
  ///
  /// - Parameters:
  ///   - content: What it is to say.
  ///   - id: The silence that is changed; `nil` makes one.
  ///   - deadline: The most that the caller waits.
  /// - Returns: The ID of the silence that holds from now on, which may be another one.
  /// - Throws: `SourceError`.
  func setSilence(
    _ content: SilenceContent,
    changing id: String?,
    deadline: Duration
  ) async throws(SourceError) -> String
  /// Ends a silence; one that has ended stays so.
  func expireSilence(_ id: String, deadline: Duration) async throws(SourceError)
}
