import Logs
import LokiAPI
import Telemetry
import TestSupport

/// Keeps the news of a follower, and lets a test wait for them.
final class Newsroom: Sendable {
  private let state = ScriptedState<[LogNews]>([])

  /// Everything so far.
  var news: [LogNews] { state.value }

  /// The lines so far, as they came.
  var lines: [String] { news.flatMap(\.lines) }

  /// The marks so far.
  var marks: [LogMark] { news.compactMap(\.mark) }

  /// Takes news.
  func take(_ item: LogNews) {
    state.change { $0.append(item) }
  }

  /// Waits for a condition; the test's own time limit bounds it.
  func wait(until condition: @Sendable ([LogNews]) -> Bool) async throws {
    _ = try await state.first(where: condition)
  }

  /// Waits until so many lines have come.
  func wait(lines count: Int) async throws {
    try await wait { news in news.reduce(0) { $0 + $1.lines.count } >= count }
  }

  /// Waits until lines are pushed for the `count`th time.
  func waitForSocket(_ count: Int = 1) async throws {
    try await wait { news in news.filter { $0.status == .live(.webSocket) }.count >= count }
  }

  /// Waits until a status is told that says why lines are polled, and gives that.
  func pollReason() async throws -> String {
    try await wait { news in news.contains { $0.pollReason != nil } }
    return news.compactMap(\.pollReason).first ?? ""
  }
}

extension LogNews {
  /// The texts of its lines.
  var lines: [String] {
    guard case .entries(let entries) = self else { return [] }
    return entries.map(\.text)
  }

  /// Its mark.
  var mark: LogMark? {
    guard case .mark(let mark) = self else { return nil }
    return mark
  }

  /// Its status.
  var status: LogFeedStatus? {
    guard case .status(let status) = self else { return nil }
    return status
  }

  /// Why lines are polled.
  var pollReason: String? {
    guard case .live(.polling(_, let reason))? = status else { return nil }
    return reason
  }

  /// How far behind what was read is, and when what has failed is tried again.
  var lag: (by: Duration, retryAt: Timestamp?)? {
    guard case .behind(let lag, _, let retryAt)? = status else { return nil }
    return (lag, retryAt)
  }

  /// What broke.
  var breakage: (error: SourceError, retryAt: Timestamp)? {
    guard case .broken(let error, let retryAt)? = status else { return nil }
    return (error, retryAt)
  }
}

extension LogMark {
  /// How many lines a filled gap had.
  var recovered: Int? {
    guard case .reconnected(let count) = kind else { return nil }
    return count
  }

  /// How many lines were found that had not come in with the others.
  var found: Int? {
    guard case .recovered(let count) = kind else { return nil }
    return count
  }
}

/// Follows while a body runs; waits of the follower after a break end at once.
func following(
  _ client: LokiClient,
  _ clock: ManualClock,
  _ query: LogQuery = shop,
  from start: Timestamp = moment(0),
  known: [LogKey] = [],
  ahead: Duration = .zero,
  _ body: (Newsroom) async throws -> Void
) async throws {
  let room = Newsroom()
  let (breaks, sink) = AsyncStream.makeStream(of: Timestamp.self)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      do throws(SourceError) {
        try await client.follow(query, from: start, known: known) { item in
          room.take(item)
          if let (_, retryAt) = item.breakage { sink.yield(retryAt) }
          if let retryAt = item.lag?.retryAt { sink.yield(retryAt) }
        }
      } catch {
        guard error != .cancelled else { return }
        throw error
      }
    }
    group.addTask {
      for await retryAt in breaks {
        let offset = retryAt - moment(0) - ahead
        guard (try? await clock.sleeper(until: offset)) != nil else { return }
        clock.advance(to: offset)
      }
    }
    do {
      try await body(room)
    } catch {
      group.cancelAll()
      throw error
    }
    group.cancelAll()
    try await group.waitForAll()
  }
}

/// Numbered lines, two milliseconds apart, as of 500 lines a second.
func numbered(_ numbers: Range<Int>, labels: [String: String] = ["job": "shop"]) -> [FakeLokiLine] {
  numbers.map { FakeLokiLine(labels, at: origin + Int64($0) * 2_000_000, "line \($0)") }
}

extension Newsroom {
  /// The entries so far, as they came.
  var entries: [LogEntry] {
    news.flatMap { item -> [LogEntry] in
      if case .entries(let entries) = item { return entries }
      return []
    }
  }

  /// Waits until lines come in, in whatever way.
  func waitUntilLive() async throws {
    try await wait { news in
      news.contains { item in
        if case .live? = item.status { true } else { false }
      }
    }
  }
}

/// The time between two audits in tests: no multiple of that between two polls, so that a sleeper tells
/// which of them it is.
let auditing = Duration.seconds(11)

extension ManualClock {
  /// Lets the next poll happen.
  func poll() async throws {
    let due = now.offset + .seconds(2)
    try await sleeper(until: due)
    advance(to: due)
  }

  /// Lets time pass, poll by poll, until a server was asked so many times for counts and all was
  /// done about it.
  func polledAudits(_ loki: FakeLoki, _ count: Int) async throws {
    for _ in 0..<count {
      let before = loki.counts
      while loki.counts == before {
        let due = now.offset + .seconds(2)
        try await sleeper(until: due)
        let isAudit = deadlines.contains { $0 < due }
        advance(to: due)
        try await sleeper(until: due + .seconds(2))
        if isAudit { try await sleeper(until: due + auditing) }
      }
    }
  }

  /// The same where lines are pushed, and nothing else happens in time.
  func pushedAudits(_ loki: FakeLoki, _ count: Int) async throws {
    for _ in 0..<count {
      let before = loki.counts
      while loki.counts == before {
        let due = now.offset + auditing
        try await sleeper(until: due)
        advance(to: due)
        try await sleeper(until: due + auditing)
      }
    }
  }
}

extension FakeLoki {
  /// How often it was asked for counts.
  var counts: Int {
    log.requests.count { $0.parameter("query")?.contains("count_over_time") == true }
  }
}
