import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// Where answers are decoded: small ones on the thread of the connections, large ones elsewhere, so
/// that no other connection waits for them.
@Suite(.timeLimit(.minutes(20)))
struct LargeAnswerTests {
  private func jobs(_ body: String) async throws -> Int {
    let thread = ThreadExecutor()
    let start = Timestamp(milliseconds: 1_795_343_000_000)
    let count = try await withClient(work: AnswerWork(apart: thread), { _ in .json(body) }) {
      client,
      _ in
      // As a poller asks: on the thread of the connections.
      await withTaskExecutorPreference(HTTPTransport.executor) {
        let query = RangeQuery(
          "up",
          from: start,
          to: start + .seconds(60),
          step: .seconds(15),
          deadline: ample
        )
        _ = try? await client.range(query)
        _ = try? await client.targets(deadline: ample)
      }
      return thread.jobs
    }
    await thread.shutdown()
    return count
  }

  @Test func aSmallAnswerStaysOnItsThread() async throws {
    #expect(try await jobs(emptyMatrix) == 0)
  }

  @Test func aLargeAnswerIsDecodedElsewhere() async throws {
    let series = (0..<4000).map { number in
      #"{"metric":{"instance":"\#(number)"},"values":[[1795343000,"1"]]}"#
    }
    let body =
      #"{"status":"success","data":{"resultType":"matrix","result":["#
      + series.joined(separator: ",") + "]}}"
    #expect(body.utf8.count > AnswerWork.small)
    // Decoded, ordered, and decoded again as what it is not.
    #expect(try await jobs(body) >= 3)
  }

  /// The fleet's targets are many more bytes than its metrics.
  @Test func documentsTooAreDecodedElsewhere() async throws {
    let long = String(repeating: "y", count: 400)
    let target = #"{"labels":{"job":"a"},"health":"up","discoveredLabels":{"x":"\#(long)"}}"#
    let body =
      #"{"status":"success","data":{"activeTargets":["#
      + Array(repeating: target, count: 500).joined(separator: ",") + "]}}"
    let thread = ThreadExecutor()
    let count = try await withClient(work: AnswerWork(apart: thread), { _ in .json(body) }) {
      client,
      _ in try await client.targets(deadline: ample).value.count
    }
    #expect(count == 500)
    #expect(thread.jobs >= 1)
    await thread.shutdown()
  }
}
