import Logs
import Telemetry
import Testing

/// What one pass over a line finds.
@Suite struct LineScannerTests {
  let scanner = LineScanner()

  private func level(_ line: String) -> LogLevel? { scanner.facts(of: Array(line.utf8)).level }

  private func id(_ line: String) -> String? {
    let line = Array(line.utf8)
    return LogEntry(
      timestamp: Timestamp(nanoseconds: 0),
      line: line,
      facts: scanner.facts(of: line)
    ).correlationInLine
  }

  @Test(
    arguments: [
      (#"{"event": "cache_hit", "level": "debug", "timestamp": "2026-11-22T10:17:13Z"}"#, .debug),
      (#"{"level":"warn","message":"slow","timestamp":"2026-11-22T10:15:24.561Z"}"#, .warning),
      (
        #"{"levelname": "CRITICAL", "message": "down", "asctime": "2026-01-02 03:04:05,678"}"#,
        .critical
      ),
      (#"{"level":30,"time":1531171074631,"pid":657,"msg":"hello"}"#, .info),
      (#"{"level":50,"time":1531171074631,"msg":"broken"}"#, .error),
      (#"{"level":"error","ts":1600000000.123,"caller":"main.go:1","msg":"failed"}"#, .error),
      (#"{"level":"warning","msg":"logrus","time":"2026-01-02T03:04:05Z"}"#, .warning),
      (#"{"time":"2026-01-02T03:04:05Z","level":"INFO","msg":"slog"}"#, .info),
      (#"{"@t":"2026-01-02T03:04:05Z","@mt":"Hello {Name}","@l":"Warning","Name":"x"}"#, .warning),
      (#"{"@t":"2026-01-02T03:04:05Z","@mt":"Hello {Name}","Name":"x"}"#, .info),
      (#"{"@timestamp":"2026-01-02T03:04:05Z","log.level":"ERROR","message":"ecs"}"#, .error),
      (#"{"@timestamp":"2026-01-02T03:04:05Z","log":{"level":"error"},"message":"ecs"}"#, .error),
      (#"{"SeverityText":"INFO2","body":"otel","TraceId":"a1"}"#, .info),
      (#"{"severity_number":17,"body":"otel"}"#, .error),
      (#"{"levelno":40,"message":"python"}"#, .error),
      (#"{"level":"unheard of","severity":"notice"}"#, .info),
      (#"{"level":3,"short_message":"gelf"}"#, .error),
      (#"{"message":"no level here, not even ERROR"}"#, nil),
      (#"{"level":"info","level":"error"}"#, .error),
      (#"{"level":null,"severity":"debug"}"#, .debug),
    ] as [(String, LogLevel?)]
  )
  func aJSONLineSaysItsLevelAsItsLibraryWritesIt(_ line: String, _ expected: LogLevel?) {
    #expect(level(line) == expected)
    #expect(scanner.facts(of: Array(line.utf8)).form == .json)
  }

  @Test(
    arguments: [
      ("2026-01-02 03:04:05,678 ERROR app: failed", .error),
      ("[error] no route", .error),
      ("[2026-01-02] [WARN] slow", .warning),
      ("E0102 03:04:05.678901 1 server.go:10] no backend", .error),
      ("I0102 03:04:05.678901 1 server.go:10] up", .info),
      ("<3>kernel: disk full", .error),
      ("\u{1B}[31mERROR\u{1B}[0m broken", .error),
      ("warning: unused variable", .warning),
      ("2026/01/02 03:04:05 [crit] 7#7: open() failed", .critical),
      ("panic: runtime error: index out of range", .critical),
      ("Traceback (most recent call last):", .error),
      ("found no errors in 3 files", nil),
      ("set ERROR_CODE to 5", nil),
      ("GET /api HTTP/1.1 200", nil),
      ("HTTP GET /api 200", nil),
      ("", nil),
    ] as [(String, LogLevel?)]
  )
  func aPlainLineSaysItsLevelOnlyWhereItIsWrittenAsOne(_ line: String, _ expected: LogLevel?) {
    #expect(level(line) == expected)
    #expect(scanner.facts(of: Array(line.utf8)).form == .plain)
  }

  @Test func pairsAreLogfmtAndTheirFieldsCount() {
    let line = #"ts=2026-01-02T03:04:05Z level=warn msg="two words" request_id=abc-1"#
    #expect(scanner.facts(of: Array(line.utf8)).form == .logfmt)
    #expect(level(line) == .warning)
    #expect(id(line) == "abc-1")
    #expect(scanner.facts(of: Array("a sentence with x=1 in it".utf8)).form == .plain)
  }

  @Test(
    arguments: [
      (
        #"{"correlation_id":"01a202d4-0d13-7110-a225-144c5b5a1ad4"}"#,
        "01a202d4-0d13-7110-a225-144c5b5a1ad4"
      ),
      (#"{"correlationId":"8106171e"}"#, "8106171e"),
      (#"{"X-Correlation-Id":"abc"}"#, "abc"),
      (#"{"requestId":77}"#, "77"),
      (#"{"req":{"id":"r-1"}}"#, "r-1"),
      (#"{"trace":{"id":"4bf92f3577b34da6a3ce929d0e0e4736"}}"#, "4bf92f3577b34da6a3ce929d0e0e4736"),
      (#"{"TraceId":"4bf9"}"#, "4bf9"),
      (
        #"{"traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}"#,
        "4bf92f3577b34da6a3ce929d0e0e4736"
      ),
      (#"{"trace_id":"t","request_id":"r","correlation_id":"c"}"#, "c"),
      (#"{"correlation_id":"","request_id":"r"}"#, "r"),
      (#"{"correlation_id":"null","trace_id":"00000000000000000000000000000000"}"#, nil),
      (#"{"correlation_id":"two words"}"#, nil),
      (#"{"headers":{"X-Request-Id":["a"]}}"#, "a"),
      (#"{"correlation_id":[["two words"],null]}"#, nil),
      ("INFO [01a202d4-0d13-7110-a225-144c5b5a1ad4] done", "01a202d4-0d13-7110-a225-144c5b5a1ad4"),
      ("INFO done request_id=abc, more", "abc"),
      ("no id", nil),
    ] as [(String, String?)]
  )
  func theCorrelationIDIsFoundUnderItsNames(_ line: String, _ expected: String?) {
    #expect(id(line) == expected)
  }

  @Test func ownNamesReplaceThoseOfARole() {
    let scanner = LineScanner(
      LogFieldTable(replacing: [.level: ["wichtig"], .correlation: ["vorgang.nummer"]])
    )
    let line = Array(#"{"wichtig":"warn","level":"error","vorgang":{"nummer":"7"}}"#.utf8)
    let facts = scanner.facts(of: line)
    #expect(facts.level == .warning)
    #expect(facts.correlation.map { line[Int($0.lowerBound)..<Int($0.upperBound)] } == [55])
  }

  @Test func brokenJSONStaysPlainAndKeepsWhatWasFound() {
    let line = #"{"level":"error","correlation_id":"abc","message":"unterminated json"#
    let facts = scanner.facts(of: Array(line.utf8))
    #expect(facts.form == .plain)
    #expect(facts.level == .error)
    #expect(id(line) == "abc")
  }

  @Test func anObjectBehindWordsCountsThoughTheLineStaysPlain() {
    let line = #"2026-01-02T03:04:05Z INFO started {"port":80,"level":"error","request_id":"r-1"}"#
    #expect(level(line) == .info)
    #expect(id(line) == "r-1")
    #expect(scanner.facts(of: Array(line.utf8)).form == .plain)
    #expect(level(#"server started {"port":80,"level":"error"}"#) == .error)
  }

  @Test func anObjectThatIsCarriedIsReadAsItself() {
    let line = #"shop-1  | {"level":"error","request_id":"r-1"}"#
    #expect(level(line) == .error)
    #expect(id(line) == "r-1")
    #expect(scanner.facts(of: Array(line.utf8)).form == .json)
  }

  @Test func deepNestingNeitherFailsNorHidesWhatIsBeside() {
    let deep =
      String(repeating: #"{"a":["#, count: 200) + "1" + String(repeating: "]}", count: 200)
    let line = #"{"deep":\#(deep),"level":"error"}"#
    #expect(level(line) == .error)
    #expect(scanner.facts(of: Array(line.utf8)).form == .json)
    let objects =
      String(repeating: #"{"a":"#, count: 200) + "1" + String(repeating: "}", count: 200)
    #expect(scanner.facts(of: Array(objects.utf8)).form == .json)
    #expect(scanner.facts(of: Array(repeating: UInt8(ascii: "{"), count: 100_000)).form == .plain)
  }

  @Test func aServersLevelCountsWhereTheLineNamesNone() {
    let moment = Timestamp(nanoseconds: 1)
    func level(
      _ line: String,
      _ stream: [String: String],
      _ metadata: [String: String]
    ) -> LogLevel? {
      scanner.entry(
        at: moment,
        stream: LabelSet(stream),
        metadata: LabelSet(metadata),
        line: Array(line.utf8)
      ).facts.level
    }
    #expect(level("plain", [:], ["detected_level": "error"]) == .error)
    #expect(level("plain", ["level": "warn"], ["detected_level": "unknown"]) == .warning)
    #expect(level(#"{"level":"info"}"#, ["level": "error"], [:]) == .info)
    #expect(level("ERROR in text", [:], ["detected_level": "unknown"]) == .error)
  }
}
