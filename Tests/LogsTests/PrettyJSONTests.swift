import Logs
import Telemetry
import Testing

/// JSON over several lines.
@Suite struct PrettyJSONTests {
  private func pretty(_ line: String, limit: Int = 2000) -> [String]? {
    let entry = LogEntry(timestamp: Timestamp(nanoseconds: 0), line: Array(line.utf8))
    return LogFields(entry).prettyJSON(limit: limit)
  }

  @Test func bracketsAndCommasBreakLines() {
    #expect(
      pretty(#"{"a":1.50, "b":{"c":[1,"x, {y}"],"d":{},"e":[ ]}}"#) == [
        "{", #"  "a": 1.50,"#, #"  "b": {"#, #"    "c": ["#, "      1,", #"      "x, {y}""#,
        "    ],", #"    "d": {},"#, #"    "e": []"#, "  }", "}",
      ]
    )
  }

  @Test func whatIsNoJSONHasNone() {
    #expect(pretty("level=info a=b") == nil)
    #expect(pretty(#"{"a":"#) == nil)
  }

  @Test func thereIsAnEndToIt() {
    let long = "{\"a\":[" + Array(repeating: "1", count: 100).joined(separator: ",") + "]}"
    #expect(pretty(long, limit: 10)?.count == 11)
    #expect(pretty(long, limit: 10)?.last == "…")
    let deep =
      "{\"a\":" + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + "}"
    #expect((pretty(deep) ?? []).allSatisfy { $0.utf8.count < 200 })
  }
}
