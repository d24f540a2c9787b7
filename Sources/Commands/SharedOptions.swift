import ArgumentParser
import LocalSource
import Screen
import Telemetry

/// The flags that the commands on servers share.
struct SharedOptions: ParsableArguments {
  @OptionGroup(title: "Servers") var servers: ServerOptions
  @OptionGroup(title: "Dashboard") var display: DisplayOptions

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] { servers.flags.merging(display.flags) { $1 } }
}

/// The flags that say which metrics server is asked.
struct MetricsServerOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The environment of the configuration.", valueName: "name"))
  var env: String?

  @Option(
    help: ArgumentHelp("The metrics server: Prometheus or what speaks its API.", valueName: "url")
  )
  var prometheus: String?

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] { ["env": env, "prometheus": prometheus].compactMapValues { $0 } }
}

/// The flags that say which servers are asked, and for what.
struct ServerOptions: ParsableArguments {
  @OptionGroup var metrics: MetricsServerOptions

  @Option(help: ArgumentHelp("Alertmanager, which knows silences.", valueName: "url"))
  var alertmanager: String?

  @Option(help: ArgumentHelp("The log server: Loki or what speaks its API.", valueName: "url"))
  var loki: String?

  @Option(
    help: ArgumentHelp("Matchers for every query, as 'job=\"backend\"'.", valueName: "matchers")
  )
  var selector: String?

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] {
    ["alertmanager": alertmanager, "loki": loki, "selector": selector]
      .compactMapValues { $0 }
      .merging(metrics.flags) { $1 }
  }
}

/// The flags that say what a dashboard shows and how, wherever its data come from.
struct DisplayOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: FileName?

  @Option(help: ArgumentHelp("How often servers are asked: 1s to 5m.", valueName: "duration"))
  var refresh: String?

  @Option(help: ArgumentHelp("One of \(TimeRange.words).", valueName: "duration"))
  var range: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A moment that the past to show reaches back to: RFC 3339, epoch seconds, or -1h; the range is the next one that holds it.",
      valueName: "time"
    )
  )
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Its end; without it, now.", valueName: "time")
  )
  var to: String?

  @Option(help: ArgumentHelp("One of \(ThemeName.words).", valueName: "name"))
  var theme: String?

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Flag(help: "Use no colours.")
  var noColor = false

  @Option(help: ArgumentHelp("Write every request and state change to a file.", valueName: "file"))
  var debugLog: FileName?

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] {
    var flags = ["refresh": refresh, "range": range, "theme": theme].compactMapValues { $0 }
    if ascii { flags["ascii"] = "" }
    if noColor { flags["no-color"] = "" }
    return flags
  }
}
