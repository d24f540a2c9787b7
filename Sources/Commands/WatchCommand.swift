import ArgumentParser

/// `goldtop watch`: the dashboard.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "The dashboard (the default)."
  )

  @OptionGroup var shared: SharedOptions
  @OptionGroup(title: "Dashboard") var opening: ViewOption
  @Flag(help: "Allow changes: silences of Alertmanager; otherwise goldtop only reads.")
  var allowWrite = false

  @MainActor
  func run() async throws {
    var start = try DashboardStart(shared)
    if allowWrite { start.allowWriting() }
    try await start.show(opening)
  }
}
