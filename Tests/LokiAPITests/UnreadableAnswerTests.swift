import HTTPTransport
import Logs
import LokiAPI
import Telemetry
import TestSupport
import Testing

/// Good answers of a Loki that lack what was asked for: they are unreadable, and never "none".
@Suite(.timeLimit(.minutes(20)))
struct UnreadableAnswerTests {
  /// What a client is asked.
  enum Question: String, CaseIterable, Sendable {
    case page, counts, instant, labels

    func ask(_ client: LokiClient) async throws(SourceError) {
      let (start, end) = (moment(0), moment(60_000_000_000))
      switch self {
      case .page:
        _ = try await client.page(
          LogPageQuery(shop, from: start, to: end, limit: 10, deadline: ample)
        )
      case .counts:
        _ = try await client.levelCounts(
          shop,
          from: start,
          to: end,
          step: .seconds(10),
          deadline: ample
        )
      case .instant: _ = try await client.instant(InstantQuery("x", deadline: ample))
      case .labels: _ = try await client.labels(deadline: ample)
      }
    }

    /// Whether a server leaves the data out where there is none.
    var mayLackData: Bool { self == .labels }
  }

  private func failure(_ question: Question, _ body: String) async throws -> SourceError? {
    try await FakeServer.run(handler: { _ in .json(body) }) { server in
      let client = try LokiClient(
        ServerAddress(url: server.url, access: HTTPAccess(proxy: .direct)),
        timing: LokiTiming(clock: ManualClock()) { moment(0) }
      )
      var failure: SourceError?
      do throws(SourceError) { try await question.ask(client) } catch { failure = error }
      await client.shutdown()
      return failure
    }
  }

  @Test(
    arguments: Question.allCases,
    [
      "", "null", "[]", "{}", "garbage", #"{"status":"succ"#, #"{"data":{}}"#, #"{"data":7}"#,
      #"{"status":"success","data":7}"#, #"{"status":"success","data":{"resultType":"streams"}}"#,
      #"{"status":"success","data":{"resultType":"streams","result":null}}"#,
      #"{"status":"success","data":{"resultType":"streams","result":[{"stream":{}}]}}"#,
      #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{}}]}}"#,
      #"{"status":"success","data":{"resultType":"vector","result":null}}"#,
      #"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}"#,
    ]
  )
  func whatIsNoAnswerIsUnreadable(_ question: Question, _ body: String) async throws {
    // Which for a page of lines is a query that counts.
    guard question != .page || !body.contains("vector") else { return }
    let error = try await failure(question, body)
    guard case .malformed? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// As a real server answers for labels that it does not have.
  @Test(arguments: Question.allCases)
  func dataMayBeMissingWhereAServerLeavesItOut(_ question: Question) async throws {
    let error = try await failure(question, #"{"status":"success"}"#)
    #expect((error == nil) == question.mayLackData, "\(String(describing: error))")
  }
}
