import Synchronization
package import Telemetry

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A metrics server whose answers are never decoded to their end: whoever asks holds its thread until
/// the test lets go.
package final class BlockedSource: MetricsSource {
  private let reading: Int32
  private let writing = Mutex<Int32?>(nil)
  private let entered = ScriptedState(0)

  /// Makes a source that holds every thread that asks.
  package init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    reading = ends[0]
    writing.withLock { $0 = ends[1] }
  }

  deinit { close(reading) }

  /// How many calls hold their thread.
  package var held: Int { entered.value }

  /// Waits until so many calls hold a thread.
  ///
  /// - Parameter count: At least how many.
  /// - Throws: `CancellationError` when the test is given up.
  package func held(atLeast count: Int) async throws {
    _ = try await entered.first { $0 >= count }
  }

  /// Lets all calls fail, now and from now on.
  package func release() {
    writing.withLock { end in
      if let end { close(end) }
      end = nil
    }
  }

  /// Blocks as decoding does: the thread, and not the task.
  private func block() throws(SourceError) -> Never {
    entered.change { $0 += 1 }
    var byte: UInt8 = 0
    _ = read(reading, &byte, 1)
    entered.change { $0 -= 1 }
    throw .malformed("let go")
  }

  package func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]> {
    try block()
  }

  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    try block()
  }

  package func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    try block()
  }

  package func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    try block()
  }

  package func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    try block()
  }

  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    try block()
  }

  package func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    try block()
  }
}
