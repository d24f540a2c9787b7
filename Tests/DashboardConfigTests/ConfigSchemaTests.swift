import DashboardConfig
import Testing

@Suite struct ConfigSchemaTests {
  private let schema: ConfigNode

  init() throws {
    schema = try #require(JSONReader.read(Array(ConfigSchema.text.utf8), file: "schema").node)
  }

  @Test func itNamesItsDraftAndIsClosed() {
    #expect(schema["$schema"]?.content == .text("https://json-schema.org/draft/2020-12/schema"))
    #expect(schema["additionalProperties"]?.content == .boolean(false))
  }

  @Test func itKnowsEveryKey() {
    for key in ConfigTable.keys where !key.isRefused {
      var here: ConfigNode? = schema
      for name in key.path {
        if here?["$ref"] != nil { here = schema["$defs", "server"] }
        here =
          switch name {
          case "*": here?["additionalProperties"]
          case "[]": here?["items"]
          default: here?["properties", name]
          }
      }
      #expect(here?["description"]?.content == .text(key.summary + "."), "\(key.path)")
      if key.preset != .null, !key.path.contains("*") {
        #expect(here?["default"].map { $0.content.document } == key.preset.document)
      }
    }
  }

  @Test func everyReferenceLeadsSomewhere() {
    for server in ["prometheus", "alertmanager", "loki"] {
      #expect(schema["properties", server, "$ref"]?.content == .text("#/$defs/server"))
    }
    #expect(schema["$defs", "server", "properties", "url", "pattern"] != nil)
  }

  @Test func choicesAllowNull() {
    #expect(
      ConfigSchema.text.contains(#""enum": ["dark", "light", "high-contrast", "mono", null]"#)
    )
    #expect(!ConfigSchema.text.contains("bearer_token"))
  }
}
