import FoundationEssentials
import Logs
import Telemetry
import Testing

/// Lines of real programs, each with what is right.
///
/// To add a shape, add its line to `Shapes/more-shapes.jsonl`.
@Suite struct LogShapeTests {
  /// A line of a file in `Shapes`; `nil` where the line has none.
  struct Shape: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var lines: [String]
    /// Which of the lines is judged.
    var row: Int
    var level: String?
    var time: String?
    var id: String?
    /// `nil` also where any text will do.
    var message: String?

    var testDescription: String { name }
    var line: [UInt8] { Array(lines[row].utf8) }
  }

  /// All shapes of both files.
  private static func shapes() throws -> [Shape] {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return try ["log-shapes.jsonl", "more-shapes.jsonl"].flatMap { name in
      let path = (folder + ["Shapes", Substring(name)]).joined(separator: "/")
      return try Data(contentsOf: URL(filePath: path)).split(separator: 10).map { line in
        try JSONDecoder().decode(Shape.self, from: Data(line))
      }
    }
  }

  private static let words: [LogLevel: String] = [
    .trace: "TRACE", .debug: "DEBUG", .info: "INFO", .warning: "WARN", .error: "ERROR",
    .critical: "CRIT",
  ]

  private static func text(_ moment: Timestamp) -> String {
    let time = CivilTime(moment)
    let digits = String(time.millisecond)
    let padded = String(repeating: "0", count: 3 - digits.count) + digits
    return time.rfc3339.dropLast() + ".\(padded)Z"
  }

  private let arrival = Timestamp(rfc3339: "2026-11-28T16:30:00Z") ?? Timestamp(nanoseconds: 0)

  @Test func everyShapeIsReadAsItsProgramMeansIt() throws {
    let scanner = LineScanner()
    for shape in try Self.shapes() {
      let found = scanner.facts(of: shape.line, arrival: arrival)
      let entry = LogEntry(
        timestamp: found.timestamp ?? arrival,
        line: shape.line,
        facts: found.facts
      )
      #expect(found.facts.level.flatMap { Self.words[$0] } == shape.level, "\(shape.name)")
      #expect(found.timestamp.map(Self.text) == shape.time, "\(shape.name)")
      #expect(entry.correlation() == shape.id, "\(shape.name)")
      let message = LogFields(entry).message
      if let expected = shape.message { #expect(message == expected, "\(shape.name)") }
      #expect(!message.unicodeScalars.contains("\u{1B}"), "\(shape.name)")
    }
  }

  @Test func aServerThatKeepsTheTimeHasTheSameLevelsAndIDs() throws {
    let scanner = LineScanner()
    for shape in try Self.shapes() {
      let entry = scanner.entry(at: arrival, stream: .empty, line: shape.line)
      #expect(entry.facts.level.flatMap { Self.words[$0] } == shape.level, "\(shape.name)")
      #expect(entry.correlation() == shape.id, "\(shape.name)")
    }
  }

  @Test(arguments: [
    (ZoneOffsets(-5 * 3600), "2026-11-28T09:05:06.000Z"),
    (ZoneOffsets(19_800), "2026-11-27T22:35:06.000Z"), (.utc, "2026-11-28T04:05:06.000Z"),
  ])
  func aTimeWithoutAZoneIsLocalInEveryForm(_ zone: ZoneOffsets, _ expected: String) {
    let scanner = LineScanner(zone: zone)
    let lines = [
      "2026-11-28 04:05:06 ERROR x", "Nov 28 04:05:06 web shop[12]: x",
      "E1128 04:05:06.0 1 x.go:1] x",
      #"{"asctime":"2026-11-28 04:05:06","msg":"x"}"#, "time=\"2026-11-28 04:05:06\" level=info",
      "web-1  | 2026-11-28 04:05:06 x", "11/28/2026 4:05:06 AM x",
    ]
    for line in lines {
      let found = scanner.facts(of: Array(line.utf8), arrival: arrival).timestamp
      #expect(found.map(Self.text) == expected, "\(line)")
    }
    let zoned = scanner.facts(of: Array("2026-11-28 04:05:06Z x".utf8), arrival: arrival)
    #expect(zoned.timestamp.map(Self.text) == "2026-11-28T04:05:06.000Z")
  }

  @Test func theServiceIsTheOneThatTheCarrierNames() {
    func service(_ line: String) -> String? {
      LogFields(LineScanner().entry(at: arrival, stream: .empty, line: Array(line.utf8))).service
    }
    #expect(service("cart-1  | up") == "cart")
    #expect(service("[pod/cart-6f7/cart] up") == "cart")
    #expect(service("<27>Nov 28 04:05:06 web shop[12]: up") == "shop")
    #expect(service("<165>1 2026-11-28T04:05:06Z web shop 12 - - up") == "shop")
    #expect(service(#"cart-1  | {"service":"payment","msg":"up"}"#) == "payment")
    #expect(service("INFO | up") == nil)
  }
}
