import Logs
import Runtime
import Telemetry

/// Asks for pages, and asks again where a failure may pass.
///
/// A page is told by its question alone, so that asking again neither loses nor doubles a line.
struct LogsPages {
  /// How often a page is retried: over a minute in all.
  private static let retries = 6
  private static let longest = Duration.seconds(30)

  let source: any LogSource
  /// Waits; throws when it is cancelled.
  let pause: @Sendable (Duration) async throws -> Void
  /// Tells people what happens.
  let complain: @Sendable (String) -> Void
  private var hasServed = false

  init(
    _ source: any LogSource,
    pause: @escaping @Sendable (Duration) async throws -> Void,
    complain: @escaping @Sendable (String) -> Void
  ) {
    self.source = source
    self.pause = pause
    self.complain = complain
  }

  /// One page.
  ///
  /// - Parameter query: Which one.
  /// - Returns: The page.
  /// - Throws: `SourceError`, at once where asking again cannot help, or where a server has never
  ///   answered that is not there at all.
  mutating func page(_ query: LogPageQuery) async throws(SourceError) -> LogPage {
    var failures = 0
    while true {
      do throws(SourceError) {
        let page = try await source.page(query).value
        hasServed = true
        return page
      } catch {
        guard error.callsForPause, hasServed || error.cameFromServer, failures < Self.retries else {
          throw error
        }
        let wait = min(Self.longest, .seconds(1 << failures))
        failures += 1
        complain(
          "\(error.headline): retrying in \(wait.prometheusText) "
            + "(\(failures) of \(Self.retries))"
        )
        do { try await pause(wait) } catch { throw .cancelled }
      }
    }
  }
}
