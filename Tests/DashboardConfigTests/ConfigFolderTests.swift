import DashboardConfig
import Foundation
import Testing

/// The configurations under `Valid` and `Invalid`; each invalid one has its messages beside it.
@Suite struct ConfigFolderTests {
  static let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  static func cases(_ folder: String) -> [String] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: here.path + "/" + folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }

  private func resolution(_ folder: String, _ name: String) throws -> SettingsResolution {
    let bytes = try Data(contentsOf: Self.here.appendingPathComponent("\(folder)/\(name).json"))
    return SettingsResolution(
      ConfigSources(file: .init(path: "\(name).json", bytes: Array(bytes))),
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
    let golden = Self.here.appendingPathComponent("Invalid/\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1",
      ProcessInfo.processInfo.environment["CI"] == nil
    {
      try said.write(to: golden, atomically: true, encoding: .utf8)
    }
    #expect(try said == String(contentsOf: golden, encoding: .utf8))
  }
}
