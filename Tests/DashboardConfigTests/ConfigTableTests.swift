import DashboardConfig
import Testing

@Suite struct ConfigTableTests {
  private let keys = ConfigTable.keys

  @Test func everyKeyIsThereOnceAndExplainsItself() {
    let paths = keys.map { $0.path.joined(separator: ".") }
    #expect(Set(paths).count == paths.count)
    for key in keys {
      #expect(!key.summary.isEmpty && !key.summary.hasSuffix("."), "\(key.path)")
      #expect(key.summary.count <= 160, "\(key.path)")
    }
  }

  @Test func everyDefaultIsAcceptedByItsOwnKey() {
    #expect(problems() == [])
    #expect(resolve().settings != nil)
  }

  @Test func namesOfVariablesAndFlagsAreUnique() {
    let variables = VariableTable.rows.map(\.name)
    #expect(Set(variables).count == variables.count)
    let flags = keys.compactMap { $0.flag?.name }
    #expect(Set(flags).count == flags.count)
    #expect(
      Set(flags) == [
        "env", "prometheus", "alertmanager", "loki", "refresh", "range", "selector", "theme",
        "ascii", "no-color", "objective",
      ]
    )
  }

  @Test func noSecretCanComeFromAFlag() {
    for key in keys where key.flag != nil {
      for word in ["password", "credentials", "headers", "token"] {
        #expect(!key.path.contains(word), "\(key.path)")
      }
    }
  }

  @Test func ourVariablesAreNamedAfterUs() {
    for row in VariableTable.rows {
      #expect(row.name.hasPrefix("GOLDTOP_") != row.isNeighbours, "\(row.name)")
    }
    for name in ["PROMETHEUS_URL", "ALERTMANAGER_URL", "LOKI_ADDR", "LOKI_BEARER_TOKEN_FILE"] {
      #expect(VariableTable.rows.contains { $0.name == name })
    }
  }

  @Test func everyVariableSetsItsKey() throws {
    let samples = [
      "insecure_skip_verify": "true", "url": "http://h:1", "proxy_url": "http://p:1",
      "refresh": "7s", "rate_window": "7s", "timeout": "7s", "range": "6h", "theme": "mono",
      "color": "never",
      "ascii": "always", "synchronized_output": "never", "time_zone": "utc", "concurrency": "3",
      "selector": "a=\"b\"", "exporter_selector": "a=\"b\"", "llm_24h": "$7", "llm_month": "$90",
      "profile": "prometheus-client", "environment": "prod",
    ]
    for row in VariableTable.rows {
      let last = row.key.split(separator: ".").last.map(String.init) ?? ""
      let text = samples[last] ?? "x"
      let server = row.key.split(separator: ".").first.map(String.init) ?? ""
      var variables = [row.name: text]
      if row.key.contains("."), server != "budget", last != "url" {
        variables["GOLDTOP_\(server.uppercased())_URL"] = "http://h:1"
      }
      let listing = ConfigListing(resolve(variables: variables))
      let entry = listing.entries.first { $0.key == row.key }
      #expect(entry?.origin == "environment variable \(row.name)", "\(row)")
    }
  }
}
