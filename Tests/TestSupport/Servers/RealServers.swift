import Glibc

/// The real servers that all suites of a test run share; each starts when it is first asked for
/// and lives as long as the process.
///
/// A test that stops, freezes or changes a server starts one of its own, with little history.
package actor RealServers {
  /// The one of this process.
  package static let shared = RealServers()

  private var prometheusStart: Task<RealPrometheus, any Error>?
  private var prometheus3Start: Task<RealPrometheus, any Error>?
  private var victoriaMetricsStart: Task<RealVictoriaMetrics, any Error>?
  private var alertmanagerStart: Task<RealAlertmanager, any Error>?

  /// Prometheus with six hours of history, an incident in it, and the shared Alertmanager.
  package func prometheus() async throws -> RealPrometheus {
    if let prometheusStart { return try await prometheusStart.value }
    let start = Task {
      var settings = RealPrometheus.Settings()
      settings.alertmanagerPort = try await self.alertmanager().port
      return try await RealPrometheus(settings)
    }
    prometheusStart = start
    return try await start.value
  }

  /// A Prometheus 3 with six hours of history.
  ///
  /// - Parameter binary: The path of the program.
  /// - Returns: The server.
  /// - Throws: What starting it throws.
  package func prometheus3(_ binary: String) async throws -> RealPrometheus {
    if let prometheus3Start { return try await prometheus3Start.value }
    let start = Task {
      var settings = RealPrometheus.Settings()
      settings.binary = binary
      return try await RealPrometheus(settings)
    }
    prometheus3Start = start
    return try await start.value
  }

  /// VictoriaMetrics with the same six hours.
  package func victoriaMetrics() async throws -> RealVictoriaMetrics {
    if let victoriaMetricsStart { return try await victoriaMetricsStart.value }
    let start = Task { try await RealVictoriaMetrics() }
    victoriaMetricsStart = start
    return try await start.value
  }

  /// Alertmanager, which gets the alerts of the shared Prometheus.
  package func alertmanager() async throws -> RealAlertmanager {
    if let alertmanagerStart { return try await alertmanagerStart.value }
    let start = Task { try await RealAlertmanager() }
    alertmanagerStart = start
    return try await start.value
  }
}

/// A moment, in seconds since 1970, as RFC 3339 in UTC.
package func rfc3339(_ seconds: Int) -> String {
  var moment = time_t(seconds)
  var parts = tm()
  gmtime_r(&moment, &parts)
  var buffer = [CChar](repeating: 0, count: 32)
  let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
  return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
