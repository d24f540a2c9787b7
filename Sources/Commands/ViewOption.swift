import ArgumentParser
import Dashboard
import Telemetry

/// The flag that says which view a dashboard starts with.
struct ViewOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "View to start with: overview, alerts, logs, or a panel's name.",
      valueName: "name"
    )
  )
  var view: String?

  /// The view's name: the one given, else the overview's.
  var name: String { view ?? ViewID.overview.name }

  /// Sees that there is a view of that name with these settings.
  ///
  /// - Parameters:
  ///   - settings: The dashboard's.
  ///   - lines: What to set up for log lines, with its flag.
  /// - Throws: A usage error that names the views that there are.
  func check(
    _ settings: DashboardSettings,
    lines: String = "a log server: set --loki"
  ) throws(CommandEnd) {
    let catalog = ViewCatalog.standard
    let names = catalog.destinations(settings).map(\.name)
    guard !names.contains(name) else { return }
    if name == ViewID.logs.name {
      throw CommandEnd(.usage, "--view logs needs \(lines)")
    }
    let near = NearestName.of(name, among: names).map { ", did you mean '\($0)'?" } ?? ""
    throw CommandEnd(
      .usage,
      "unknown view '\(name)'\(near); views: \(names.joined(separator: ", "))"
    )
  }
}
