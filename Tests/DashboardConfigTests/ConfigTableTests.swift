import DashboardConfig
import Foundation
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
        "ascii", "no-color",
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
      "refresh": "7s", "timeout": "7s", "range": "6h", "theme": "mono", "color": "never",
      "ascii": "always", "synchronized_output": "never", "time_zone": "utc", "concurrency": "3",
      "selector": "a=\"b\"", "exporter_selector": "a=\"b\"", "llm_24h": "$7",
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

/// What is made from the table.
@Suite struct ConfigExampleTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func theExampleFileIsWhatTheTableSays() throws {
    let url = Self.root.appendingPathComponent("config.example.json")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1",
      ProcessInfo.processInfo.environment["CI"] == nil
    {
      try ConfigExample.text.write(to: url, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: url, encoding: .utf8) == ConfigExample.text)
  }

  @Test func theExampleChangesNothing() {
    let example = resolve(ConfigExample.text, vocabulary: shopVocabulary)
    #expect(example.problems.map(\.description) == [])
    #expect(example.settings != nil)
    #expect(example.settings == resolve().settings)
  }

  @Test func theExampleHoldsEveryKey() {
    let (node, _) = JSONReader.read(Array(ConfigExample.text.utf8), file: "example")
    for key in ConfigTable.keys where !key.isRefused && key.path.suffix(2) != ["headers", "*"] {
      var here = node
      for name in key.path {
        here =
          switch name {
          case "[]": here?.items.first
          case "*": here?["NAME"]
          default: here?[name]
          }
      }
      #expect(here != nil, "\(key.path)")
    }
  }

  @Test func theExampleKeepsToItsColumns() {
    for line in ConfigExample.text.split(separator: "\n") { #expect(line.count <= 100) }
  }

  @Test func theSchemaIsJSONAndKnowsEveryKey() throws {
    let data = Data(ConfigSchema.text.utf8)
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["additionalProperties"] as? Bool == false)
    let definitions = try #require(schema["$defs"] as? [String: Any])
    for key in ConfigTable.keys where !key.isRefused {
      var here: [String: Any]? = schema
      for name in key.path {
        if here?["$ref"] != nil { here = definitions["server"] as? [String: Any] }
        switch name {
        case "*": here = here?["additionalProperties"] as? [String: Any]
        case "[]": here = here?["items"] as? [String: Any]
        default: here = (here?["properties"] as? [String: Any])?[name] as? [String: Any]
        }
      }
      #expect(here != nil, "\(key.path)")
      if key.path.count == 1 {
        #expect(here?["description"] as? String == key.summary + ".", "\(key.path)")
      }
    }
  }

  @Test func theSchemaGivesDefaultsAndChoices() throws {
    let text = ConfigSchema.text
    #expect(text.contains(#""enum": ["dark", "light", "high-contrast", "mono", null]"#))
    #expect(text.contains(#""default": "64MiB""#))
    #expect(!text.contains("bearer_token"))
  }
}
