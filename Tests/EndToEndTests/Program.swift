import Glibc
import Screen
import TestSupport

/// The program under test: the debug build beside these tests, or `GOLDTOP_BINARY`.
enum Program {
  static let path = inheritedEnvironment()["GOLDTOP_BINARY"] ?? Tmux.builtProduct("goldtop")

  /// Opens the dashboard in a terminal.
  static func open(
    _ arguments: [String],
    size: Size = Size(120, 36),
    environment: [String: String] = [:]
  ) throws -> Tmux {
    try Tmux([path] + arguments, size: size, environment: environment)
  }

  /// Runs a command to its end, with nothing of the machine's environment.
  static func run(
    _ arguments: [String],
    environment: [String: String] = [:]
  ) async throws -> (end: ChildProcess.End, output: String, errors: String) {
    let home = try TemporaryFolder()
    let pinned = [
      "PATH": "/usr/bin:/bin", "HOME": home.path, "LANG": "C.UTF-8", "TZ": "UTC",
      "TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no",
    ]
    return try await TestSupport.run(
      [path] + arguments,
      environment: pinned.merging(environment) { $1 }
    )
  }

  /// A small Prometheus of a test's own, which scrapes every second.
  static func ownServer(hasAlerts: Bool = true) async throws -> RealPrometheus {
    var settings = RealPrometheus.Settings()
    settings.history = .seconds(900)
    settings.scrapeInterval = .seconds(1)
    settings.hasAlerts = hasAlerts
    settings.incident = false
    return try await RealPrometheus(settings)
  }
}
