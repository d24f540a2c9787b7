import Logs
import Telemetry
import TestSupport
import Testing

/// Filters held against lines.
@Suite struct LogMatcherTests {
  private func isMet(
    _ filter: String,
    _ line: String,
    stream: [String: String] = [:],
    metadata: [String: String] = [:]
  ) throws -> Bool {
    let entry = LineScanner().entry(
      at: Timestamp(nanoseconds: 0),
      stream: LabelSet(stream),
      metadata: LabelSet(metadata),
      line: Array(line.utf8)
    )
    return try LogFilter(parsing: filter).matches(entry)
  }

  @Test(
    arguments: [
      ("timeout", "Card TIMEOUT after 5 s", true),
      ("Timeout", "card timeout", false),
      ("!timeout", "card timeout", false),
      ("card timeout", "timeout of a card", true),
      (#""say \"hi\"""#, #"{"msg":"say \"hi\""}"#, true),
      ("é", #"{"msg":"caf\u00e9"}"#, true),
      ("/5\\d\\d$/", "status 503", true),
      ("!/5\\d\\d$/", "status 503", false),
      ("/api/cart failed", #"{"msg":"\/api\/cart failed"}"#, true),
      ("!/api/cart", #"{"msg":"\/api\/cart failed"}"#, false),
      (#""\\/api""#, #"{"msg":"\/api\/cart failed"}"#, true),
      ("<b>", #"{"msg":"\u003cb\u003e"}"#, true),
      ("card declined", "ERROR card \u{1B}[31mdec\u{1B}[1mlined\u{1B}[0m", true),
      ("/card dec.*/", "ERROR card \u{1B}[31mdec\u{1B}[1mlined\u{1B}[0m", true),
      ("up now", #"{"msg":"\u001b[32mup\u001b[0m now"}"#, true),
      (
        "/api/cart",
        #"{"log":"{\"msg\":\"\\/api\\/cart\"}\n","stream":"stdout","time":"2026-11-28T04:05:06Z"}"#,
        true
      ),
      ("level>=warn", #"{"level":"error"}"#, true),
      ("level>=warn", #"{"level":"info"}"#, false),
      ("level>=warn", "no level", false),
      ("level=error", #"{"level":50}"#, true),
      ("level!=error", #"{"level":50}"#, false),
      ("status=500", #"{"status":500}"#, true),
      ("status=500", #"{"status":"500"}"#, true),
      ("status=50", #"{"status":500}"#, false),
      ("status!=500", #"{"x":1}"#, true),
      ("status=\"\"", #"{"x":1}"#, true),
      ("user.id=5", #"{"user":{"id":5}}"#, true),
      ("user_id=5", #"{"user":{"id":5}}"#, true),
      ("path~/api/.*", "level=info path=/api/users", true),
      ("path~/api", "level=info path=/api/users", false),
      ("path!~/api/.*", "level=info path=/api/users", false),
      ("ok=true", #"{"ok":true}"#, true),
      (#"msg="a\nb""#, #"{"msg":"a\nb"}"#, true),
      ("status>=500", #"{"status":503}"#, true),
      ("status>=500", #"{"status":"n/a"}"#, false),
      ("ms<10", "ms=9.5 x=1", true),
      ("id=abc-1", #"{"correlationId":"abc-1"}"#, true),
      ("id=abc-1", #"{"request_id":"abc-1","correlation_id":"other"}"#, true),
      ("id=abc-1", #"{"message":"about abc-1"}"#, true),
      ("id=ABC-1", #"{"message":"about abc-1"}"#, true),
      ("id=abc-1", #"{"message":"about xabc-1 and abc-12"}"#, false),
      ("id=abc-1", "INFO [abc-1] done", true),
      ("id=abc-1", "INFO [abc-12] done", false),
      (
        "id=4bf92f3577b34da6a3ce929d0e0e4736",
        #"{"correlation_id":"c","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}"#,
        true
      ),
    ] as [(String, String, Bool)]
  )
  func aLineMeetsAFilterOrNot(_ filter: String, _ line: String, _ expected: Bool) throws {
    #expect(try isMet(filter, line) == expected)
  }

  @Test func labelsAndMetadataAreComparedToo() throws {
    #expect(try isMet("{job=\"a\"}", "x", stream: ["job": "a"]))
    #expect(try !isMet("{job!=\"a\"}", "x", stream: ["job": "a"]))
    #expect(try isMet("{job=~\"a|b\"}", "x", stream: ["job": "b"]))
    #expect(try !isMet("{job=~\"a\"}", "x", stream: ["job": "ab"]))
    #expect(try isMet("{gone=\"\"}", "x"))
    #expect(try isMet("id=t1", "x", metadata: ["trace_id": "t1"]))
    #expect(try isMet("trace_id=t1", "x", metadata: ["trace_id": "t1"]))
    #expect(try isMet("env=prod", "x", stream: ["env": "prod"]))
  }

  @Test(arguments: 0..<300)
  func aTextIsFoundWhereverItIs(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("abAB01 ".utf8)
    func bytes(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] }
    }
    let line = bytes(Int.random(in: 0...60, using: &random))
    let needle = bytes(Int.random(in: 1...4, using: &random))
    let text = String(decoding: needle, as: UTF8.self)
    let lineText = String(decoding: line, as: UTF8.self)
    let folds = text == text.lowercased()
    let expected = folds ? lineText.lowercased().contains(text) : lineText.contains(text)
    let filter = LogFilter([.contains(text, negated: false)])
    let entry = LogEntry(timestamp: Timestamp(nanoseconds: 0), line: line)
    #expect(try filter.matches(entry) == expected, "'\(text)' in '\(lineText)'")
  }
}
