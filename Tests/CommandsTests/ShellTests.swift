import ArgumentParser
import DashboardConfig
import TestSupport
import Testing

@testable import Commands

/// What shells and manuals know of goldtop.
@Suite struct ShellTests {
  @Test(arguments: CompletionsCommand.Shell.allCases)
  func shellsCompleteCommandsFlagsAndValues(_ shell: CompletionsCommand.Shell) {
    let script = Goldtop.completionScript(for: shell.kind)
    for word in [
      "snapshot", "discover", "init", "prometheus", "dependencies", "high-contrast", "micrometer",
      "otel-http", "kubernetes",
    ] {
      #expect(script.contains(word), "\(shell) does not know \(word)")
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func theShellReadsItsScript(_ shell: String) async throws {
    let kind = try #require(CompletionsCommand.Shell(rawValue: shell)).kind
    let folder = try TemporaryFolder()
    let file = try folder.write(Goldtop.completionScript(for: kind), to: "script")
    let read = try await run([shell, "-n", file])
    #expect(read.end == .exited(0), "\(read.errors)")
  }

  @Test func environmentsAreThoseOfTheConfiguration() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      #"{"environments": {"prod": {}, "staging": {}}, "environment": "prod"}"#,
      to: "config.json"
    )
    #expect(ShellWords.environments(config: file, variables: [:]) == ["prod", "staging"])
    #expect(
      ShellWords.environments(config: nil, variables: ["GOLDTOP_CONFIG": file])
        == ["prod", "staging"]
    )
    #expect(ShellWords.environments(config: folder.file("none"), variables: [:]).isEmpty)
  }

  @Test func theManualHasEveryCommandFlagStatusAndVariable() throws {
    let page = try ManualPage(of: Goldtop.self).text
    let program = try CommandDescription.program(Goldtop.self)
    func check(_ command: CommandDescription, _ parent: String) {
      let name = "\(parent) \(command.commandName)"
      for inner in command.commands { check(inner, name) }
      guard command.commands.isEmpty else { return }
      #expect(page.contains("\n.SS \(name)\n"))
      for argument in command.own {
        for flag in argument.names ?? [] {
          #expect(page.contains("\\fB\(ManualPage.escaped(flag.text))\\fR"), "\(name) \(flag.text)")
        }
      }
    }
    for command in program.commands { check(command, "goldtop") }
    #expect(program.commands.count > 10)
    for row in VariableTable.rows { #expect(page.contains("\n.B \(row.name)\n")) }
    for status in ExitStatus.allCases { #expect(page.contains("\n.B \(status.rawValue)\n")) }
  }

  @Test func nothingInTheManualIsARequestByAccident() throws {
    let requests: Set = [".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".I", ".br"]
    let page = try ManualPage(of: Goldtop.self).text
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)")
    }
    #expect(ManualPage.escaped(".x") == "\\&.x")
    #expect(ManualPage.escaped("a\\b-c") == "a\\eb\\-c")
  }

  @Test func theFormatterOfManualsHasNothingToSay() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(try ManualPage(of: Goldtop.self).text, to: "goldtop.1")
    let read = try await run(["groff", "-man", "-ww", "-z", "-Kutf8", "-Tutf8", file])
    #expect(read.end == .exited(0) && read.errors.isEmpty, "\(read.errors)")
  }
}
