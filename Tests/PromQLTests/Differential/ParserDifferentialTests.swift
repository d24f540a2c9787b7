import FoundationEssentials
import TestSupport
import Testing

@testable import PromQL

/// The parser beside that of Prometheus, on texts with mistakes in them.
@Suite struct ParserDifferentialTests {
  @Test func textsAreTakenAndRefusedAsPrometheusDoes() async throws {
    let server = try await BackfilledPrometheus(openMetrics: Array("up 1 1700000000\n# EOF\n".utf8))
    var (cases, taken, places) = (0, 0, 0)
    for seed in fuzzSeeds(usually: 1500) {
      var generator = ExpressionGenerator(
        .history(major: server.majorVersion),
        seed: seed
      )
      var random = SeededGenerator(seed: seed)
      let bytes = random.mutation(of: Array(generator.expression(2).text.utf8))
      guard let text = String(validating: bytes, as: UTF8.self),
        server.majorVersion > 2 || !Self.isNew(text)
      else { continue }
      let answer = try Self.answer(to: text, server)
      cases += 1
      do {
        _ = try Expression.parse(text)
        taken += 1
        if let refusal = answer {
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
      "differential, parser: \(cases) texts, \(taken) taken by both, "
        + "\(cases - taken) refused by both, \(places) of these at the same place"
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

  /// Whether a text may have what only Prometheus 3 takes, or refuses: names in quotes, numbers as
  /// durations and the other way round, underscores in numbers, new functions.
  private static func isNew(_ text: String) -> Bool {
    let patterns = [
      "[0-9]_", "_[0-9]", "double_exponential", "\\[[-+ ]*[0-9.]+[\\]:]", ":[0-9.]+\\]",
      "offset [-+]*[0-9.e]+([^0-9smhdwy]|$)", "[0-9][smhdwy]", "\\{ *[\"'`]", ", *[\"'`]",
      "\\([\"'`]",
    ]
    return patterns.contains { (try? Regex($0).firstMatch(in: text)) != nil }
  }
}
