package import Logs
package import Telemetry

extension LokiClient {
  /// Lines from a moment on, without end.
  ///
  /// - Parameters:
  ///   - query: The lines.
  ///   - start: The first moment wanted, inclusive.
  ///   - known: Lines at `start` or after it that the caller has already.
  ///   - deliver: Takes news in order; called from one task, and returns at once.
  /// - Throws: `SourceError`; what trying again cannot mend.
  @concurrent
  package func follow(
    _ query: LogQuery,
    from start: Timestamp,
    known: [LogKey],
    _ deliver: @escaping @Sendable (LogNews) -> Void
  ) async throws(SourceError) {
    var backoff = TailBackoff()
    while true {
      do throws(SourceError) {
        let text = try await logQL(of: query, deadline: settings.deadline)
        let tail = LokiTail(self, query, text, from: start, known: known, deliver)
        return try await LokiFollower(tail).run()
      } catch {
        // Only asking for the labels fails in a way that another attempt may mend.
        guard !error.isRefusal else { throw error }
        let wait = backoff.fail()
        deliver(.status(.broken(error, retryAt: timing.now() + wait)))
        guard (try? await timing.sleep(wait)) != nil else { throw .cancelled }
      }
    }
  }
}
