import Logs
import Telemetry
import Testing

/// What a drawn line says.
@Suite struct LogFieldsTests {
  private func fields(
    _ line: String,
    stream: [String: String] = [:],
    metadata: [String: String] = [:],
    parsed: [String: String] = [:]
  ) -> LogFields {
    LogFields(
      LineScanner().entry(
        at: Timestamp(nanoseconds: 0),
        stream: LabelSet(stream),
        metadata: LabelSet(metadata),
        parsed: LabelSet(parsed),
        line: Array(line.utf8)
      )
    )
  }

  @Test func fieldsComeInTheirOrderWithDottedNames() {
    let read = fields(
      #"{"b":1.50,"a":{"x":true,"y":{"z":null}},"list":[1,{"q":2}],"empty":{},"s":"\u00e9\n\ud83c\udf89"}"#
    )
    #expect(read.fields.map(\.name) == ["b", "a.x", "a.y.z", "list", "empty", "s"])
    #expect(
      read.fields.map(\.value) == [
        .number("1.50"), .flag(true), .null, .nested(#"[1,{"q":2}]"#), .nested("{}"),
        .text("é\n🎉"),
      ]
    )
  }

  @Test func ofARepeatedNameTheLastValueCounts() {
    let read = fields(#"{"a":1,"b":2,"a":3}"#)
    #expect(read.fields.map(\.name) == ["a", "b"])
    #expect(read["a"] == .number("3"))
  }

  @Test(arguments: [
    (#"{"event":"cache_hit","level":"debug"}"#, "cache_hit"),
    (#"{"level":30,"msg":"hello"}"#, "hello"),
    (
      #"{"@t":"2026-01-02T03:04:05Z","@mt":"Hi {Name}, {Count:000} {Gone}","Name":"Ann","Count":3}"#,
      "Hi Ann, 3 {Gone}"
    ),
    (#"{"message":"ecs","event":{"action":"login"}}"#, "ecs"),
    (#"{"body":{"a":1},"x":2}"#, "body.a=1 x=2"),
    ("level=info msg=\"two words\"", "two words"),
    ("plain text", "plain text"),
    (#"{"message":"broken"#, #"{"message":"broken"#),
  ])
  func theMessageIsWhatHappened(_ line: String, _ expected: String) {
    #expect(fields(line).message == expected)
  }

  @Test func theServiceIsTheLinesOwnElseThatOfTheStream() {
    #expect(fields(#"{"service":"a"}"#, stream: ["service_name": "b"]).service == "a")
    #expect(fields(#"{"service":{"name":"a"}}"#, stream: ["job": "b"]).service == "a")
    #expect(fields("x", stream: ["job": "b", "app": "c"]).service == "c")
    #expect(fields("x").service == nil)
  }

  @Test func whatWasShownElsewhereIsNotAmongTheOthers() {
    let read = fields(
      #"{"event":"e","level":"info","timestamp":"2026-01-02T03:04:05Z","correlation_id":"c","path":"/x","status":200}"#
    )
    #expect(read.others.map(\.name) == ["path", "status"])
    #expect(read[.path] == .text("/x"))
    #expect(read[.status] == .number("200"))
    #expect(fields("text with a=1").others.isEmpty)
  }

  @Test func aNameIsFoundUnderWhatLokiMakesOfIt() {
    let read = fields(
      #"{"user":{"id":5},"level":"info"}"#,
      stream: ["env": "prod", "level": "warn"],
      metadata: ["trace_id": "t"],
      parsed: ["correlation_id_extracted": "c", "http_path": "/"]
    )
    #expect(read["user.id"] == .number("5"))
    #expect(read["user_id"] == .number("5"))
    #expect(read["correlation-id"] == .text("c"))
    #expect(read["http.path"] == .text("/"))
    #expect(read["trace_id"] == .text("t"))
    #expect(read["level"] == .text("info"))
    #expect(read["env"] == .text("prod"))
    #expect(read["gone"] == nil)
  }

  @Test func theCorrelationIDMayStandBesideTheLine() {
    #expect(fields("x", metadata: ["trace_id": "t1", "request_id": "r1"]).correlation == "r1")
    #expect(
      fields(#"{"correlation_id":"l"}"#, metadata: ["correlation_id": "m"]).correlation == "l"
    )
    #expect(fields("x").correlation == nil)
  }

  @Test func whatIsKeptBesideTheLineHasTheSameMeaning() {
    let read = fields(
      "GET answered",
      metadata: [
        "http_request_method": "GET", "url_path": "/cart", "http_response_status_code": "500",
        "duration_ms": "12", "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
      ]
    )
    #expect(read[.path] == .text("/cart"))
    #expect(read[.status] == .text("500"))
    let facts = RequestFacts([read])
    #expect(facts.method == "GET")
    #expect(facts.duration == .milliseconds(12))
    #expect(fields(#"{"path":"/own"}"#, metadata: ["url_path": "/beside"])[.path] == .text("/own"))
  }

  @Test func allIDsOfALineAreFoundTheRequestsFirst() {
    let read = fields(
      #"{"trace_id":"t1","mdc":{"requestId":"r1"},"user":{"id":"u1"},"request_id":"t1"}"#,
      metadata: ["correlation_id": "c1"]
    )
    #expect(read.correlation == "t1")
    #expect(read.ids == ["t1", "c1", "r1"])
  }

  @Test func aLineOfSeveralHasItsFirstAsTheMessage() {
    var entry = LineScanner().entry(
      arrival: Timestamp(nanoseconds: 0),
      stream: .empty,
      line: Array("ERROR boom\n\tat a.b.c\n\u{1B}[31m\tat d\u{1B}[0m".utf8)
    )
    entry.facts.headCount = 10
    let read = LogFields(entry)
    #expect(read.message == "boom")
    #expect(read.following == ["\tat a.b.c", "\tat d"])
  }

  @Test func bytesThatAreNoTextAreShownAsSuch() {
    let entry = LineScanner().entry(
      at: Timestamp(nanoseconds: 0),
      stream: .empty,
      line: Array(#"{"message":"a"#.utf8) + [0xFF, 0xC3] + Array(#"b"}"#.utf8)
    )
    #expect(LogFields(entry).message == "a\u{FFFD}\u{FFFD}b")
  }
}
