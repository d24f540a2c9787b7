import Dashboard
import DashboardConfig
import LocalSource
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Commands

@Suite struct ConfigurationLoaderTests {
  private func loader(
    _ path: String? = nil,
    flags: [String: String] = [:],
    variables: [String: String] = [:]
  ) -> ConfigurationLoader {
    ConfigurationLoader(path: path.map { FileName($0) }, flags: flags, variables: variables)
  }

  @Test func theFlagNamesTheFileBeforeTheVariablesDo() {
    let variables = [
      "GOLDTOP_CONFIG": "/b.json", "XDG_CONFIG_HOME": "/c", "HOME": "/home/d",
    ]
    #expect(loader("/a.json", variables: variables).file?.path == "/a.json")
    #expect(loader(variables: variables).file?.path == "/b.json")
    #expect(
      loader(variables: ["XDG_CONFIG_HOME": "/c", "HOME": "/home/d"]).file?.path
        == "/c/goldtop/config.json"
    )
    #expect(
      loader(variables: ["HOME": "/home/d"]).file?.path == "/home/d/.config/goldtop/config.json"
    )
    #expect(loader().file == nil)
  }

  @Test func aFileThatSomebodyNamedMustBeThere() {
    let end = #expect(throws: CommandEnd.self) {
      try loader("/nowhere/config.json").settings()
    }
    #expect(end?.status == .usage)
    #expect(end?.message.contains("/nowhere/config.json") == true)
  }

  @Test func aFileThatNobodyNamedMayBeMissing() throws {
    let settings = try loader(
      flags: ["prometheus": "http://127.0.0.1:9090"],
      variables: ["HOME": "/nowhere"]
    ).settings()
    #expect(settings.prometheus?.url == "http://127.0.0.1:9090")
  }

  @Test func ownPromQLThatPrometheusWouldRefuseIsRemarkedOn() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"""
      {"panels": {"own": {"jobs": {"queries": [
        {"expr": "sum(rate(jobs_total{$selector}[$window]))"}, {"expr": "sum(rate(jobs_total)"}
      ]}}}}
      """#,
      to: "config.json"
    )
    let remarks = ConfigCommand.Check.remarks(on: try loader(file).settings())
    #expect(remarks.count == 1)
    #expect(remarks.first?.hasPrefix("panel 'jobs': 'sum(rate(jobs_total)': 1:21: ") == true)
  }

  @Test func everyProblemIsTold() {
    let end = #expect(throws: CommandEnd.self) {
      try loader(flags: ["refresh": "1y", "range": "2m"]).settings()
    }
    #expect(end?.message.contains("--refresh") == true)
    #expect(end?.message.contains("--range") == true)
  }

  @Test(arguments: [
    (#"{"left": "q", "right": "Ctrl-C"}"#, true), (#"{"left": "q"}"#, false),
    (#"{"left": "q", "right": "Ctrl-C", "quit": "x"}"#, false),
  ])
  func keysThatLeaveNoWayOutAreRefused(keys: String, isRefused: Bool) throws {
    let folder = try TemporaryFolder()
    let json = #"{"keys": \#(keys), "prometheus": {"url": "http://h:9090"}}"#
    let path = try folder.write(json, to: "config.json")
    do throws(CommandEnd) {
      _ = try loader(path).settings()
      #expect(!isRefused)
    } catch {
      #expect(isRefused && error.message.contains("'quit' has no key left"))
    }
  }

  @Test func settingsReachTheDashboard() throws {
    let settings = try loader(
      flags: [
        "prometheus": "http://127.0.0.1:9090", "alertmanager": "http://127.0.0.1:9093",
        "selector": "job=\"backend\"", "range": "6h", "refresh": "30s",
      ]
    ).settings()
    let dashboard = DashboardSettings(settings)
    #expect(dashboard.service == "backend")
    #expect(dashboard.servers == [.prometheus, .alertmanager])
    #expect(dashboard.range == .sixHours)
    #expect(dashboard.refresh == .seconds(30))
    #expect(dashboard.selector.map(\.promQL) == ["job=\"backend\""])
  }
}
