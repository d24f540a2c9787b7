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
    abstract: "One PromQL expression, at a moment or over a range.",
    discussion: """
      Asks the configured Prometheus, or evaluates the expression itself on a file of metrics with \
      their history. Ends with 2 where the expression cannot be read, with 1 where it cannot be \
      evaluated, with 3 where the server gives no answer.
      """
  )

  @Argument(help: ArgumentHelp("The PromQL expression.", valueName: "expr"))
  var expression: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The moment: RFC 3339, epoch seconds, or -1h.", valueName: "time")
  )
  var time: String?

  @Option(help: ArgumentHelp("Evaluate over so long a range.", valueName: "duration"))
  var range: String?

  @Option(help: ArgumentHelp("The distance of the points of a range.", valueName: "duration"))
  var step: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("The start of a range.", valueName: "time"))
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The end of a range; without it, now.", valueName: "time")
  )
  var to: String?

  @Option(help: "table, json, csv or chart.")
  var output = Output.table

  @Option(
    help: ArgumentHelp(
      "A file in OpenMetrics or the text format, with timestamps; now is its newest one.",
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
        throw CommandEnd(.usage, "--output chart needs a range: give --range, or --from and --to")
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
        throw CommandEnd(.usage, "--metrics-file is read instead of a server: leave one out")
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
