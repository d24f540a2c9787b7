import ArgumentParser
import DashboardConfig
import Demo
import LocalSource
import Reports
import Runtime
import Telemetry

/// `goldtop report`: what happened in a day, a week or a month.
struct ReportCommand: AsyncParsableCommand {
  /// The forms of a report.
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case text
    case markdown
    case json
    case html
  }

  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report on a day, a week or a month: alerts, signals, budgets, targets, capacity.",
    discussion: """
      daily: alerts that fire and since when, what fired and was resolved, hours unlike those of the last weeks, \
      targets that were down, error budgets. weekly: slowest endpoints, trends of errors and cost, \
      noisiest alerts, new error patterns, log volumes. monthly: alert tuning, unused metrics, growth of series, \
      retention, versions, days until disks are full. What could not be asked is named at the end, with the reason. \
      Exits 0, 1 where --fail-on asks for it, 2 for wrong usage, 3 if a server fails.
      """
  )

  @Argument(help: "daily, weekly or monthly.")
  var kind: ReportDocument.Kind

  @Option(help: "Output format: text, markdown, json or html.")
  var output = Output.text

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End of the window; default now.", valueName: "time")
  )
  var to: String?

  @Option(
    help: ArgumentHelp("Percent of requests that are to succeed.", valueName: "percent")
  )
  var objective = 99.9

  @Option(
    help: ArgumentHelp(
      "End with 1 if a headline is as bad as this: warning or critical.",
      valueName: "severity"
    )
  )
  var failOn: FailOn?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Dashboards of Grafana whose metrics count as used, for monthly.",
      valueName: "file"
    )
  )
  var dashboards: [FileName] = []

  @Flag(help: "Report on the simulated shop of 'goldtop demo', which remembers six hours.")
  var demo = false

  @OptionGroup(title: "Servers") var servers: ServerOptions

  @Option(help: ArgumentHelp("Configuration file.", valueName: "file"))
  var config: FileName?

  /// What makes a report end with 1.
  enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case warning
    case critical

    var severity: Severity { self == .warning ? .warning : .critical }
  }

  @MainActor
  func run() async throws {
    guard objective > 0, objective < 100 else {
      throw CommandEnd(.usage, "--objective '\(objective)' must be between 0 and 100")
    }
    let dashboards = try self.dashboards.map { name throws(CommandEnd) in
      try GrafanaExpressions.read(name)
    }
    let environment = RuntimeEnvironment.live()
    let loader = ConfigurationLoader(
      path: config,
      flags: servers.flags,
      variables: ProcessEnvironment.variables
    )
    let settings = try demo ? loader.settingsOrDefaults() : loader.settings()
    let now = environment.now()
    let end = try TimeArgument.stretch(from: nil, to: to, now: now).end ?? now
    let wiring =
      try demo
      ? Wiring.demo(DemoWorld(seed: 7, start: now), settings, environment)
      : Wiring.servers(settings, variables: loader.variables)
    let window = Stretch(from: end - kind.length, to: end).wholeMinutes
    let inquiry = ReportInquiry(wiring.sources, deadline: settings.timeout, window: window)
    let wish = ReportGathering.Wish(
      kind: kind,
      subject: demo ? "the simulated shop" : Self.subject(settings),
      objective: objective / 100,
      isCurrent: now - window.end < .seconds(120),
      dashboards: dashboards
    )
    let gathering = ReportGathering(inquiry: inquiry, settings: settings, wish: wish)
    let result = await wiring.working { await Self.result(of: gathering) }
    switch result {
    case .success(let report): try finish(report)
    case .failure(let error): throw CommandEnd(.unreachable, error.headline)
    }
  }

  @MainActor
  private static func result(
    of gathering: ReportGathering
  ) async -> Result<ReportDocument, SourceError> {
    do throws(SourceError) {
      return .success(try await gathering.report())
    } catch {
      return .failure(error)
    }
  }

  /// Prints the report, and ends as it says.
  private func finish(_ report: ReportDocument) throws {
    StandardStreams.writeResult(text(of: report))
    if let failOn, report.severity >= failOn.severity {
      throw ExitCode(ExitStatus.alarming.rawValue)
    }
    let failures = report.gaps.filter(\.isFailure)
    guard !failures.isEmpty else { return }
    for gap in failures { StandardStreams.complain("goldtop: \(gap.what): \(gap.reason)") }
    throw ExitCode(ExitStatus.unreachable.rawValue)
  }

  private func text(of report: ReportDocument) -> String {
    switch output {
    case .text: ReportText.text(report)
    case .markdown: ReportMarkdown.text(report)
    case .json: JSONText(ReportJSON.value(report), .spread).text + "\n"
    case .html: ReportHTML.text(report)
    }
  }

  /// The server, with the selector where there is one.
  private static func subject(_ settings: Settings) -> String {
    let selector = settings.selector.map(\.promQL).joined(separator: ",")
    let parts = [settings.environment, settings.prometheus?.url, selector.isEmpty ? nil : selector]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension ReportDocument.Kind: ExpressibleByArgument {}

extension Stretch {
  /// The same length up to the last whole minute.
  fileprivate var wholeMinutes: Stretch {
    let end = end.floored(to: .seconds(60))
    return Stretch(from: end - length, to: end)
  }
}
