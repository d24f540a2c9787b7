import Testing

/// What the page says that an addition touches is all that it touches.
@Suite struct AdditionTests {
  private let page = Repository.text("Sources/goldtop/goldtop.docc/Architecture.md")

  private static let sources = Repository.swiftFiles(below: "Sources")

  /// The names of the files below a folder that have a line of code such as is looked for.
  private static func files(below folder: String, with test: (String) -> Bool) -> Set<String> {
    Set(
      sources.filter { $0.path.hasPrefix("\(folder)/") && $0.code.contains(where: test) }
        .compactMap { $0.path.split(separator: "/").last.map(String.init) }
    )
  }

  @Test func aQuestionTouchesThreeFiles() {
    #expect(
      page.contains(
        "| a question to a server | `Sources/Dashboard/World/Poll+Question.swift`, "
          + "`Sources/Runtime/Polls/PollSources.swift` and "
          + "`Sources/Dashboard/World/PollPlanner.swift` |"
      )
    )
    let spelled = /switch [\w.]*question \{|case suppressions\b|Poll\(\.suppressions\b/
    let asking = ["Dashboard", "Runtime"].reduce(into: Set<String>()) { found, target in
      found.formUnion(Self.files(below: "Sources/\(target)") { $0.contains(spelled) })
    }
    #expect(asking == ["Poll+Question.swift", "PollSources.swift", "PollPlanner.swift"])
  }

  @Test func aSettingIsARowAndAProperty() {
    #expect(
      page.contains(
        "| a setting | one row in `Sources/DashboardConfig/Table`, "
          + "one property in `Sources/DashboardConfig/Settings`, and what uses it |"
      )
    )
    var properties: [(home: String, name: String)] = []
    for file in Self.sources {
      // Rows of signals set names of a profile, and bounds.
      guard let name = file.path.split(separator: "/").last,
        ["ConfigTable.swift", "ConfigTable+Logs.swift"].contains(name)
      else { continue }
      for line in file.code {
        let row = /(?:^ +|"", )\\\.(?<logs>logs\.)?(?<name>\w+)(?:\[role\])?,/
        guard let match = line.firstMatch(of: row) else { continue }
        let home = match.output.logs == nil ? "Settings.swift" : "LogsSettings.swift"
        properties.append((home, String(match.output.name)))
      }
    }
    #expect(properties.count >= 15, "\(properties)")
    for (home, name) in properties {
      let declared = Self.files(below: "Sources/DashboardConfig/Settings") { line in
        line.firstMatch(of: /^  package var (\w+)/)?.output.1 == name[...]
      }
      #expect(declared.contains(home), "\(name) is declared in \(declared)")
    }
    // Names of panels are checked against the panels that there are.
    let named = Self.files(below: "Sources/DashboardConfig") { $0.contains(/\bsettings\.\w/) }
    #expect(named == ["SettingsResolution.swift"])
    let read = Self.sources.first { $0.path.hasSuffix("/SettingsResolution.swift") }?.code ?? []
    for (_, name) in properties where !["hiddenPanels", "panelOrder"].contains(name) {
      #expect(!read.contains { $0.contains("settings.\(name)") }, "\(name) is read by itself")
    }
  }

  @Test func aSubcommandIsAFileAndAWord() {
    #expect(
      page.contains(
        "| a subcommand | one file in `Sources/Commands`, "
          + "one word in `Sources/Commands/Goldtop.swift` |"
      )
    )
    let commands = Self.sources.filter { $0.path.hasPrefix("Sources/Commands/") }
      .flatMap { file in file.types.filter(\.isDeclaration).map(\.name) }
      .filter { $0.hasSuffix("Command") }
    #expect(commands.count >= 7)
    for command in commands {
      // Files that a command is made of have its name before theirs.
      let own = command.dropLast("Command".count)
      let others = Self.sources.filter { file in
        file.code.contains { line in
          line.split { !$0.isLetter && !$0.isNumber }.contains { $0 == command }
        }
      }
      .compactMap { $0.path.split(separator: "/").last }
      .filter { !$0.hasPrefix(own) }
      #expect(others == ["Goldtop.swift"], "\(command)")
    }
  }
}
