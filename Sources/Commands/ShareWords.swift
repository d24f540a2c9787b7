import LocalSource
import Telemetry

/// The words of a command that opens the same dashboard elsewhere: which servers and which configuration,
/// not where in it one is.
struct ShareWords {
  private(set) var words: [String]

  /// Begins with the command.
  ///
  /// - Parameters:
  ///   - display: Its flags.
  ///   - command: The subcommand; `nil` for the usual one.
  init(_ display: DisplayOptions, command: String? = nil) {
    words = ["goldtop"] + [command].compactMap(\.self)
    if let config = display.config { add("--config", config.description) }
  }

  /// Adds a flag that was given.
  mutating func add(_ flag: String, _ value: String?) {
    guard let value else { return }
    words += [flag, ShellWord(value).text]
  }

  /// With the flags of the servers, whose addresses have no credentials.
  func with(_ servers: ServerOptions) -> ShareWords {
    var all = self
    all.add("--env", servers.metrics.env)
    all.add("--prometheus", servers.metrics.prometheus)
    all.add("--alertmanager", servers.alertmanager)
    all.add("--loki", servers.loki)
    return all
  }
}
