import Glibc
import Synchronization

/// The Prometheus that is found in `PATH`, with history that a test wrote, and nothing that it
/// scrapes.
///
/// That is Debian's 2.42 as a rule; any later version will do.
package final class BackfilledPrometheus: Sendable {
  /// Its port.
  package let port: Int
  /// The first number of its version, 2 or 3.
  package let majorVersion: Int

  private let folder: TemporaryFolder
  private let process: Mutex<ChildProcess?>

  /// Builds blocks from the history, starts the server and waits until it is ready.
  ///
  /// - Parameter openMetrics: OpenMetrics text with a timestamp at each sample, `# EOF` last.
  /// - Throws: What starting a process or waiting throws.
  package init(openMetrics: [UInt8]) async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let file = try folder.write(openMetrics, to: "history.om")
    let built = try await run(
      ["promtool", "tsdb", "create-blocks-from", "openmetrics", file, folder.file("data")])
    guard built.end == .exited(0) else {
      throw NotInTime(description: "promtool failed: \(built.errors)")
    }
    unlink(file)
    try folder.write("global: {evaluation_interval: 1m}\n", to: "prometheus.yml")
    let child = try ChildProcess([
      "prometheus", "--config.file=\(folder.file("prometheus.yml"))",
      "--storage.tsdb.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
      "--storage.tsdb.retention.time=100y", "--log.level=warn",
      "--enable-feature=promql-negative-offset,promql-at-modifier,"
        + "promql-experimental-functions",
    ])
    process = Mutex(child)
    let port = port
    _ = try await eventually("ready Prometheus on port \(port)", last: { child.errors }) {
      if child.ended != nil { throw NotInTime(description: "server ended: \(child.errors)") }
      return (try? askPlainly(port: port, path: "/-/ready").status) == 200 ? true : nil
    }
    let build = try askPlainly(port: port, path: "/api/v1/status/buildinfo").body
    let version = build.split(separator: "\"version\":\"").dropFirst().first ?? ""
    majorVersion = version.prefix { $0.isNumber }.reduce(0) { $0 * 10 + ($1.wholeNumberValue ?? 0) }
  }

  /// What it answers to a form that is posted, as JSON text.
  ///
  /// - Parameters:
  ///   - path: `/api/v1/query` or `/api/v1/query_range`.
  ///   - fields: The fields of the form, not encoded.
  /// - Returns: The body, whatever the status.
  /// - Throws: `SystemFailure` where there is no answer.
  package func answer(_ path: String, _ fields: [(name: String, value: String)]) throws -> String {
    let form = fields.map { "\($0.name)=\(percentEncoded($0.value))" }.joined(separator: "&")
    return try askPlainly(
      "POST",
      port: port,
      path: path,
      body: (type: "application/x-www-form-urlencoded", bytes: Array(form.utf8))
    ).body
  }

  /// Stops it by SIGTERM.
  package func stop() async {
    let child = process.withLock { process in
      defer { process = nil }
      return process
    }
    await child?.stop()
  }
}
