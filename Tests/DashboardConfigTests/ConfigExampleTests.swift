import DashboardConfig
import TestSupport
import Testing

/// What is made from the table.
@Suite struct ConfigExampleTests {
  private static let path = Golden.folder(of: #filePath, above: 2) + "/config.example.json"

  @Test func theExampleFileIsWhatTheTableSays() throws {
    if Golden.isRecording { try Golden.write(ConfigExample.text, to: Self.path) }
    #expect(!Golden.isRefused)
    #expect(Golden.read(Self.path) == ConfigExample.text)
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
}
