import Logs
import Telemetry
import Testing

/// What is handed on as JSON is JSON.
@Suite struct JSONGrammarTests {
  private func value(_ json: String) -> LogFields.Value? {
    let entry = LogEntry(timestamp: Timestamp(nanoseconds: 0), line: Array(#"{"a":\#(json)}"#.utf8))
    return LogFields(entry)["a"]
  }

  @Test(arguments: ["0", "-0.5e+10", "12345678901234567890", "1.50"])
  func aNumberStaysAsItIsWritten(_ text: String) {
    #expect(value(text) == .number(text))
  }

  @Test(arguments: ["NaN", "-Infinity", "01", "1.", "-", "1e", "+1", "1.2.3"])
  func whatIsNearlyANumberIsText(_ text: String) {
    let value = value(text)
    #expect(value == .text(text) || value == nil)
  }

  @Test(arguments: [
    "[]", "{}", #"[1, "a\u00e9\n", {"b": [true, null]}]"#, "[[[]]]", "[-0]", #"[{"":""}]"#,
  ])
  func whatIsNestedStaysAsItIsWritten(_ text: String) {
    #expect(value(text) == .nested(text))
  }

  @Test(arguments: [
    "[1 2]", "[1,]", "[,]", "[}", "[{]}", #"[{"a"}]"#, #"[{"a":1,}]"#, #"[{1:2}]"#, "[tru]",
    "[01]", #"["\x"]"#, #"["\u12"]"#, "[\"\u{1B}[2J\"]", "[NaN]",
  ])
  func whatIsNearlyJSONIsText(_ text: String) {
    let value = value(text)
    #expect(value == .text(text) || value == nil, "\(String(describing: value))")
  }
}
