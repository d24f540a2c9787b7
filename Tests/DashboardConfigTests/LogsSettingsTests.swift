import DashboardConfig
import Logs
import Telemetry
import Testing

@Suite struct LogsSettingsTests {
  @Test func theDefaultsHoldFiftyThousandLinesOfAllStreams() throws {
    let logs = try #require(resolve().settings).logs
    #expect(logs.selector == [] && logs.correlationSelector == [] && logs.columns == [])
    #expect(logs.heldLines == 200_000)
    #expect(logs.heldBytes == 32 << 20)
    #expect(logs.tail == .automatic)
    #expect(logs.fields == [:])
  }

  @Test func everythingCanBeSet() throws {
    let json = #"""
      {"logs": {"selector": "job=\"backend\"", "correlation_selector": "{env=\"prod\"}",
        "columns": ["status"], "tail": "poll", "buffer": {"lines": 2000, "bytes": "4MiB"},
        "fields": {"level": ["lvl"], "correlation": ["order_id", "cid"]}}}
      """#
    let logs = try #require(resolve(json).settings).logs
    #expect(logs.selector == [LabelMatcher("job", .equal, "backend")])
    #expect(logs.correlationSelector == [LabelMatcher("env", .equal, "prod")])
    #expect(logs.columns == ["status"])
    #expect(logs.tail == .poll)
    #expect(logs.heldLines == 2000)
    #expect(logs.heldBytes == 4 << 20)
    #expect(logs.fields == [.level: ["lvl"], .correlation: ["order_id", "cid"]])
  }

  @Test func variablesSetThem() throws {
    let variables = [
      "GOLDTOP_LOGS_SELECTOR": "job=\"a\"", "GOLDTOP_LOGS_COLUMNS": "status,path",
      "GOLDTOP_LOGS_TAIL": "websocket",
    ]
    let logs = try #require(resolve(variables: variables).settings).logs
    #expect(logs.selector == [LabelMatcher("job", .equal, "a")])
    #expect(logs.columns == ["status", "path"])
    #expect(logs.tail == .webSocket)
  }

  @Test func whatCannotBeIsNamed() {
    let json = #"{"logs": {"tail": "pole", "buffer": {"lines": 5}, "fields": {"levle": ["l"]}}}"#
    let problems = resolve(json).problems.map(\.description)
    #expect(problems.count == 3)
    #expect(problems.contains { $0.contains("logs.tail") && $0.contains("did you mean 'poll'") })
    #expect(problems.contains { $0.contains("logs.buffer.lines") })
    #expect(problems.contains { $0.contains("logs.fields.levle") })
  }

  @Test func anEmptyListOfNamesStandsForNone() throws {
    let logs = try #require(resolve(#"{"logs": {"fields": {"level": []}}}"#).settings).logs
    #expect(logs.fields == [.level: []])
  }

  @Test func theZoneOfFilesIsSetForAllOrByTheirNames() throws {
    let json = #"{"logs": {"time_zone": "nginx*.log=UTC, Europe/Berlin"}}"#
    let zones = try #require(resolve(json).settings).logs.timeZones
    #expect(zones.map(\.pattern) == ["nginx*.log", "*"])
    #expect(zones.map(\.zone) == ["UTC", "Europe/Berlin"])
    let problems = resolve(#"{"logs": {"time_zone": "+99:00"}}"#).problems.map(\.description)
    #expect(problems.count == 1 && problems[0].contains("'+99:00' is not a time zone"))
  }
}
