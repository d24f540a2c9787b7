import TestSupport
import Testing

@testable import PromQL

/// Texts that nobody meant, and texts that are too much.
@Suite struct ParserFuzzTests {
  @Test func anyTextIsReadOrRefusedWithAPlaceInIt() {
    for seed in fuzzSeeds(usually: 4000) {
      var random = SeededGenerator(seed: seed)
      checkReading(
        seed % 4 == 0 ? random.promQLNoise() : random.mutation(of: expression(seed)),
        seed
      )
    }
  }

  @Test(arguments: [
    ("(", "1", ")"), ("-(", "1", ")"), ("sum(", "up", ")"), ("abs(", "up", ")"), ("1 ^ ", "1", ""),
    ("", "1", " + 1"), ("", "up", "[1h:1m]"), ("- ", "up", ""), ("+ ", "up", ""),
    ("1 + (", "1", ")"),
    ("", "up", " or up"),
  ])
  func nestingHasABound(_ opening: String, _ inside: String, _ closing: String) {
    for count in [2000, 10_000, 100_000] {
      let text =
        String(repeating: opening, count: count) + inside + String(repeating: closing, count: count)
      let problem = #expect(throws: ParseProblem.self) { try Expression.parse(text) }
      let words = ["nested too deeply", "subquery is only allowed"]
      #expect(words.contains { problem?.message.contains($0) == true }, "\(problem?.message ?? "")")
    }
  }

  @Test func whatPeopleNestIsWithinTheBound() throws {
    let parentheses = String(repeating: "(", count: 100) + "up" + String(repeating: ")", count: 100)
    _ = try Expression.parse(parentheses)
    _ = try Expression.parse(String(repeating: "up or ", count: 150) + "up")
  }

  @Test func manyBytesAreReadInOneGo() throws {
    let labels = (0..<20_000).map { "l\($0)=\"\(String(repeating: "x", count: 40))\"" }
    let text = "up{\(labels.joined(separator: ","))}"
    guard case .vectorSelector(let selector) = try Expression.parse(text) else {
      Issue.record("no selector")
      return
    }
    #expect(selector.matchers.count == 20_001)
  }

  /// Reads bytes; what reads must read back from its canonical text.
  private func checkReading(_ bytes: [UInt8], _ seed: UInt64) {
    do {
      let text = try Expression.parse(bytes: bytes).text
      let again = try? Expression.parse(text)
      #expect(again?.text == text, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
    } catch {
      let lines = bytes[..<min(error.offset, bytes.count)].split(
        separator: UInt8(ascii: "\n"),
        omittingEmptySubsequences: false
      )
      #expect(0...bytes.count ~= error.offset, "seed \(seed)")
      #expect(error.line == max(lines.count, 1), "seed \(seed)")
      #expect(error.column == (lines.last?.count ?? 0) + 1, "seed \(seed)")
      #expect(!error.message.isEmpty, "seed \(seed)")
    }
  }

  private func expression(_ seed: UInt64) -> [UInt8] {
    var generator = ExpressionGenerator(.awkward(seed: seed / 100), seed: seed)
    return Array(generator.expression(3).text.utf8)
  }
}
