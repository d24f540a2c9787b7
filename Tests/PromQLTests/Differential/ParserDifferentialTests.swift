import FoundationEssentials
import TestSupport
import Testing

@testable import PromQL

/// The parser beside that of Debian's Prometheus, on texts with mistakes in them.
@Suite struct ParserDifferentialTests {
  @Test func textsAreTakenAndRefusedAsPrometheusDoes() async throws {
    let server = try await BackfilledPrometheus(openMetrics: Array("up 1 1700000000\n# EOF\n".utf8))
    var (cases, taken, places) = (0, 0, 0)
    for seed in 0..<UInt64(fuzzCases(usually: 1500)) {
      var generator = ExpressionGenerator(.history, seed: seed)
      var random = SeededGenerator(seed: seed)
      let bytes = random.mutation(of: Array(generator.expression(2).text.utf8))
      guard let text = String(validating: bytes, as: UTF8.self) else { continue }
      let answer = try Self.answer(to: text, server)
      cases += 1
      do {
        _ = try Expression.parse(text)
        taken += 1
        if let refusal = answer, !Self.isOutdated(refusal) {
          Issue.record("taken, but: \(refusal) in \(text)")
        }
      } catch {
        guard let refusal = answer else {
          Issue.record("refused, but taken by Prometheus: \(error) in \(text)")
          continue
        }
        if refusal.contains("\(error.line):\(error.column): ") { places += 1 }
      }
    }
    await server.stop()
    print(
      "differential, parser: \(cases) texts, \(taken) taken by goldtop, "
        + "\(cases - taken) refused, \(places) of these at the same place"
    )
    #expect(cases > taken && taken > 0)
    #expect(places * 2 > cases - taken, "places differ too often")
  }

  /// What Prometheus says against a text; `nil` where it takes it.
  private static func answer(to text: String, _ server: BackfilledPrometheus) throws -> String? {
    let json = try server.answer("/api/v1/format_query", [("query", text)])
    return try JSONDecoder().decode(Answer.self, from: Data(json.utf8)).error
  }

  private struct Answer: Decodable {
    var error: String?
  }

  /// Whether a refusal of version 2.42 is of what version 3 takes: names in quotes, numbers as
  /// durations and durations as numbers, underscores in numbers, new functions.
  private static func isOutdated(_ refusal: String) -> Bool {
    [
      "missing unit character in duration", "unexpected duration", "unexpected number",
      "unexpected string", "bad number or duration syntax", "unknown function",
      "unexpected character inside braces",
    ].contains { refusal.contains($0) }
  }
}
