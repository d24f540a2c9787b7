import ArgumentParser

/// `goldtop manual`: the manual page, from the same source as `--help`.
struct ManualCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page.",
    discussion: "Read it with: goldtop manual | man -l -"
  )

  func run() async throws { StandardStreams.write(try ManualPage(of: Goldtop.self).text) }
}
