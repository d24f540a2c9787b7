import Logs
import Telemetry
import Testing

/// What happened to one request.
@Suite struct RequestStoryTests {
  private func entry(_ milliseconds: Int64, _ service: String, _ line: String) -> LogEntry {
    LineScanner().entry(
      at: Timestamp(milliseconds: 1_000_000 + milliseconds),
      stream: LabelSet(["service_name": service]),
      line: Array(line.utf8)
    )
  }

  private var story: RequestStory? {
    RequestStory(
      id: "r-1",
      [
        entry(
          5012,
          "shop",
          #"{"event":"request_failed","level":"error","status":504,"duration_ms":5012.5,"method":"POST"}"#
        ),
        entry(
          0,
          "shop",
          #"{"event":"request_started","level":"info","method":"POST","path":"/checkout"}"#
        ),
        entry(4, "payments", #"{"msg":"charging card","level":30,"status":"pending"}"#),
        entry(5007, "payments", #"{"msg":"card provider timed out","level":40}"#),
      ]
    )
  }

  @Test func linesAreInOrderWithTheTimeThatHasPassed() {
    #expect(
      story?.steps.map(\.message) == [
        "request_started", "charging card", "card provider timed out", "request_failed",
      ]
    )
    #expect(story?.steps.map(\.elapsed) == [0, 4, 5007, 5012].map { .milliseconds($0) })
    #expect(story?.span == .milliseconds(5012))
    #expect(story?.worst == .error)
  }

  @Test func theGapInWhichTheTimeWentIsMarked() {
    #expect(story?.steps.map(\.isGapLong) == [false, false, true, false])
    #expect(story?.steps[2].gap == .milliseconds(5003))
  }

  @Test func servicesHaveTheirPartsInOrderOfAppearance() {
    #expect(story?.parts.map(\.service) == ["shop", "payments"])
    #expect(story?.parts.map(\.first) == [.zero, .milliseconds(4)])
    #expect(story?.parts.map(\.last) == [.milliseconds(5012), .milliseconds(5007)])
    #expect(story?.parts.map(\.worst) == [.error, .warning])
    #expect(story?.parts.map(\.lines) == [2, 2])
  }

  @Test func theRequestIsWhatTheLinesSayOfIt() {
    #expect(story?.request.method == "POST")
    #expect(story?.request.path == "/checkout")
    #expect(story?.request.status == "504")
    #expect(story?.request.duration == .microseconds(5_012_500))
  }

  @Test(
    arguments: [
      (#"{"durationMs":56}"#, .milliseconds(56)),
      (#"{"responseTime":12}"#, .milliseconds(12)),
      (#"{"duration":"1.5s"}"#, .milliseconds(1500)),
      (#"{"elapsed":"250µs"}"#, .microseconds(250)),
      (#"{"event":{"duration":1000000}}"#, .milliseconds(1)),
      (#"{"duration_seconds":0.25}"#, .milliseconds(250)),
      (#"{"duration":5}"#, nil),
      (#"{"duration":"long"}"#, nil),
    ] as [(String, Duration?)]
  )
  func aDurationHasTheUnitOfItsNameOrValue(_ line: String, _ expected: Duration?) {
    #expect(RequestFacts([LogFields(entry(0, "a", line))]).duration == expected)
  }

  @Test func aSingleLineIsAStoryAndNoneIsNot() {
    #expect(RequestStory(id: "x", []) == nil)
    let one = RequestStory(id: "x", [entry(0, "a", "hello")])
    #expect(one?.steps.first?.isGapLong == false)
    #expect(one?.span == .zero)
  }
}
