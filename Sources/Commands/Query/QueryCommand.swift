import ArgumentParser
import LocalSource
import Telemetry

/// `goldtop query`: one PromQL expression.
struct QueryCommand: AsyncParsableCommand {
  /// The forms of a result.
  enum Output: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
    case chart
  }

  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Evaluate a PromQL expression, instant or over a range.",
    discussion: """
      Queries the configured Prometheus, or evaluates the expression itself on a file of metrics \
      with timestamps. Exits 2 if the expression is invalid, 1 if it cannot be evaluated, 3 if the \
      server does not answer.
      """
  )

  @Argument(help: ArgumentHelp("The PromQL expression.", valueName: "expr"))
  var expression: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Evaluation time: RFC 3339, epoch seconds, or -1h.", valueName: "time")
  )
  var time: String?

  @Option(help: ArgumentHelp("Length of the range, up to now.", valueName: "duration"))
  var range: String?

  @Option(help: ArgumentHelp("Step between the points of a range.", valueName: "duration"))
  var step: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Start of the range.", valueName: "time"))
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End of the range; default now.", valueName: "time")
  )
  var to: String?

  @Option(help: "Output format: table, json, csv or chart.")
  var output = Output.table

  @Option(
    help: ArgumentHelp(
      "A file in OpenMetrics or text format, with timestamps; now is the newest of them.",
      valueName: "file"
    )
  )
  var metricsFile: FileName?

  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: FileName?

  @OptionGroup var server: MetricsServerOptions

  func run() async throws {
    let source = try await source()
    let result: Answer<QueryValue>
    do {
      let span = try QuerySpan(
        time: time,
        range: range,
        step: step,
        from: from,
        to: to,
        now: source.now
      )
      guard output != .chart || span.isRange else {
        throw CommandEnd(.usage, "--output chart needs --range, or --from and --to")
      }
      result = try await source.evaluate(expression, over: span)
    } catch {
      await source.shutdown()
      throw error
    }
    await source.shutdown()
    for remark in result.warnings + result.infos { StandardStreams.complain(remark) }
    if result.value.isEmpty, output != .json { StandardStreams.complain("no data") }
    StandardStreams.writeResult(text(of: result.value, at: source.now))
  }

  private func source() async throws -> QuerySource {
    if let metricsFile {
      guard server.flags.isEmpty else {
        throw CommandEnd(.usage, "use either --metrics-file or a server")
      }
      return try QuerySource(file: metricsFile)
    }
    let loader = ConfigurationLoader(
      path: config,
      flags: server.flags,
      variables: ProcessEnvironment.variables
    )
    return try QuerySource(loader.settings(), variables: loader.variables)
  }

  private func text(of value: QueryValue, at now: Timestamp) -> String {
    switch output {
    case .table: QueryTable.text(value)
    case .json: JSONText(QueryJSON.value(value, at: now)).text + "\n"
    case .csv: QueryCSV.text(value)
    case .chart: QueryChart.text(value)
    }
  }
}
