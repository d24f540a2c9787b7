import Glibc
import TestSupport
import Testing

/// The servers of the tests for people and scripts to try goldtop on; see `.ci/servers`.
///
/// It runs only where `GOLDTOP_SERVE` names a folder. There it writes the file `servers` with a name
/// and a URL a line, and goes on until that file is removed. While a file `incident` is there, the
/// shop has one.
@Suite struct ServersOnRequest {
  private static let environment = inheritedEnvironment()

  @Test(.enabled(if: environment["GOLDTOP_SERVE"] != nil)) func serversRunUntilDismissed()
    async throws
  {
    let folder = try #require(Self.environment["GOLDTOP_SERVE"])
    let hours = Self.environment["GOLDTOP_SERVE_HOURS"].flatMap { Int($0) } ?? 6
    let alertmanager = try await RealAlertmanager()
    let nodeExporter = try await RealNodeExporter()
    var settings = RealPrometheus.Settings()
    settings.history = .seconds(hours * 3600)
    settings.alertmanagerPort = alertmanager.port
    settings.nodeExporterPort = nodeExporter.port
    let prometheus = try await RealPrometheus(settings)
    let victoriaMetrics = try await RealVictoriaMetrics(settings)
    let list = """
      prometheus \(prometheus.url)
      alertmanager \(alertmanager.url)
      victoriametrics \(victoriaMetrics.url)
      exporter http://127.0.0.1:\(prometheus.exporter.port)/metrics

      """
    let file = "\(folder)/servers"
    try #require(write(list, to: file))
    var hasIncident = false
    _ = try await eventually("end", within: .seconds(7 * 86_400), every: .milliseconds(500)) {
      let wantsIncident = access("\(folder)/incident", F_OK) == 0
      if wantsIncident != hasIncident {
        for exporter in [prometheus.exporter, victoriaMetrics.exporter] {
          if wantsIncident { exporter.beginIncident() } else { exporter.endIncident() }
        }
        hasIncident = wantsIncident
      }
      return access(file, F_OK) == 0 ? nil : true
    }
  }

  /// Writes the whole text before the name appears.
  private func write(_ text: String, to path: String) -> Bool {
    guard let stream = fopen("\(path).new", "w") else { return false }
    fputs(text, stream)
    fclose(stream)
    return rename("\(path).new", path) == 0
  }
}
