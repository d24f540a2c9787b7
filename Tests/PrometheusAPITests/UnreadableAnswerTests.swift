import HTTPTransport
import PrometheusAPI
import Telemetry
import TestSupport
import Testing

/// Good answers that lack what was asked for: they are unreadable, and never "none".
@Suite(.timeLimit(.minutes(20)))
struct UnreadableAnswerTests {
  /// What a client is asked.
  enum Question: String, CaseIterable, Sendable {
    case instant, range, targets, alerts, rules, labels, series, metadata

    func ask(_ client: PrometheusClient) async throws(SourceError) {
      let start = Timestamp(milliseconds: 1_795_343_000_000)
      let end = start + .seconds(60)
      let search = SeriesSearch(["up"], from: start, to: end, deadline: ample)
      switch self {
      case .instant: _ = try await client.instant(InstantQuery("up", deadline: ample))
      case .range:
        let step = Duration.seconds(15)
        _ = try await client.range(
          RangeQuery("up", from: start, to: end, step: step, deadline: ample)
        )
      case .targets: _ = try await client.targets(deadline: ample)
      case .alerts: _ = try await client.alerts(deadline: ample)
      case .rules: _ = try await client.alertRules(deadline: ample)
      case .labels: _ = try await client.labelNames(search)
      case .series: _ = try await client.series(search)
      case .metadata: _ = try await client.metadata(deadline: ample)
      }
    }

    /// The name of the list that the answer must have.
    var list: String? {
      switch self {
      case .targets: "activeTargets"
      case .alerts: "alerts"
      case .rules: "groups"
      case .instant, .range: "result"
      default: nil
      }
    }
  }

  private func failure(_ question: Question, _ reply: FakeReply) async throws -> SourceError? {
    try await withClient({ _ in reply }) { client, _ in
      do throws(SourceError) {
        try await question.ask(client)
        return nil
      } catch {
        return error
      }
    }
  }

  private static let bodies = [
    "", "null", "[]", "{}", "true", #"{"status":"success"}"#, #"{"status":"success","data":null}"#,
    #"{"status":"success","data":"none"}"#, #"{"status":"success","data":7}"#, #"{"data":[]}"#,
    #"{"data":{"alerts":[],"groups":[],"activeTargets":[]}}"#, "garbage", "{\"status\":\"succ",
    #"{"status":"success","data":{"activeTargets":[],"groups":[],"alerts":[]}"#,
  ]

  @Test(arguments: Question.allCases, bodies)
  func whatIsNoAnswerIsUnreadable(_ question: Question, _ body: String) async throws {
    let error = try await failure(question, .json(body))
    guard case .malformed? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: Question.allCases)
  func anAnswerWithoutBodyIsUnreadable(_ question: Question) async throws {
    let error = try await failure(question, .answer(status: 204))
    #expect(error == .malformed("not the Prometheus API: empty response"))
  }

  @Test(
    arguments: Question.allCases.filter { $0.list != nil },
    ["", "{}", #""none""#, "0", "true"]
  )
  func aListThatIsMissingOrOfAnotherKindIsUnreadable(
    _ question: Question,
    _ value: String
  ) async throws {
    let type = question == .range ? "matrix" : "vector"
    let list = try #require(question.list)
    let member = value.isEmpty ? "" : #","\#(list)":\#(value)"#
    let body = #"{"status":"success","data":{"resultType":"\#(type)"\#(member)}}"#
    guard case .malformed? = try await failure(question, .json(body)) else {
      Issue.record("taken for an answer: \(body)")
      return
    }
  }

  @Test(arguments: [Question.targets, .rules, .instant, .range])
  func nullIsNoList(_ question: Question) async throws {
    let list = try #require(question.list)
    let body =
      #"{"status":"success","data":{"resultType":"\#(question == .range ? "matrix" : "vector")","#
      + #""\#(list)":null}}"#
    guard case .malformed? = try await failure(question, .json(body)) else {
      Issue.record("taken for an answer: \(body)")
      return
    }
  }

  @Test(arguments: [
    (Question.alerts, #"{"alerts":[{"labels":{"alertname":"A"}}]}"#),
    (.alerts, #"{"alerts":[{"state":"firing"}]}"#),
    (.alerts, #"{"alerts":[{"labels":{"alertname":"A"},"state":"on fire"}]}"#),
    (.alerts, #"{"alerts":[7]}"#),
    (.rules, #"{"groups":[{"name":"g"}]}"#),
    (.rules, #"{"groups":[{"rules":{}}]}"#),
    (.rules, #"{"groups":[{"rules":[{"type":"alerting"}]}]}"#),
    (.targets, #"{"activeTargets":[{"labels":{"job":"a"}}]}"#),
    (.targets, #"{"activeTargets":[{"health":"up"}]}"#),
    (.range, #"{"resultType":"matrix","result":[{"metric":{}}]}"#),
    (.range, #"{"resultType":"matrix","result":[{"metric":{},"values":{}}]}"#),
    (.instant, #"{"resultType":"vector","result":[{"metric":{}}]}"#),
    (.instant, #"{"resultType":"vector","result":[{"metric":[],"value":[1,"1"]}]}"#),
  ])
  func anElementThatLacksWhatItIsMakesTheAnswerUnreadable(
    _ question: Question,
    _ data: String
  ) async throws {
    let error = try await failure(question, .json(#"{"status":"success","data":\#(data)}"#))
    guard case .malformed? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  /// A Thanos querier without alerts sends `null`, and so does a server that has lost its list.
  @Test(arguments: [
    (#"{"groups":[{"rules":[{"name":"A","alerts":null}]}]}"#, 0),
    (
      #"{"groups":[{"rules":[{"name":"A","alerts":[{"labels":{"alertname":"A"},"state":"firing"}]}]}]}"#,
      1
    ),
  ])
  func theRulesTellWhatNullMeans(_ rules: String, _ count: Int) async throws {
    let handler: FakeServer.Handler = { request in
      let data = request.path.hasSuffix("/alerts") ? #"{"alerts":null}"# : rules
      return .json(#"{"status":"success","data":\#(data)}"#)
    }
    try await withClient(handler) { client, _ in
      let answer = try await client.alerts(deadline: ample)
      #expect(answer.value.count == count)
      #expect(answer.receipt.requests == 2)
    }
  }

  @Test func nullWithoutRulesIsUnreadable() async throws {
    let error = try await failure(.alerts, .json(#"{"status":"success","data":{"alerts":null}}"#))
    #expect(error == .malformed("'groups' is missing at data"))
  }

  @Test(arguments: [
    #"{"errorType":"bad_data","error":"no such label","status":"error"}"#,
    #"{"error":"no such label","errorType":"bad_data","status":"error","data":{}}"#,
  ])
  func anErrorInAnyOrderKeepsItsWords(_ body: String) async throws {
    for question in Question.allCases {
      let error = try await failure(question, .json(body))
      #expect(error == .api(type: "bad_data", message: "no such label"), "\(question)")
    }
  }
}
