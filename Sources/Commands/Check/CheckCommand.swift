import ArgumentParser
import Checks
import LocalSource

/// `goldtop check`: what is wrong with a monitoring stack.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong with the monitoring itself, each with its remedy.",
    discussion: """
      Looks at the configured servers and at the --scrape targets: whether targets answer, rules \
      evaluate and alerts can fire, whether somebody is told, whether metrics and log lines are as \
      the dashboard needs them. With --files also at the configuration of a stack: what of it today's \
      servers refuse, ignore or understand otherwise. It only reads. Each finding says what is wrong, where, how bad it \
      is and why it matters; what could not be checked is a list of its own, with the reason.

      Exits 1 if there are findings at or above --fail-on, otherwise 3 if a server did not answer.
      """
  )

  @OptionGroup(title: "Servers") var servers: ServerOptions

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: FileName?

  @Option(
    help: ArgumentHelp(
      "A target whose metrics are read and linted: :8500, host:8500 or a URL. Repeatable.",
      valueName: "target"
    )
  )
  var scrape: [String] = []

  @Option(
    help: ArgumentHelp(
      "An address at which no metrics may be reached, as one from outside. Repeatable.",
      valueName: "url"
    )
  )
  var outside: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      A folder with a stack's configuration: Prometheus, rules, Alertmanager, Loki, Promtail, Alloy, \
      compose files, Grafana's data sources.
      """,
      valueName: "dir"
    )
  )
  var files: FileName?

  @Option(
    help: ArgumentHelp("Grafana: its health, and what it shows to visitors.", valueName: "url")
  )
  var grafana: String?

  @Flag(
    help: """
      Judge the servers as production needs them: TLS, what answers without credentials, admin and \
      lifecycle APIs, versions that are no longer supported.
      """
  )
  var production = false

  @Flag(
    help: """
      Send one test alert through Alertmanager, and see whether somebody is told; needs \
      --allow-write.
      """
  )
  var alert = false

  @Flag(help: "Allow --alert; otherwise goldtop only reads.")
  var allowWrite = false

  @Option(help: "The mildest findings that make it exit 1: note, warning or critical.")
  var failOn = FindingSeverity(.warning)

  @Option(help: "Output format.")
  var output = CheckReport.Format.text

  @Flag(help: "Print with each finding what to paste to mend it.")
  var fixHints = false

  func run() async throws {
    guard !alert || allowWrite else {
      throw CommandEnd(.usage, "--alert sends an alert to Alertmanager: it needs --allow-write")
    }
    var scope = CheckScope()
    scope.targets = try scrape.map(address)
    scope.outside = try outside.map(address)
    scope.grafana = grafana
    scope.folder = try files.map(CheckedFolder.init)
    (scope.isProduction, scope.hasTrial) = (production, alert)
    let run = try CheckRun(
      ConfigurationLoader(
        path: config,
        flags: servers.flags,
        variables: ProcessEnvironment.variables
      ),
      scope
    )
    let outcome = await run.outcome()
    await run.shutdown()
    let report = CheckReport(outcome, failOn: failOn.severity, hasRemedies: fixHints)
    StandardStreams.writeResult(report.text(as: output))
    guard !report.hasFailed else { throw ExitCode(ExitStatus.alarming.rawValue) }
    guard run.unanswered.isEmpty else {
      throw CommandEnd(.unreachable, "not checked: \(run.unanswered.joined(separator: "; "))")
    }
  }

  private func address(_ text: String) throws(CommandEnd) -> ScrapeAddress {
    do throws(ScrapeAddress.Problem) {
      return try ScrapeAddress(text)
    } catch {
      throw CommandEnd(.usage, error.message)
    }
  }
}

/// A severity as an argument.
struct FindingSeverity: ExpressibleByArgument {
  let severity: Finding.Severity

  init(_ severity: Finding.Severity) { self.severity = severity }

  init?(argument: String) {
    guard let severity = Finding.Severity.allCases.first(where: { $0.word == argument }) else {
      return nil
    }
    self.severity = severity
  }

  static let allValueStrings = Finding.Severity.allCases.map(\.word)

  var defaultValueDescription: String { severity.word }
}
