package import ArgumentParser
import CProcess
import DashboardConfig
import Glibc
import Telemetry
import Terminal

/// The program: its subcommands, and how it ends.
package struct Goldtop: AsyncParsableCommand {
  /// The version, which files that goldtop writes name too.
  static let version = "0.1.0"

  /// The program's name, subcommands and version.
  package static let configuration = CommandConfiguration(
    commandName: "goldtop",
    abstract:
      "Golden signals in the terminal, from Prometheus and Loki or straight from the service.",
    version: "goldtop \(version) (\(String(cString: goldtop_commit())))",
    subcommands: [
      WatchCommand.self, DemoCommand.self, LocalCommand.self, QueryCommand.self, LogsCommand.self,
      DiscoverCommand.self, CheckCommand.self, SnapshotCommand.self, ReportCommand.self,
      InitCommand.self, ExportCommand.self, ImportCommand.self, ConfigCommand.self,
      CompletionsCommand.self, ManualCommand.self,
    ],
    defaultSubcommand: WatchCommand.self
  )

  /// Required by the parser.
  package init() {}

  /// Runs the program with the arguments of the process on the main thread, and ends it.
  package static func runAndExit() -> Never {
    // Before anything else opens a file, such as the main queue: it would take a closed stream's place.
    StandardStreams.occupy()
    goldtop_share_heaps()
    // Its making takes as long as parsing the arguments, and can be done beside it.
    Task.detached { _ = ConfigTable.keys }
    Task { @MainActor in
      end(await run(ProcessEnvironment.arguments))
    }
    goldtop_serve_main_queue()
  }

  /// Ends the process at once; no output is buffered.
  ///
  /// `exit` would tear down globals that other threads may still use.
  static func end(_ status: Int32) -> Never {
    _exit(status)
  }

  /// Runs the program with its arguments and returns the status to end with.
  @MainActor
  package static func run(_ arguments: [String]) async -> Int32 {
    TerminalRescue.guardProcess()
    do {
      try checkCommand(arguments.first ?? "")
      var command = try parseAsRoot(QueryArguments.arranged(arguments))
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      return ExitStatus.fine.rawValue
    } catch let end as CommandEnd {
      let lines = end.message.split(separator: "\n", omittingEmptySubsequences: false)
      for line in lines { StandardStreams.complain("goldtop: \(line)") }
      return end.status.rawValue
    } catch let code as ExitCode {
      return code.rawValue
    } catch {
      return report(error)
    }
  }

  /// Rejects an unknown command, which the parser would take for an argument of `watch`.
  private static func checkCommand(_ word: String) throws(CommandEnd) {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard !word.isEmpty, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    let near = NearestName.of(word, among: names).map { ", did you mean '\($0)'?" } ?? ""
    throw CommandEnd(
      .usage,
      "unknown command '\(word)'\(near); commands: \(names.joined(separator: ", "))"
    )
  }

  /// Help and version go to standard output, all else is wrong usage.
  private static func report(_ error: any Error) -> Int32 {
    let text = fullMessage(for: error)
    guard exitCode(for: error) != .success else {
      StandardStreams.write(text + "\n")
      return ExitStatus.fine.rawValue
    }
    StandardStreams.complain(text)
    return ExitStatus.usage.rawValue
  }
}
