import ArgumentParser

/// `goldtop watch`: the dashboard.
struct WatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "The dashboard (the default)."
  )

  @OptionGroup var shared: SharedOptions
  @OptionGroup(title: "Dashboard") var opening: ViewOption

  @MainActor
  func run() async throws {
    try await DashboardStart(shared).show(opening)
  }
}
