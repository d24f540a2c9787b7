import Commands
import Dashboard
import DashboardConfig
import Screen
import Testing

/// The parts of the user's pages that follow from tables in the code.
@Suite struct ReadmeTests {
  private let readme = Repository.text("README.md")
  private let keys = Repository.text("Sources/goldtop/goldtop.docc/Keys.md")
  private let configuration = Repository.text("Sources/goldtop/goldtop.docc/Configuration.md")

  @Test func theReadmeIsReadInAFewMinutes() {
    #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count < 200)
  }

  @Test func keysAreThoseOfTheKeyMap() {
    let rows = KeyMap.standard.bindings.map { binding in
      let keys = binding.keys.map { "`\($0.text)`" }.joined(separator: " ")
      return "| \(keys) | \(binding.description) |"
    }
    let table = (["| key | does |", "|---|---|"] + rows).joined(separator: "\n")
    #expect(
      keys.contains("\n\(table)\n\n"),
      "the table in Keys.md should be:\n\(table)"
    )
  }

  @Test func exitCodesAreThoseOfTheProgram() {
    let rows = ExitStatus.allCases.map { "| \($0.rawValue) | \($0.meaning) |" }
    let table = (["| code | means |", "|---|---|"] + rows).joined(separator: "\n")
    #expect(
      readme.contains("\n\(table)\n\n"),
      "the table under 'Exit codes' in README.md should be:\n\(table)"
    )
  }

  @Test func everyVariableIsNamed() {
    for name in VariableTable.rows.map(\.name) + ConfigTable.otherVariables {
      #expect(configuration.contains("`\(name)`"), "Configuration.md does not name \(name)")
    }
  }

  @Test func everyNamedVariableExists() {
    let known = Set(VariableTable.rows.map(\.name) + ConfigTable.otherVariables)
    for page in [readme, configuration] {
      for match in page.matches(of: /`(GOLDTOP_[A-Z0-9_]+)`/) {
        let name = String(match.output.1)
        #expect(known.contains(name), "\(name) is documented, and nothing reads it")
      }
    }
  }
}
