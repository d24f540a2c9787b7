import ArgumentParser

/// The flags that the commands share.
struct SharedOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
  var config: String?

  @Option(help: ArgumentHelp("The environment of the configuration.", valueName: "name"))
  var env: String?

  @Option(
    help: ArgumentHelp("The metrics server: Prometheus or what speaks its API.", valueName: "url")
  )
  var prometheus: String?

  @Option(help: ArgumentHelp("Alertmanager, which knows silences.", valueName: "url"))
  var alertmanager: String?

  @Option(help: ArgumentHelp("The log server: Loki or what speaks its API.", valueName: "url"))
  var loki: String?

  @Option(
    help: ArgumentHelp("Matchers for every query, as 'job=\"backend\"'.", valueName: "matchers")
  )
  var selector: String?

  @Option(help: ArgumentHelp("How often servers are asked: 1s to 5m.", valueName: "duration"))
  var refresh: String?

  @Option(help: ArgumentHelp("5m, 15m, 1h, 6h, 24h or 7d.", valueName: "duration"))
  var range: String?

  @Option(
    help: ArgumentHelp(
      "The start of the past to show: RFC 3339, epoch seconds, or -1h.",
      valueName: "time"
    )
  )
  var from: String?

  @Option(help: ArgumentHelp("Its end; without it, now.", valueName: "time"))
  var to: String?

  @Option(help: ArgumentHelp("dark, light, high-contrast or mono.", valueName: "name"))
  var theme: String?

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Flag(help: "Use no colours.")
  var noColor = false

  @Option(help: ArgumentHelp("Write every request and state change to a file.", valueName: "file"))
  var debugLog: String?

  /// The flags that were given and are keys of the configuration, by name.
  var flags: [String: String] {
    var flags = [
      "env": env, "prometheus": prometheus, "alertmanager": alertmanager, "loki": loki,
      "selector": selector,
      "refresh": refresh, "range": range, "theme": theme,
    ].compactMapValues { $0 }
    if ascii { flags["ascii"] = "" }
    if noColor { flags["no-color"] = "" }
    return flags
  }
}
