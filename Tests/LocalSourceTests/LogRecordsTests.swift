import LocalSource
import Logs
import Telemetry
import TestSupport
import Testing

/// Lines that are one entry: stack traces, and the parts of what containers' runtimes split.
@Suite(.timeLimit(.minutes(20)))
struct LogRecordsTests {
  private static let stamp = "2026-11-28T04:05:06.123Z"

  /// Traces as their languages write them, each with the number of its lines.
  static let traces: [(name: String, text: String)] = [
    (
      "Java",
      """
      \(stamp) ERROR shop.Cart boom
      java.lang.IllegalStateException: card declined
      \tat shop.Cart.pay(Cart.java:12)
      \tat shop.Main.main(Main.java:3)
      Caused by: java.io.IOException: reset
      \tat shop.Net.read(Net.java:9)
      \t... 2 more
      """
    ),
    (
      "Python",
      """
      \(stamp) ERROR shop: boom
      Traceback (most recent call last):
        File "/a.py", line 3, in pay
          charge(card)
          ~~~~~~^^^^^^
        File "/b.py", line 9, in charge
          raise shop.CardDeclined("x")
      shop.CardDeclined: x

      During handling of the above exception, another exception occurred:

      Traceback (most recent call last):
        File "/a.py", line 5, in pay
          undo()
      KeyError: 'order'
      """
    ),
    (
      "Go",
      """
      panic: runtime error: index out of range [5] with length 3

      goroutine 1 [running]:
      main.pay(0x5, {0xc000012345, 0x3})
      \t/src/main.go:8 +0x1d
      main.main()
      \t/src/main.go:4 +0x25
      exit status 2
      """
    ),
    (
      "Node.js",
      """
      /src/app.js:3
          throw new TypeError("x");
          ^

      TypeError: x
          at pay (/src/app.js:3:11)
          at Object.<anonymous> (/src/app.js:7:1)
      """
    ),
    (
      ".NET",
      """
      \(stamp) [ERR] Shop.Cart: boom
      System.InvalidOperationException: card declined
       ---> System.IO.IOException: reset
         at Shop.Net.Read() in /src/Net.cs:line 9
         --- End of inner exception stack trace ---
         at Shop.Cart.Pay() in /src/Cart.cs:line 3
      """
    ),
    (
      "Ruby",
      """
      app.rb:3:in 'Object#pay': card declined (RuntimeError)
      \tfrom app.rb:7:in '<main>'
      """
    ),
    (
      "Rust",
      """
      thread 'main' panicked at src/main.rs:2:5:
      card declined
      stack backtrace:
         0: rust_begin_unwind
                   at /rustc/library/std/src/panicking.rs:645:5
      note: run with `RUST_BACKTRACE=full` environment variable to display a backtrace
      """
    ),
    (
      "PHP",
      """
      PHP Fatal error:  Uncaught Exception: x in /a.php:3
      Stack trace:
      #0 /a.php(7): pay()
      #1 {main}
        thrown in /a.php on line 3
      """
    ),
  ]

  @Test(arguments: traces.map(\.name), [LogPageQuery.Direction.backward, .forward])
  func aTraceIsOneEntryWithItsHead(_ name: String, _ direction: LogPageQuery.Direction) async throws
  {
    let trace = try #require(Self.traces.first { $0.name == name }?.text)
    let logs = try LogFolder()
    let text = "\(Self.stamp) INFO before\n\(trace)\n\(Self.stamp) INFO behind\n"
    try logs.folder.write(text, to: "app.log")
    let page = try await logs.source("app.log").page(question(direction)).value
    let kept = trace.split(separator: "\n").joined(separator: "\n")
    #expect(
      page.entries.map(\.text) == ["\(Self.stamp) INFO before", kept, "\(Self.stamp) INFO behind"]
    )
    #expect(page.next == nil)
  }

  @Test func aTraceHasTheLevelAndIDOfItsHeadAndIsFoundByItsFrames() async throws {
    let logs = try LogFolder()
    let text =
      "\(Self.stamp) WARN [id=abc-1] slow\n\tat shop.Cart.pay(ERROR)\n\(Self.stamp) INFO x\n"
    try logs.folder.write(text, to: "app.log")
    let source = logs.source("app.log")
    func count(_ filter: String) async throws -> Int {
      let query = LogQuery(filter: try LogFilter(parsing: filter))
      let page = LogPageQuery(
        query,
        from: moment(0),
        to: moment(4_000_000_000),
        limit: 10,
        deadline: .seconds(1)
      )
      return try await source.page(page).value.entries.count
    }
    #expect(try await count("level=warn") == 1)
    #expect(try await count("shop.Cart.pay") == 1)
    #expect(try await count("!shop.Cart.pay") == 1)
    #expect(try await count("id=abc-1") == 1)
    let page = try await source.page(question()).value
    let fields = LogFields(page.entries[0])
    #expect(fields.message == "[id=abc-1] slow")
    #expect(fields.following == ["\tat shop.Cart.pay(ERROR)"])
  }

  @Test func pagesOfTracesNeitherDoubleNorSkip() async throws {
    let logs = try LogFolder()
    let text = (0..<200).map { number in
      "\(CivilTime(moment(1000 + number)).rfc3339) INFO e\(number)\n"
        + String(repeating: "\tat a.b.c\(number)\n", count: number % 4)
    }
    try logs.folder.write(text.joined(), to: "app.log")
    let source = logs.source("app.log")
    for direction in [LogPageQuery.Direction.backward, .forward] {
      var found: [String] = []
      var next: LogPageQuery? = question(direction, limit: 7)
      while let query = next {
        let page = try await source.page(query).value
        let texts = page.entries.map { $0.text + "\n" }
        found = direction == .backward ? texts + found : found + texts
        next = page.next
      }
      #expect(found == text)
    }
  }

  @Test func partsOfALineAreJoined() async throws {
    let logs = try LogFolder()
    let cri = """
      2026-11-28T04:05:06.100Z stdout P {"level":"error",
      2026-11-28T04:05:06.101Z stdout F "msg":"boom"}
      2026-11-28T04:05:06.102Z stdout F {"level":"info","msg":"up"}

      """
    try logs.folder.write(cri, to: "cri.log")
    let docker = #"""
      {"log":"{\"level\":\"error\",","stream":"stdout","time":"2026-11-28T04:05:06.100Z"}
      {"log":"\"msg\":\"boom\"}\n","stream":"stdout","time":"2026-11-28T04:05:06.101Z"}
      {"log":"{\"level\":\"info\",\"msg\":\"up\"}\n","stream":"stdout","time":"2026-11-28T04:05:06.102Z"}

      """#
    try logs.folder.write(docker, to: "docker.log")
    for name in ["cri.log", "docker.log"] {
      for direction in [LogPageQuery.Direction.backward, .forward] {
        let page = try await logs.source(name).page(question(direction)).value
        #expect(page.entries.map { LogFields($0).message } == ["boom", "up"])
        #expect(page.entries.map(\.facts.level) == [.error, .info])
      }
    }
  }

  @Test func aTraceInAContainersLogIsOneEntryToo() async throws {
    let logs = try LogFolder()
    let text = """
      2026-11-28T04:05:06.100Z stderr F ERROR boom
      2026-11-28T04:05:06.100Z stderr F \tat shop.Cart.pay(Cart.java:12)
      2026-11-28T04:05:06.100Z stdout F   indented by another
      2026-11-28T04:05:06.102Z stdout F INFO up

      """
    try logs.folder.write(text, to: "cri.log")
    let page = try await logs.source("cri.log").page(question()).value
    #expect(page.entries.map { LogFields($0).following.count } == [1, 0, 0])
    #expect(LogFields(page.entries[0]).following == ["\tat shop.Cart.pay(Cart.java:12)"])
  }

  @Test func jsonOverSeveralLinesIsReadAsAWhole() async throws {
    let logs = try LogFolder()
    let text = """
      {
          "body": "out of span",
          "severity_number": 13,
          "attributes": {
              "request_id": "r"
          },
          "timestamp": "2026-11-28T08:53:52.681274Z"
      }

      """
    try logs.folder.write(text + text, to: "otel.log")
    let page = try await logs.source("otel.log").page(question()).value
    #expect(page.entries.map { LogFields($0).message } == ["out of span", "out of span"])
    #expect(page.entries.map(\.facts.level) == [.warning, .warning])
    #expect(page.entries.first?.timestamp == Timestamp(rfc3339: "2026-11-28T08:53:52.681274Z"))
    #expect(page.entries.first?.correlation() == "r")
  }

  @Test func whatRichWritesBelowItsTimeBeginsEntries() async throws {
    let logs = try LogFolder()
    let text = """
      [11/28/26 14:20:27] ERROR    payment refused for                         t1.py:7
                                   request_id=0192f0c1 status=502
                          WARNING  retrying [request 42]                       t1.py:8

      """
    try logs.folder.write(text, to: "rich.log")
    let page = try await logs.source("rich.log").page(question()).value
    #expect(page.entries.map(\.facts.level) == [.error, .warning])
    #expect(page.entries.map(\.facts.time) == [.written, .lineBefore])
  }
}
