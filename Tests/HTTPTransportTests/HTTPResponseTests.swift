import Telemetry
import Testing

@testable import HTTPTransport

@Suite struct HTTPResponseTests {
  private func response(_ type: String, _ body: String, status: Int = 502) -> HTTPResponse {
    HTTPResponse(
      status: status,
      headers: ["content-type": type],
      body: Array(body.utf8),
      wireBytes: 0,
      elapsed: .zero,
      requests: 1
    )
  }

  @Test(arguments: [
    (
      "text/html", "<html><head><TITLE>\n 502 Bad\n Gateway </title></head><body>x",
      "Bad Gateway"
    ),
    ("text/html", "<html><title></title><body><h1>Sorry</h1><p>later</p></body>", "Sorry"),
    ("text/plain", "<!doctype html><body>\n\n<p>Down</p>", "Down"),
    ("text/plain", "\n  first line  \nsecond", "first line"),
    ("text/plain", "", "bad gateway"),
    ("text/html", "<html><body></body></html>", "bad gateway"),
    ("text/html", "<title>no end", "no end"),
  ])
  func theVisibleLineSaysWhatAPageIs(_ type: String, _ body: String, _ line: String) {
    #expect(VisibleLine.first(of: response(type, body)) == line)
  }

  @Test func longLinesAreCut() {
    let line = VisibleLine.first(of: response("text/plain", String(repeating: "é", count: 5000)))
    #expect(line.count == 201)
    #expect(line.hasSuffix("…"))
  }

  @Test func aBodyThatIsNoTextGivesALineAllTheSame() {
    var odd = response("text/plain", "")
    odd.body = [0xff, 0xfe, 0x0a, 0x41]
    #expect(VisibleLine.first(of: odd) == "\u{FFFD}\u{FFFD}")
  }

  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Tue, 29 Feb 2028 23:59:59 GMT", 1_835_481_599),
    ("Sun, 22 Nov 2026 10:25:22 GMT", 1_795_343_122),
  ])
  func datesAreRead(_ text: String, _ seconds: Int64) {
    #expect(Timestamp(httpDate: text) == Timestamp(milliseconds: seconds * 1000))
  }

  @Test(arguments: [
    "", "Sun, 22 Nov 2026 10:25:22", "Sun, 22 Nov 2026 10:25:22 CET", "Sun, 22 Foo 2026 1:2:3 GMT",
    "Sun, 99 Nov 2026 10:25:22 GMT", "2026-11-22T10:25:22Z",
  ])
  func otherDatesAreNone(_ text: String) {
    #expect(Timestamp(httpDate: text) == nil)
  }

  @Test func retryAfterMayBeADate() {
    var odd = response("text/plain", "")
    odd.headers["date"] = "Sun, 22 Nov 2026 10:25:22 GMT"
    odd.headers["retry-after"] = "Sun, 22 Nov 2026 10:26:22 GMT"
    #expect(odd.retryAfter == .seconds(60))
    odd.headers["retry-after"] = "soon"
    #expect(odd.retryAfter == nil)
  }
}
