import HTTPTransport
import Logs
import LokiAPI
import Synchronization
import Telemetry
import TestSupport

/// A limit that no healthy machine reaches.
let ample = Duration.seconds(300)

/// The first moment of the lines of tests, in nanoseconds.
let origin: Int64 = 1_795_343_000_000_000_000

/// Runs a body with a fake Loki and a client of it, whose clock stands still.
func withLoki<Value: Sendable>(
  headers: [String: String] = [:],
  settings: LokiSettings = LokiSettings(),
  bodyLimit: Int = 64 << 20,
  _ body: (FakeLoki, LokiClient, ManualClock) async throws -> Value
) async throws -> Value {
  try await FakeLoki.run { loki in
    let clock = ManualClock()
    loki.behave { behaviour in
      behaviour.date = { Double(origin / 1_000_000_000) + clock.now.offset.inSeconds }
    }
    let client = try makeClient(
      loki,
      clock,
      headers: headers,
      settings: settings,
      bodyLimit: bodyLimit
    )
    do {
      let value = try await body(loki, client, clock)
      await client.shutdown()
      return value
    } catch {
      await client.shutdown()
      throw error
    }
  }
}

/// A client of a fake Loki whose wall clock follows the manual one from the origin, or runs ahead.
func makeClient(
  _ loki: FakeLoki,
  _ clock: ManualClock,
  headers: [String: String] = [:],
  settings: LokiSettings = LokiSettings(),
  bodyLimit: Int = 64 << 20,
  ahead: Duration = .zero
) throws -> LokiClient {
  let access = HTTPAccess(
    headers: headers.map { HTTPAccess.Header(name: $0.key, value: Secret($0.value)) },
    proxy: .direct,
    bodyLimit: bodyLimit
  )
  return try LokiClient(
    ServerAddress(url: loki.url, access: access),
    settings: settings,
    timing: LokiTiming(clock: clock) {
      Timestamp(nanoseconds: origin) + clock.now.offset + ahead
    }
  )
}

/// A moment of the lines of tests.
func moment(_ offset: Int64) -> Timestamp {
  Timestamp(nanoseconds: origin + offset)
}

/// A query of all lines of the job `shop`.
let shop = LogQuery(selector: [LabelMatcher("job", .equal, "shop")])

extension LogEntry {
  /// The line as text.
  var text: String { String(decoding: line, as: UTF8.self) }
}

/// All pages of a stretch.
struct Pages {
  var pages: [LogPage] = []

  var entries: [LogEntry] { pages.flatMap(\.entries) }
  var notes: [String] { pages.flatMap(\.notes) }

  init(
    of client: LokiClient,
    _ query: LogQuery = shop,
    from start: Timestamp,
    to end: Timestamp,
    direction: LogPageQuery.Direction = .backward,
    limit: Int = 10
  ) async throws {
    var question: LogPageQuery? = LogPageQuery(
      query,
      from: start,
      to: end,
      direction: direction,
      limit: limit,
      deadline: ample
    )
    while let next = question {
      let answer = try await client.page(next)
      pages.append(answer.value)
      question = answer.value.next
    }
  }
}
