import Logs
import Testing

/// Where what is looked for stands in a text.
@Suite struct LogHitsTests {
  private func hits(_ filter: String, _ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try LogHits(LogFilter(parsing: filter)).ranges(in: bytes).map { range in
      String(decoding: bytes[range], as: UTF8.self)
    }
  }

  @Test func everyHitOfTextsAndExpressionsIsFound() throws {
    #expect(try hits("card", "Card, discard and card") == ["Card", "card", "card"])
    #expect(try hits("/[0-9]+/", "5 of 12") == ["5", "12"])
    #expect(try hits("é", #"caf\u00e9 é"#) == [#"\u00e9"#, "é"])
  }

  @Test func whatIsExcludedOrComparedHasNoPlace() throws {
    #expect(try hits("!card level>=warn a=card", "card") == [])
    #expect(try LogHits(LogFilter(parsing: "!card")).isEmpty)
  }

  @Test func anExpressionThatMatchesNothingEndsTheSearch() throws {
    #expect(try hits("/x*/", "aaa") == [])
  }
}
