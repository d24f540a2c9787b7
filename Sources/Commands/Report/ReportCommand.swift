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
      services and targets that have gone, targets that were down, error budgets. weekly: slowest endpoints, trends of errors and cost, \
      noisiest alerts, new error patterns, log volumes. monthly: alert tuning, unused metrics, growth of series, \
      retention, versions, days until disks are full, who may do what. What could not be asked is named at the end, with the reason. \
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
    help: ArgumentHelp(
      "Percent of requests that are to succeed; default 99.9, or 'budget.objective'.",
      valueName: "percent"
    )
  )
  var objective: String?

  @Option(
    help: ArgumentHelp(
      "Columns of text output; default those of the terminal, else 100.",
      valueName: "columns"
    )
  )
  var width: Int?

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
    if let width, !Self.widths.contains(width) {
      throw CommandEnd(.usage, "--width '\(width)' must be between 60 and 400")
    }
    let dashboards = try self.dashboards.map { name throws(CommandEnd) in
      try GrafanaExpressions.read(name)
    }
    let environment = RuntimeEnvironment.live()
    let loader = ConfigurationLoader(
      path: config,
      flags: flags,
      variables: ProcessEnvironment.variables
    )
    let settings = try demo ? loader.settingsOrDefaults() : loader.settings()
    let now = environment.now()
    let end = try TimeArgument.stretch(from: nil, to: to, now: now).end ?? now
    let wiring =
      try demo
      ? Wiring.demo(DemoWorld(seed: 7, start: now), settings, environment)
      : Wiring.servers(settings, variables: loader.variables)
    let inquiry = inquiry(wiring, settings, until: end.floored(to: .seconds(60)), now)
    let wish = ReportGathering.Wish(
      kind: kind,
      subject: demo ? "the simulated shop" : Self.subject(settings),
      variables: loader.variables,
      asksServers: !demo,
      dashboards: dashboards
    )
    let gathering = ReportGathering(inquiry: inquiry, settings: settings, wish: wish)
    switch await wiring.working({ await Self.result(of: gathering) }) {
    case .success(let report): try finish(report)
    case .failure(let error):
      throw CommandEnd(.unreachable, error.headline(of: inquiry.name(of: .metrics)))
    }
  }

  /// What puts the questions of so many days up to a moment.
  private func inquiry(
    _ wiring: Wiring,
    _ settings: Settings,
    until end: Timestamp,
    _ now: Timestamp
  ) -> ReportInquiry {
    let calendar = Self.calendar(settings, at: end)
    return ReportInquiry(
      wiring.sources,
      deadline: settings.timeout,
      window: Stretch(from: calendar.moment(end, daysBefore: kind.days), to: end),
      calendar: calendar,
      now: now
    )
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
    case .text: ReportText.text(report, width: width ?? Self.width)
    case .markdown: ReportMarkdown.text(report)
    case .json: JSONText(ReportJSON.value(report), .spread).text + "\n"
    case .html: ReportHTML.text(report)
    }
  }

  /// The columns that can be asked for.
  private static let widths = 60...400

  /// The columns of the terminal, as far as a report is readable in them; 100 where there is none.
  private static var width: Int {
    StandardStreams.terminalColumns.map { min(160, max(widths.lowerBound, $0)) } ?? 100
  }

  /// The flags that were given and are keys of the configuration, by name.
  private var flags: [String: String] {
    var flags = servers.flags
    flags["objective"] = objective.map { $0.hasSuffix("%") ? $0 : "\($0)%" }
    return flags
  }

  /// The clocks of the settings; a document has no use for ages.
  private static func calendar(_ settings: Settings, at moment: Timestamp) -> ReportCalendar {
    settings.timeDisplay == .utc
      ? .utc : ReportCalendar(TimeZones.local(), named: TimeZones.localName(at: moment))
  }

  /// The server, with the selector where there is one.
  private static func subject(_ settings: Settings) -> String {
    let selector = settings.selector.map(\.promQL).joined(separator: ",")
    let parts = [settings.environment, settings.prometheus?.url, selector.isEmpty ? nil : selector]
    return parts.compactMap(\.self).joined(separator: ", ")
  }
}

extension ReportDocument.Kind: ExpressibleByArgument {}
