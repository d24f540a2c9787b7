import DashboardConfig
import Signals
import Testing

/// Every key with every kind of value that it was not made for.
@Suite struct OddValuesTests {
  private static let values = [
    "null", "true", "false", "0", "-1", "1e999", "-1e999", "0.1", "9223372036854775808", "\"\"",
    "\" \"", "\"0\"", "\"nan\"", "\"inf\"", "\"0x10\"", "\"-5s\"", "\"9999999y\"", "\"%\"", "\"$\"",
    "\"://\"", "\"http://\"", "\"http://@\"", "\"http://[\"", "\"{\"", "\"\\u0000\"", "\"\\u202e\"",
    "[]", "[[]]", "[null]", "[\"\"]", "[{}]", "{}", "{\"\": {}}", "{\"a\": {\"b\": 1}}",
  ]

  @Test(arguments: values)
  func noValueTrapsInPlaceOfAnObject(value: String) {
    for key in ConfigTable.keys
    where key.kind == nil && !["environments", "alertmanager", "loki"].contains(key.path.first) {
      expectAnOutcome(key.path.reversed().reduce(value, wrapped))
    }
  }

  @Test(arguments: values)
  func noValueTrapsInAnyKey(value: String) throws {
    let odd = try #require(JSONReader.read(Array(value.utf8), file: "odd").node)
    var all = ConfigNode.empty
    for key in ConfigTable.keys where key.kind != nil && !key.path.contains("[]") {
      let path = key.path.map { $0 == "*" ? "x" : $0 }
      all.set(path[...], to: odd)
    }
    expectAnOutcome(all.content.document)
    expectAnOutcome(["expr", "[]", "queries", "x", "own", "panels"].reduce(value, wrapped))
  }

  /// Puts JSON under a name, or into a list.
  private func wrapped(_ json: String, in name: String) -> String {
    name == "[]" ? "[\(json)]" : "{\"\(name == "*" ? "x" : name)\": \(json)}"
  }

  /// Expects settings or problems, and neither both nor none.
  private func expectAnOutcome(_ json: String) {
    let resolution = resolve(json, vocabulary: shopVocabulary)
    #expect((resolution.settings == nil) == !resolution.problems.isEmpty, "\(json)")
    #expect(!ConfigListing(resolution).text.unicodeScalars.contains("\u{202e}"), "\(json)")
    for problem in resolution.problems {
      #expect(!problem.message.isEmpty, "\(json)")
      #expect(problem.origin.isFile, "\(json): \(problem)")
    }
  }

  @Test func nullIsTakenByEveryKey() {
    var all = ConfigNode.empty
    for key in ConfigTable.keys where !key.isRefused && !key.path.contains("[]") {
      let path = key.path.map { $0 == "*" ? "x" : $0 }
      if key.kind != nil { all.set(path[...], to: ConfigNode(.null)) }
      let alone = path.reversed().reduce("null", wrapped)
      if path.count < 3 { #expect(problems(alone, vocabulary: shopVocabulary) == [], "\(alone)") }
    }
    #expect(problems(all.content.document, vocabulary: shopVocabulary) == [])
  }

  @Test func aHexadecimalNumberIsNoNumber() {
    #expect(problems(variables: ["GOLDTOP_CONCURRENCY": "0x10"]).count == 1)
    #expect(problems(variables: ["GOLDTOP_BUDGET_LLM_24H": "0x10"]).count == 1)
    #expect(
      resolve(variables: ["GOLDTOP_BUDGET_LLM_24H": "16"]).settings?.thresholds.modelBudget24h == 16
    )
  }
}
