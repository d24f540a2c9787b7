import ArgumentParser
import Dashboard
import DashboardConfig
import LocalSource
import Logs
import Runtime
import Telemetry

/// `goldtop local`: the dashboard on services that goldtop scrapes itself.
struct LocalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "local",
    abstract: "The dashboard on /metrics and log files, without Prometheus and Loki.",
    discussion: """
      Scrapes the --scrape targets and keeps six hours in memory. Without --scrape it sends one \
      GET /metrics to each port that listens on loopback, except to those of servers known not to \
      speak HTTP (SSH, PostgreSQL, MySQL, Redis…): at most 256 ports, 3 s and 4 MiB each. It \
      prints the ports that it scrapes, and why not the others; D lists them too.

      With --logs and nothing to scrape it opens the log view. With --logs - you can pipe a \
      service into it, and keys still come from the terminal: \
      myapp 2>&1 | goldtop local --scrape :8500 --logs -

      Everything is in memory: after a restart, series and the 'for' of alerts start over.
      """
  )

  @Option(
    help: ArgumentHelp(
      "A target: :8500, host:8500 or a URL, optionally with its job, NAME=URL. Repeatable.",
      valueName: "target"
    )
  )
  var scrape: [String] = []

  @Option(help: ArgumentHelp("Scrape interval: 1s to 5m.", valueName: "duration"))
  var interval = "5s"

  @Option(
    help: ArgumentHelp(
      "A log file or glob; - for standard input. Repeatable.",
      valueName: "file"
    )
  )
  var logs: [FileName] = []

  @Option(
    help: ArgumentHelp(
      "A Prometheus rule file instead of the default alert rules.",
      valueName: "file"
    )
  )
  var rules: FileName?

  @OptionGroup(title: "Dashboard") var opening: ViewOption
  @OptionGroup(title: "Dashboard") var display: DisplayOptions

  @MainActor
  func run() async throws {
    let (settings, book) = (try scrapeSettings(), try ruleFile())
    let report = try await search()
    let targets = try report?.found.map(\.address) ?? namedTargets()
    let input = try logs.contains("-") ? StandardInput.takenForLogs() : 0
    var start = try DashboardStart(display, flags: display.flags) {
      configuration,
      environment throws(CommandEnd) in
      let engine = Self.engine(book, environment)
      let drive: EngineDrive
      do throws(SourceError) {
        drive = try EngineDrive(engine, targets: targets, settings: settings, now: environment.now)
      } catch {
        throw CommandEnd(.usage, error.headline)
      }
      let warm = WarmEngine(engine)
      let source = try logSource(input, configuration, environment)
      var wiring = Wiring(
        sources: PollSources(metrics: warm, logs: source),
        limits: .engine(requests: configuration.concurrency, timeout: configuration.timeout)
      )
      wiring.work = {
        async let warming: Void = warm.warmUp(environment)
        await drive.run()
        await warming
      }
      return wiring
    }
    adjust(&start, targets, report)
    start.missingLines = "log files: set --logs"
    var opening = opening
    if targets.isEmpty, opening.isEmpty { opening.view = ViewID.logs.name }
    try await start.show(opening)
  }

  /// Shows the engine, the targets and the logs in the dashboard.
  @MainActor
  private func adjust(
    _ start: inout DashboardStart,
    _ targets: [ScrapeAddress],
    _ report: LoopbackSearch.Report?
  ) {
    let (jobs, logName) = (Set(targets.map(\.job)).sorted(), logName)
    let hasTargets = !targets.isEmpty
    let (lines, notices) = (
      report?.lines ?? [], hasTargets ? [report?.summary].compactMap { $0 } : []
    )
    var words = ShareWords(display, command: "local")
    for target in scrape { words.add("--scrape", target) }
    for file in logs { words.add("--logs", file.description) }
    if let rules { words.add("--rules", rules.description) }
    start.adjust { [words = words.words] settings in
      settings.commandWords = words
      settings.takesSelector = false
      settings.service = jobs.count == 1 ? jobs[0] : ""
      settings.environment = settings.service == "local" ? "" : "local"
      settings.servers = [.prometheus]
      settings.metricsName = "engine"
      settings.hasTargets = hasTargets
      // A service that starts with the dashboard shows its metrics seconds later.
      settings.inventoryInterval = .seconds(1)
      settings.logs.source = logName
      settings.logs.readsLogQL = false
      settings.notices += notices
      settings.searchLines = lines
    }
  }

  /// Name of the logs in the title bar; empty for none.
  private var logName: String { logs.isEmpty ? "" : logs == ["-"] ? "stdin" : "files" }

  private func logSource(
    _ standardInput: Int32,
    _ configuration: Settings,
    _ environment: RuntimeEnvironment
  ) throws(CommandEnd) -> (any LogSource)? {
    guard !logs.isEmpty else { return nil }
    return LogFileSource(
      logs,
      scanner: LineScanner(LogFieldTable(replacing: configuration.logs.fields)),
      zones: try LogZones(configuration.logs),
      standardInput: standardInput,
      clock: ContinuousClock(),
      now: environment.now
    )
  }

  private static func engine(_ file: RuleFile, _ environment: RuntimeEnvironment) -> LocalEngine {
    let store = SeriesStore()
    return LocalEngine(
      store: store,
      rules: RuleBook(file.groups, store: store),
      now: environment.now
    )
  }

  /// The targets of `--scrape`.
  private func namedTargets() throws(CommandEnd) -> [ScrapeAddress] {
    try scrape.map { text throws(CommandEnd) in
      do throws(ScrapeAddress.Problem) {
        return try ScrapeAddress(text)
      } catch {
        throw CommandEnd(.usage, "--scrape \(error.message)")
      }
    }
  }

  /// What loopback has, where no target is named.
  private func search() async throws(CommandEnd) -> LoopbackSearch.Report? {
    guard scrape.isEmpty else { return nil }
    let report: LoopbackSearch.Report
    do throws(LocalFileProblem) {
      report = try await LoopbackSearch().run()
    } catch {
      throw CommandEnd(.usage, "\(error.message): set --scrape URL")
    }
    if report.found.isEmpty, logs.isEmpty { throw CommandEnd(.usage, report.failure) }
    for line in report.lines { StandardStreams.complain("goldtop: \(line)") }
    return report
  }

  private func scrapeSettings() throws(CommandEnd) -> ScrapeSettings {
    guard let interval = Duration(prometheusText: interval),
      (.seconds(1)...(.seconds(300))).contains(interval)
    else {
      throw CommandEnd(.usage, "--interval '\(interval)' must be between 1s and 5m")
    }
    var settings = ScrapeSettings()
    settings.interval = interval
    settings.timeout = min(interval, .seconds(10))
    return settings
  }

  private func ruleFile() throws(CommandEnd) -> RuleFile {
    do {
      guard let rules else { return try RuleFile.defaults() }
      let file = try LocalFile(rules)
      let parsed = try RuleFile(yaml: String(decoding: file.bytes, as: UTF8.self))
      for remark in parsed.remarks {
        StandardStreams.complain("goldtop: \(rules):\(remark.message)")
      }
      return parsed
    } catch let problem as LocalFileProblem {
      throw CommandEnd(.usage, problem.message)
    } catch let problems as RuleProblems {
      let lines = problems.problems.map { "\(rules ?? "rules"):\($0.message)" }
      throw CommandEnd(.usage, lines.joined(separator: "\n"))
    } catch {
      throw CommandEnd(.bug, "\(error)")
    }
  }
}
