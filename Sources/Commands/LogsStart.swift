import ArgumentParser
import DashboardConfig
import HTTPTransport
import LocalSource
import Logs
import LokiAPI
import Runtime
import Telemetry

/// The connected source of the lines that `goldtop logs` prints.
struct LogsStart {
  let source: any LogSource
  let isColored: Bool
  /// The names of fields, with those that the configuration replaces.
  let table: LogFieldTable
  /// The most that a request may take.
  let timeout: Duration
  private let loki: LokiClient?

  /// Host and port of the server; `nil` where files are read.
  var server: String? { loki?.transport.base.authority }

  /// Finds the source: files where some are named, else the Loki of the configuration.
  init(_ command: LogsCommand) throws(CommandEnd) {
    let variables = ProcessEnvironment.variables
    var flags = ["env": command.env, "loki": command.loki].compactMapValues { $0 }
    if command.noColor { flags["no-color"] = "" }
    let loader = ConfigurationLoader(path: command.config, flags: flags, variables: variables)
    let settings = try loader.settings()
    timeout = settings.timeout
    isColored = settings.color != .never
    table = LogFieldTable(replacing: settings.logs.fields)
    guard command.options.file.isEmpty else {
      loki = nil
      source = LogFileSource(
        command.options.file,
        scanner: LineScanner(table),
        zones: try LogZones(settings.logs),
        includesUnfinished: !command.options.follow,
        clock: ContinuousClock(),
        now: RuntimeEnvironment.live().now
      )
      return
    }
    guard let address = settings.loki else {
      throw CommandEnd(
        .usage,
        "no log server: set --loki URL or LOKI_ADDR, or read files with --file"
      )
    }
    do throws(SourceError) {
      var settings = settings
      if let tail = command.tail { settings.logs.tail = tail }
      let client = try Wiring.loki(address, settings, variables)
      loki = client
      source = client
    } catch {
      throw CommandEnd(.usage, error.headline)
    }
  }

  /// Closes all connections.
  func shutdown() async {
    await loki?.shutdown()
  }
}

extension TailWay: ExpressibleByArgument {}
