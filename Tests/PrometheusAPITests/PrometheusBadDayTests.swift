import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// What a range query says on each bad day of a server.
@Suite(.timeLimit(.minutes(20)))
struct PrometheusBadDayTests {
  private func outcome(
    _ misbehaviour: FakeMisbehaviour,
    deadline: Duration = ample
  ) async throws -> (Result<[TimeSeries], SourceError>, FakeServer.Log) {
    try await withClient(
      access: HTTPAccess(proxy: .direct, bodyLimit: 8 << 20),
      { _ in misbehaviour.reply }
    ) { client, server in
      let start = Timestamp(milliseconds: 1_795_343_000_000)
      let query = RangeQuery(
        "up",
        from: start,
        to: start + .seconds(120),
        step: .seconds(15),
        deadline: deadline
      )
      do throws(SourceError) {
        return (.success(try await client.range(query).value), server.log)
      } catch {
        return (.failure(error), server.log)
      }
    }
  }

  @Test(arguments: [
    (
      FakeMisbehaviour.loginPage,
      SourceError.http(
        status: 200,
        message: "a web page instead of the Prometheus API: Sign in"
      )
    ),
    (.internalError, .http(status: 500, message: "Internal Server Error")),
    (.starting, .notReady("starting or stopping")),
    (.executionError, .api(type: "execution", message: "found duplicate series")),
    (
      .unauthorized,
      .unauthorized(status: 401, message: "no credentials: \(SentLogin.none.advice)")
    ),
    (
      .tooManyRequests,
      .http(
        status: 429,
        message: "too many requests (try again in 7s)",
        retryAfter: .seconds(7)
      )
    ),
    (
      .hugeBody,
      .tooMuch(
        "the response exceeds body_limit, 8.00 MiB: raise it in the configuration, or query less"
      )
    ),
    (
      .gzipBomb,
      .tooMuch(
        "the response exceeds body_limit, 8.00 MiB: raise it in the configuration, or query less"
      )
    ),
    (
      .manySeries,
      .tooMuch(
        "more than 10000 series; aggregate, for example with sum by (…), or select fewer"
      )
    ),
    (.notHTTP, .malformed("invalid HTTP response from 127.0.0.1")),
  ])
  func eachFailureHasItsWords(
    _ misbehaviour: FakeMisbehaviour,
    _ error: SourceError
  ) async throws {
    let (result, _) = try await outcome(misbehaviour)
    guard case .failure(let failure) = result else {
      Issue.record("no failure")
      return
    }
    // The port differs in every run.
    #expect(failure.headline.replacing(/:\d{4,5}\b/, with: "") == error.headline)
  }

  @Test(arguments: [FakeMisbehaviour.resets, .closes, .halfABody])
  func aBrokenConnectionIsUnreachable(_ misbehaviour: FakeMisbehaviour) async throws {
    let (result, _) = try await outcome(misbehaviour)
    guard case .failure(.unreachable) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test(arguments: [FakeMisbehaviour.neverAnswers, .stalls])
  func aServerThatHangsCostsTheDeadlineAndNoMore(_ misbehaviour: FakeMisbehaviour) async throws {
    let (result, _) = try await outcome(misbehaviour, deadline: .seconds(1))
    #expect(result == .failure(.timedOut(after: .seconds(1))))
  }

  @Test func oddNumbersAreKept() async throws {
    let (result, _) = try await outcome(.oddNumbers)
    let values = try result.get()[0].samples.map(\.value)
    #expect(values[0].isNaN)
    #expect(Array(values[1...]) == [.infinity, -.infinity, 1e308])
  }

  @Test func unorderedTimesAreOrdered() async throws {
    let (result, _) = try await outcome(.unorderedTimes)
    #expect(try result.get()[0].samples.map(\.value) == [1, 2.5, 3, 4])
  }

  @Test func hostileLabelsAreKeptAsTheyAreButShort() async throws {
    let (result, _) = try await outcome(.hostileLabels)
    let labels = try result.get()[0].labels
    // Making them harmless is the screen's task; here nothing may be lost or grow.
    #expect(labels["escape"] == "\u{1b}[2J\u{1b}]0;owned\u{7}")
    #expect(labels["bidi"] == "\u{202e}txt.exe")
    #expect(labels["long"]?.utf8.count == 1024 + 3)
  }
}
