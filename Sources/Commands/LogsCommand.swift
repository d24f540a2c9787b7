import ArgumentParser
import DashboardConfig
import LocalSource
import Logs
import Runtime
import Telemetry

/// `goldtop logs`: log lines on standard output.
struct LogsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "Print log lines from Loki, files or a pipe.",
    discussion: """
      Lines are sorted by time, without duplicates. Exits 0, 1 if no line matches, 3 if the server \
      cannot be reached or refuses.
      """
  )

  @OptionGroup var options: LogsOptions

  @Option(help: ArgumentHelp("The log server: Loki, or a server with its API.", valueName: "url"))
  var loki: String?

  @Option(help: "text, json (one object per line) or raw (the line as sent).")
  var output = LogLineForm.text

  @Option(help: "How new lines are fetched from Loki: \(TailWay.words).")
  var tail: TailWay?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: FileName?

  @Option(help: ArgumentHelp("The environment to use from the configuration.", valueName: "name"))
  var env: String?

  @Flag(help: "Draw without colours.")
  var noColor = false

  func validate() throws {
    if let limit = options.limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    if options.explain != nil, !options.file.isEmpty {
      throw ValidationError("--explain already names a file: remove --file")
    }
    if !options.file.isEmpty {
      if loki != nil { throw ValidationError("use either --file or --loki") }
      if options.query != nil { throw ValidationError("--query needs Loki: remove --file") }
    }
    if options.follow, options.to != nil {
      throw ValidationError("use either --follow or --to")
    }
  }

  func run() async throws {
    let environment = RuntimeEnvironment.live()
    let now = environment.now()
    if let path = options.explain { return try await explain(path) }
    let query = try options.logQuery()
    let search = try LogsSearch(options, now: now)
    let start = try LogsStart(self)
    // The filter was read once already.
    guard let matcher = try? LogMatcher(query.filter) else { return }
    let isPipe = options.file.allSatisfy { $0 == "-" } && !options.file.isEmpty
    let printer = printer(start, matcher)
    var run = LogsRun(
      asker: LogsPages(
        start.source,
        pause: { try await environment.sleep(environment.elapsed() + $0) },
        complain: { printer.complain($0) }
      ),
      query: query,
      search: search,
      printer: printer,
      limit: options.limit,
      isFollowing: options.follow || isPipe,
      isPipe: isPipe,
      isStretchNamed: options.since != nil || options.from != nil || options.id != nil,
      now: now,
      deadline: start.timeout
    )
    let result = await Self.result(of: &run)
    await start.shutdown()
    printer.endProgress()
    if case .failure(let error) = result, !printer.isClosed { throw Self.end(error, start) }
    guard printer.printed == 0, !printer.isClosed else { return }
    StandardStreams.complain("goldtop: no lines")
    throw ExitCode(ExitStatus.alarming.rawValue)
  }

  /// Says of the newest lines of a file what is recognised in them.
  private func explain(_ path: FileName) async throws {
    var command = self
    command.options.file = [path]
    let start = try LogsStart(command)
    let query = LogPageQuery(
      LogQuery(),
      from: Timestamp(nanoseconds: .min),
      to: Timestamp(nanoseconds: .max),
      limit: options.limit ?? LogsExplanation.sample,
      deadline: .seconds(10)
    )
    do throws(SourceError) {
      let page = try await start.source.page(query).value
      let explanation = LogsExplanation(page.entries, notes: page.notes, table: start.table)
      StandardStreams.writeResult(explanation.text)
    } catch {
      throw Self.end(error, start)
    }
  }

  private func printer(_ start: LogsStart, _ matcher: LogMatcher) -> LogsPrinter {
    let text = LogLineText(
      output,
      isForTerminal: StandardStreams.isTerminal,
      isColored: StandardStreams.isTerminal && start.isColored,
      table: start.table
    )
    return LogsPrinter(text, matcher: matcher)
  }

  private static func result(of run: inout LogsRun) async -> Result<Void, SourceError> {
    do throws(SourceError) {
      try await run.run()
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  private static func end(_ error: SourceError, _ start: LogsStart) -> CommandEnd {
    if case .misconfigured = error { return CommandEnd(.usage, error.headline) }
    let words = start.server.map { error.headline(of: $0) } ?? error.headline
    return CommandEnd(.unreachable, words)
  }
}
