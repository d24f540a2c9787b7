import ArgumentParser
import Dashboard
import Logs
import Signals
import Telemetry

/// The flags that say what a dashboard starts with.
struct ViewOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "View to start with: overview, services, requests, alerts, logs, or a panel's name.",
      valueName: "name"
    ),
    completion: ShellWords.views
  )
  var view: String?

  @Option(
    help: ArgumentHelp(
      "Endpoint to look at: its route, with a method in front or without.",
      valueName: "endpoint"
    )
  )
  var endpoint: String?

  @Option(help: ArgumentHelp("Request to look at, by its correlation ID.", valueName: "id"))
  var id: String?

  @Option(
    help: ArgumentHelp("Filter for log lines, or for the rows of the view.", valueName: "filter")
  )
  var filter: String?

  /// Whether nothing says what to start with.
  var isEmpty: Bool { view == nil && endpoint == nil && id == nil && filter == nil }

  /// What to start with.
  ///
  /// - Returns: The values of the flags.
  /// - Throws: A usage error for one that cannot be read.
  func opening() throws(CommandEnd) -> Opening {
    var opening = Opening()
    opening.view = view
    opening.endpoint = endpoint.map { Endpoint(name: $0) }
    opening.filter = filter ?? ""
    if let id {
      guard let request = CorrelationID(id) else {
        throw CommandEnd(.usage, "--id '\(id)' is not a correlation ID")
      }
      opening.request = request
    }
    let isOfLines = opening.name == ViewID.logs.name
    if isOfLines, let problem = LogFilter.problem(in: opening.filter) {
      throw CommandEnd(.usage, "--filter '\(opening.filter)': \(problem)")
    }
    return opening
  }

  /// Sees that there is a view of that name with these settings.
  ///
  /// - Parameters:
  ///   - settings: The dashboard's.
  ///   - lines: What to set up for log lines, with its flag.
  /// - Returns: What to start with.
  /// - Throws: A usage error that names the views that there are, or says what cannot be read.
  func checked(
    _ settings: DashboardSettings,
    lines: String = "a log server: set --loki"
  ) throws(CommandEnd) -> Opening {
    let opening = try opening()
    let name = opening.name
    let catalog = ViewCatalog.standard
    let names = catalog.destinations(settings).map(\.name)
    guard !names.contains(name) else { return opening }
    if name == ViewID.logs.name {
      let flag = view != nil ? "--view logs" : id != nil ? "--id" : "--filter"
      throw CommandEnd(.usage, "\(flag) needs \(lines)")
    }
    let near = NearestName.of(name, among: names).map { ", did you mean '\($0)'?" } ?? ""
    throw CommandEnd(
      .usage,
      "unknown view '\(name)'\(near); views: \(names.joined(separator: ", "))"
    )
  }
}
