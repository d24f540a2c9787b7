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
  @Option(
    help: ArgumentHelp("The environment to use from the configuration.", valueName: "name"),
    completion: ShellWords.environments
  )
  var env: String?

  @Option(
    help: ArgumentHelp(
      "The metrics server: Prometheus, or a server with its API.",
      valueName: "url"
    )
  )
  var prometheus: String?

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] { ["env": env, "prometheus": prometheus].compactMapValues { $0 } }
}

/// The flags that say which servers are asked, and for what.
struct ServerOptions: ParsableArguments {
  @OptionGroup var metrics: MetricsServerOptions

  @Option(help: ArgumentHelp("Alertmanager, for silences and inhibitions.", valueName: "url"))
  var alertmanager: String?

  @Option(help: ArgumentHelp("The log server: Loki, or a server with its API.", valueName: "url"))
  var loki: String?

  @Option(
    help: ArgumentHelp(
      "Matchers for every query, such as 'job=\"backend\"'.",
      valueName: "matchers"
    )
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

  @Option(help: ArgumentHelp("Refresh interval: 1s to 5m.", valueName: "duration"))
  var refresh: String?

  @Option(
    help: ArgumentHelp("Time range of the charts: \(TimeRange.words).", valueName: "duration")
  )
  var range: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Start of the range: RFC 3339, epoch seconds, or -1h; rounded up to the next range.",
      valueName: "time"
    )
  )
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End of the range; default now.", valueName: "time")
  )
  var to: String?

  @Option(
    help: ArgumentHelp("Colour theme: \(ThemeName.words).", valueName: "name"),
    completion: ShellWords.themes
  )
  var theme: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Draw without colours.")
  var noColor = false

  @Option(help: ArgumentHelp("Log every request and state change to a file.", valueName: "file"))
  var debugLog: FileName?

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] {
    var flags = ["refresh": refresh, "range": range, "theme": theme].compactMapValues { $0 }
    if ascii { flags["ascii"] = "" }
    if noColor { flags["no-color"] = "" }
    return flags
  }
}
