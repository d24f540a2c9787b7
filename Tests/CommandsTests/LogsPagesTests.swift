import Logs
import Synchronization
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// What becomes of pages that a server refuses for a while.
@Suite struct LogsPagesTests {
  /// Answers as scripted, then with a line.
  private final class Source: LogSource {
    let failures: Mutex<[SourceError?]>
    let questions = Mutex<[LogPageQuery]>([])

    init(_ failures: [SourceError?]) {
      self.failures = Mutex(failures)
    }

    func page(_ query: LogPageQuery) async throws(SourceError) -> Answer<LogPage> {
      questions.withLock { $0.append(query) }
      let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let failure { throw failure }
      return Answer(LogPage(entries: [LogEntry(timestamp: query.start, line: [65])]))
    }

    func follow(
      _ query: LogQuery,
      from start: Timestamp,
      known: [LogKey],
      _ deliver: @escaping @Sendable (LogNews) -> Void
    ) async throws(SourceError) {}

    func levelCounts(
      _ query: LogQuery,
      from start: Timestamp,
      to end: Timestamp,
      step: Duration,
      deadline: Duration
    ) async throws(SourceError) -> Answer<[LevelCount]> { Answer([]) }
  }

  private static let busy = SourceError.http(status: 429, message: "too many outstanding requests")

  private func ask(
    _ source: Source,
    pages count: Int = 1
  ) async -> (results: [Result<Int, SourceError>], pauses: [Duration], words: [String]) {
    let pauses = ScriptedState<[Duration]>([])
    let words = ScriptedState<[String]>([])
    var pages = LogsPages(
      source,
      pause: { span in pauses.change { $0.append(span) } },
      complain: { text in words.change { $0.append(text) } }
    )
    var results: [Result<Int, SourceError>] = []
    for number in 0..<count {
      let query = LogPageQuery(
        LogQuery(),
        from: Timestamp(nanoseconds: Int64(number)),
        to: Timestamp(nanoseconds: 100),
        limit: 10,
        deadline: .seconds(1)
      )
      do throws(SourceError) {
        results.append(.success(try await pages.page(query).entries.count))
      } catch {
        results.append(.failure(error))
      }
    }
    return (results, pauses.value, words.value)
  }

  @Test func aBusyServerIsAskedTheSameAgainAndAgainMoreSlowly() async {
    let source = Source([Self.busy, .notReady("starting"), .http(status: 502, message: "")])
    let (results, pauses, words) = await ask(source)
    #expect(results == [.success(1)])
    #expect(pauses == [.seconds(1), .seconds(2), .seconds(4)])
    #expect(words.first == "HTTP 429 too many outstanding requests: retrying in 1s (1 of 6)")
    #expect(Set(source.questions.withLock(\.self)).count == 1)
  }

  @Test func aServerThatStaysBusyIsGivenUp() async {
    let source = Source(Array(repeating: Self.busy, count: 20))
    let (results, pauses, _) = await ask(source)
    #expect(results == [.failure(Self.busy)])
    #expect(pauses == [1, 2, 4, 8, 16, 30].map { .seconds($0) })
  }

  @Test func aServerThatWasThereIsAskedAgainAndOneThatNeverWasIsNot() async {
    let gone = SourceError.unreachable("connection reset")
    let never = await ask(Source([gone]))
    #expect(never.results == [.failure(gone)])
    #expect(never.pauses.isEmpty)
    let once = await ask(Source([nil, gone, gone]), pages: 2)
    #expect(once.results == [.success(1), .success(1)])
    #expect(once.pauses == [.seconds(1), .seconds(2)])
  }

  @Test func whatIsRefusedForGoodIsNotAskedAgain() async {
    let refused = SourceError.unauthorized(status: 401, message: "no org id")
    let (results, pauses, _) = await ask(Source([refused]))
    #expect(results == [.failure(refused)])
    #expect(pauses.isEmpty)
  }
}
