import Telemetry
import Testing

@Suite struct SourceErrorTests {
  @Test(
    arguments: [
      (.unreachable("connection refused"), "connection refused"),
      (.timedOut(after: .milliseconds(2500)), "no answer within 2s500ms"),
      (.notReady("Service Unavailable"), "not ready: Service Unavailable"),
      (.unauthorized(status: 401, message: "Unauthorized"), "401 Unauthorized"),
      (.http(status: 502, message: "Bad Gateway"), "HTTP 502 Bad Gateway"),
      (.api(type: "bad_data", message: "parse error"), "bad_data: parse error"),
      (.malformed("byte 7"), "unreadable answer: byte 7"),
      (.tooMuch("65 MiB"), "too much: 65 MiB"),
      (.misconfigured("no file x"), "no file x"),
      (.cancelled, "cancelled"),
    ] as [(SourceError, String)]
  )
  func headlineSaysWhatHappened(error: SourceError, headline: String) {
    #expect(error.headline == headline)
  }

  @Test func anAnswerOfAnyKindShowsThatTheServerIsThere() {
    let answered: [SourceError] = [
      .notReady(""), .unauthorized(status: 403, message: ""), .http(status: 500, message: ""),
      .api(type: "", message: ""), .malformed(""), .tooMuch(""),
    ]
    let silent: [SourceError] = [
      .unreachable(""), .timedOut(after: .zero), .misconfigured(""), .cancelled,
    ]
    #expect(answered.filter { !$0.cameFromServer }.isEmpty)
    #expect(silent.filter(\.cameFromServer).isEmpty)
  }
}
