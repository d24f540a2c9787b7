import Logs
import Screen
import Telemetry
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Lines made to break what reads them; `GOLDTOP_FUZZ_CASES` sets how many.
@Suite struct HostileLineTests {
  private static let cases: Int = {
    guard let text = getenv("GOLDTOP_FUZZ_CASES") else { return 3000 }
    return Int(String(cString: text)) ?? 3000
  }()

  private static let batches = 8

  /// Pieces of what loggers write, of what breaks terminals, and of what breaks parsers.
  private static let pieces: [[UInt8]] =
    [
      "{", "}", "[", "]", ":", ",", "\"", "\\", "\\\"", "\\u", "\\ud83c", "\\udf89", "\\u00e9",
      "\\u001b[2J", "\\u202e", "null", "true", "-", "1e999", "0", "9999999999999999999", "NaN",
      "\"level\"", "\"level\":\"error\"", "\"level\":30", "\"msg\":", "\"correlation_id\":\"a-1\"",
      "\"time\":\"2026-01-02T03:04:05Z\"", "\"@t\"", "\"@mt\":\"{a} {b", "{\"a\":", "[[[[", "}}}}",
      "level=warn", "msg=\"", "a=", "=", "==", " ", "\t", "ERROR", "[warn]", "E0102 ", "<3>",
      "2026-01-02 03:04:05,678", "Jan  2 ", "1767323045678901234",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "01a202d4-0d13-7110-a225-144c5b5a1ad4", "id", "-----------------------------",
      "\u{1B}[2J", "\u{1B}]0;x\u{7}", "\u{1B}]52;c;eA==\u{7}", "\u{1B}P", "\u{9B}31m", "\u{85}",
      "\u{202E}", "\u{200B}", "\u{FEFF}", "\r", "\u{0}", "\u{7F}", "é", "日本", "🎉", "e\u{301}",
    ].map { Array($0.utf8) } + [[0xFF], [0xC2], [0x9B], [0x90], [0xED, 0xA0, 0x80], [0xF4, 0x90]]

  private static func line(_ random: inout SeededGenerator) -> [UInt8] {
    var line: [UInt8] = []
    switch Int.random(in: 0...3, using: &random) {
    case 0: line = Array(#"{"level":"info","msg":"hello","a":{"b":[1,2]},"request_id":"r"}"#.utf8)
    case 1: line = Array("level=info msg=\"two words\" request_id=r took=5ms".utf8)
    default: break
    }
    for _ in 0..<Int.random(in: 0...30, using: &random) {
      let piece = pieces[Int.random(in: pieces.indices, using: &random)]
      let place = Int.random(in: 0...line.count, using: &random)
      line.insert(contentsOf: piece, at: Bool.random(using: &random) ? line.count : place)
    }
    if Int.random(in: 0...9, using: &random) == 0, !line.isEmpty {
      line.removeLast(Int.random(in: 0...line.count - 1, using: &random))
    }
    return line
  }

  @Test(arguments: 0..<batches)
  func noLineBreaksItsReaders(_ batch: Int) throws {
    var random = SeededGenerator(seed: UInt64(batch))
    let scanner = LineScanner()
    let arrival = Timestamp(milliseconds: 1_767_323_045_000)
    let matcher = try LogMatcher(
      LogFilter(parsing: "!zzzz level!=x a.b!=zz !/q{5}/ x!~y !id-9")
    )
    for _ in 0..<max(1, Self.cases / Self.batches) {
      let line = Self.line(&random)
      let entry = scanner.entry(arrival: arrival, stream: .empty, line: line)
      #expect(entry.line == line)
      if let range = entry.facts.correlation {
        #expect(!range.isEmpty && Int(range.upperBound) <= line.count)
      }
      #expect(scanner.facts(of: line).form == entry.facts.form)
      let fields = LogFields(entry)
      #expect(fields.form == entry.facts.form)
      #expect((fields.prettyJSON() == nil) == (fields.form != .json))
      expectShowable(fields)
      _ = matcher.matches(entry)
      _ = RequestStory(id: "x", [entry, entry])
    }
  }

  /// Nothing of a line reaches a terminal, a copy or an export but through the allow-list.
  private func expectShowable(_ fields: LogFields) {
    var texts = [fields.message, fields.service ?? "", fields.correlation ?? ""]
    texts += fields.fields.flatMap { [$0.name, $0.value.text] }
    texts += fields.prettyJSON() ?? []
    let forbidden = texts.first { text in
      VisibleText.sanitized(text).unicodeScalars.contains { scalar in
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
          || [0x202E, 0x200B, 0xFEFF].contains(scalar.value)
      }
    }
    #expect(forbidden == nil, "\(forbidden.debugDescription)")
  }

  @Test(arguments: 0..<batches)
  func noTextBreaksTheFilterParser(_ batch: Int) {
    var random = SeededGenerator(seed: UInt64(100 + batch))
    let pieces = [
      "!", "/", "\\", "\"", "~", "=", "!=", ">=", "<", "{", "}", "level", "id", "a", " ", ",", "5",
      "'", "`", "job=\"", "\u{301}", "日", "\u{0}", "-", ".", "\n", "\u{A0}",
    ]
    for _ in 0..<max(1, Self.cases / Self.batches) {
      let count = Int.random(in: 0...12, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do {
        let filter = try LogFilter(parsing: text)
        let again = try LogFilter(parsing: filter.text)
        #expect(again == filter, "\(text.debugDescription) as \(filter.text.debugDescription)")
        _ = LogQLQuery(LogQuery(filter: filter)).text
      } catch {
        let position = error.position ?? 0
        #expect(position <= text.unicodeScalars.count, "\(text.debugDescription): \(error)")
      }
    }
  }
}
