import ArgumentParser
import Signals
import Stack
import Telemetry

/// `goldtop export`: what goldtop shows, for other programs.
struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export the overview to other programs.",
    subcommands: [Grafana.self]
  )

  /// `goldtop export grafana`.
  struct Grafana: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "grafana",
      abstract: "Print the overview as a dashboard for Grafana.",
      discussion: """
        The panels have the signals and the PromQL of goldtop's own, for the metrics of one profile. \
        `goldtop discover` says which profile a service has.
        """
    )

    @Option(
      help: ArgumentHelp("The profile whose metrics are queried.", valueName: "name"),
      completion: ShellWords.profiles
    )
    var profile = MetricProfile.prometheusClient.name

    @Option(
      help: ArgumentHelp(
        "The UID of the Prometheus data source; without it the dashboard has a variable.",
        valueName: "uid"
      )
    )
    var datasource: String?

    @Flag(help: "Leave out the log lines, which need Loki.")
    var noLogs = false

    func run() async throws {
      guard let row = MetricProfile.all.first(where: { $0.name == profile }) else {
        let near = NearestName.of(profile, among: MetricProfile.all.map(\.name))
        let advice = near.map { ", did you mean '\($0)'?" } ?? ""
        throw CommandEnd(.usage, "no profile '\(profile)'\(advice)")
      }
      let dashboard = GrafanaDashboard(
        profile: row,
        dataSource: datasource,
        hasLogs: !noLogs,
        version: Goldtop.version
      )
      StandardStreams.writeResult(dashboard.text)
    }
  }
}
