import Stack
import Testing

/// What writing a file would change.
@Suite struct StackChangeTests {
  private func files(_ version: String, _ services: [String] = []) throws -> [StackFile] {
    try StackPlan(services: services, version: version).files
  }

  private func file(_ name: String, in files: [StackFile]) throws -> StackFile {
    try #require(files.first { $0.name == name })
  }

  @Test func nothingAndTheSameHaveNoDifference() throws {
    for file in try files("1") {
      let new = StackChange(file, present: nil)
      #expect(new.present == .nothing)
      #expect(new.difference.isEmpty)
      let same = StackChange(file, present: file.text)
      #expect(same.present == .same)
      #expect(same.difference.isEmpty)
    }
  }

  @Test func whatAnotherVersionWroteIsUntouched() throws {
    let old = try files("1.0.0")
    for file in try files("2.0.0") {
      let change = StackChange(file, present: try self.file(file.name, in: old).text)
      #expect(change.present == .untouched(version: "1.0.0"), "\(file.name)")
      #expect(change.difference.contains("\n-"), "\(file.name)")
      #expect(change.difference.contains("goldtop 1.0.0, content"), "\(file.name)")
    }
  }

  @Test func whatSomebodyEditedIsEdited() throws {
    let file = try file("prometheus/prometheus.yml", in: try files("1"))
    let edited = file.text.replacing("scrape_interval: 15s", with: "scrape_interval: 60s")
    let change = StackChange(file, present: edited)
    #expect(change.present == .edited)
    #expect(change.difference.contains("\n-  scrape_interval: 60s\n+  scrape_interval: 15s\n"))
  }

  @Test func whatOthersWroteCountsAsEdited() throws {
    let file = try file("compose.yml", in: try files("1"))
    #expect(StackChange(file, present: "services: {}\n").present == .edited)
    #expect(StackChange(file, present: "").present == .edited)
  }
}
