import Telemetry
import TestSupport
import Testing

/// Lines of all kinds as they are written now in several time zones, read from files, a pipe and a Loki.
@Suite struct LogKindsTests {
  private static let id = "0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"

  /// The way on which lines come to goldtop.
  enum Way: String, CaseIterable {
    case files
    case pipe
    case loki
  }

  /// A line of one kind in the words of `date`, with what is right.
  private struct Kind {
    let name: String
    let level: String
    let format: String

    init(_ name: String, _ level: String, _ format: String) {
      self.name = name
      self.level = level
      self.format = format.replacing("ID", with: LogKindsTests.id)
    }
  }

  /// The text in each line that tells it from the others stands in its message.
  private static let kinds = [
    Kind("k01", "ERROR", "%Y-%m-%d %H:%M:%S,123 ERROR shop k01 request_id=ID"),
    Kind(
      "k02",
      "ERROR",
      #"{"asctime":"%Y-%m-%d %H:%M:%S,123","levelname":"ERROR","message":"k02","request_id":"ID"}"#
    ),
    Kind("k03", "ERROR", "[ERROR] %Y/%m/%d %H:%M:%S k03 request_id=ID"),
    Kind(
      "k04",
      "-",
      #"10.0.0.9 - - [%d/%b/%Y:%H:%M:%S %z] "GET /k04?request_id=ID HTTP/1.1" 500 12"#
    ),
    Kind("k05", "ERROR", "[%a %b %d %H:%M:%S.123456 %Y] [proxy:error] [pid 7] k05 request_id=ID"),
    Kind("k06", "ERROR", #"{"level":50,"time":%s123,"pid":7,"msg":"k06","reqId":"ID"}"#),
    Kind("k07", "ERROR", "E%m%d %H:%M:%S.123456       7 main.go:12] k07 request_id=ID"),
    Kind("k08", "ERROR", "<27>%b %e %H:%M:%S web shop[7]: k08 request_id=ID"),
    Kind("k09", "ERROR", #"time="%Y-%m-%dT%H:%M:%S%:z" level=error msg="k09" request_id=ID"#),
    Kind("k10", "ERROR", "%m/%d/%Y, %I:%M:%S %p ERROR [Pay] k10 request_id=ID"),
    Kind(
      "k11",
      "INFO",
      "%Y-%m-%d %H:%M:%S INFO k11 set log level=debug timestamp=1600000000000 request_id=ID"
    ),
    Kind("k12", "ERROR", "%Y-%m-%dT%H:%M:%S.123456789%:z stderr F ERROR k12 request_id=ID"),
    Kind("k13", "ERROR", "web-1  | %Y-%m-%d %H:%M:%S ERROR k13 request_id=ID"),
    Kind("k14", "ERROR", "%Y-%m-%d %H:%M:%S \u{1B}[31mER\u{1B}[1mROR\u{1B}[0m k14 request_id=ID"),
    Kind(
      "k15",
      "ERROR",
      #"{"severity":"ERROR","timestampSeconds":%s,"timestampNanos":123000000,"message":"k15","logging.googleapis.com/trace":"projects/shop/traces/ID"}"#
    ),
    Kind(
      "k16",
      "ERROR",
      #"{"level":40000,"timestamp":"%Y-%m-%dT%H:%M:%S%:z","mdc":{"traceId":"ID"},"message":"k16"}"#
    ),
    Kind(
      "k17",
      "ERROR",
      #"{"message":"k17 \/api\/cart failed","level_name":"ERROR","datetime":"%Y-%m-%dT%H:%M:%S%:z","extra":{"request_id":"ID"}}"#
    ),
    Kind(
      "k18",
      "ERROR",
      "%d.%m.%Y %H:%M:%S ERROR k18 request_id=ID%n\tat shop.Pay.pay(Pay.java:12)%nCaused by: java.io.IOException: reset"
    ),
  ]

  @Test(arguments: ["UTC", "America/New_York", "Asia/Kolkata"], Way.allCases)
  func everyKindIsReadInEveryZoneOnEveryWay(_ zone: String, _ way: Way) async throws {
    let written = Int64(wallClockSeconds())
    let formats = Self.kinds.map(\.format).joined(separator: "%n---%n")
    let dated = try await TestSupport.run(
      ["date", "-d", "@\(written)", "+" + formats],
      environment: ["PATH": "/usr/bin:/bin", "TZ": zone, "LC_ALL": "C"]
    )
    let texts = dated.output.dropLast().split(separator: "\n---\n").map(String.init)
    try #require(texts.count == Self.kinds.count)
    let output = try await read(texts, way, at: written, zone)
    let entries = output.split(separator: "\n").filter { $0.first != " " }
    for (place, kind) in Self.kinds.enumerated() {
      let found = entries.filter { $0.contains(kind.name) }
      #expect(found.count == 1, "\(kind.name): \(output)")
      let words = (found.first ?? "").split(separator: " ")
      #expect(words.dropFirst().first.map(String.init) == kind.level, "\(found)")
      // A Loki keeps the time itself.
      let moment = way == .loki ? written - Int64(place) : written
      let seconds = words.first.flatMap { Timestamp(rfc3339: String($0)) }?.floored(to: .seconds(1))
      #expect(seconds == Timestamp(seconds: Double(moment)), "\(found), not \(moment)")
    }
    #expect(output.contains("k17 /api/cart failed"))
    // The stack trace is kept with its line, in which alone the ID stands.
    #expect(output.contains("\n  Caused by: java.io.IOException: reset\n"), "\(output)")
  }

  /// What `goldtop logs` prints of all lines of the ID.
  private func read(
    _ texts: [String],
    _ way: Way,
    at written: Int64,
    _ zone: String
  ) async throws -> String {
    let folder = try TemporaryFolder()
    let wanted = ["logs", "--id", Self.id, "--since", "10m"]
    switch way {
    case .files:
      for (place, text) in texts.enumerated() {
        try folder.write(text + "\n", to: "\(Self.kinds[place].name).log")
      }
      let pattern = folder.file("*.log")
      return try await Program.run(wanted + ["--file", pattern], environment: ["TZ": zone]).output
    case .pipe:
      let file = try folder.write(texts.joined(separator: "\n") + "\n", to: "all")
      let line = #"cat "$1" | "$0" logs --id "$2" --since 10m --file -"#
      return try await TestSupport.run(
        ["/bin/bash", "-c", line, Program.path, file, Self.id],
        environment: ["PATH": "/usr/bin:/bin", "TZ": zone, "HOME": folder.path]
      ).output
    case .loki:
      return try await FakeLoki.run { loki in
        for (place, text) in texts.enumerated() {
          let moment = (written - Int64(place)) * 1_000_000_000
          // Each line is an entry, of a stack trace too.
          for (number, line) in text.split(separator: "\n").enumerated() {
            let nanoseconds = moment + Int64(number) * 1000
            loki.push([FakeLokiLine(["job": "shop"], at: nanoseconds, String(line))])
          }
        }
        let flags = ["--loki", loki.url]
        return try await Program.run(wanted + flags, environment: ["TZ": zone]).output
      }
    }
  }
}
