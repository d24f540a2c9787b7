import DashboardConfig
import FoundationEssentials
import TestSupport
import Testing

/// The configurations under `Valid` and `Invalid`; each invalid one has its messages beside it.
@Suite struct ConfigFolderTests {
  private static let here = Golden.folder(of: #filePath)

  static func cases(_ folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(here)/\(folder)")) ?? []
    return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  private func resolution(_ folder: String, _ name: String) throws -> SettingsResolution {
    let text = try #require(Golden.read("\(Self.here)/\(folder)/\(name).json"))
    return SettingsResolution(
      ConfigSources(file: .init(path: "\(name).json", bytes: Array(text.utf8))),
      vocabulary: shopVocabulary
    )
  }

  @Test func thereAreCases() {
    #expect(Self.cases("Valid").count >= 5)
    #expect(Self.cases("Invalid").count >= 12)
  }

  @Test(arguments: cases("Valid"))
  func validConfigurationsHaveNoProblems(name: String) throws {
    let resolution = try resolution("Valid", name)
    #expect(resolution.problems.map(\.description) == [])
    #expect(resolution.settings != nil)
  }

  @Test(arguments: cases("Invalid"))
  func invalidConfigurationsSayWhatTheirTextSays(name: String) throws {
    let resolution = try resolution("Invalid", name)
    #expect(resolution.settings == nil)
    let said = resolution.problems.map { $0.description + "\n" }.joined()
    let golden = "\(Self.here)/Invalid/\(name).txt"
    if Golden.isRecording { try Golden.write(said, to: golden) }
    #expect(!Golden.isRefused)
    #expect(said == Golden.read(golden))
  }
}
