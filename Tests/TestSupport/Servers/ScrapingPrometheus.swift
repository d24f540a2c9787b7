/// Debian's Prometheus with an empty store, scraping what a test names.
package final class ScrapingPrometheus: Sendable {
  /// Its port.
  package let port: Int
  private let folder: TemporaryFolder
  private let process: ChildProcess

  /// Starts it and waits until it is ready; its targets may come later.
  ///
  /// - Parameters:
  ///   - jobs: The name and the port on loopback of each target.
  ///   - interval: The seconds from one scrape to the next, which is the most that one may take.
  /// - Throws: What starting a process or waiting throws.
  package init(_ jobs: [(name: String, port: Int)], every interval: Int = 1) async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let targets = jobs.map { job in
      """
      - job_name: \(job.name)
        static_configs: [{targets: ["127.0.0.1:\(job.port)"]}]

      """
    }
    try folder.write(
      "global: {scrape_interval: \(interval)s, scrape_timeout: \(interval)s}\nscrape_configs:\n"
        + targets.joined(),
      to: "prometheus.yml"
    )
    process = try ChildProcess([
      "prometheus", "--config.file=\(folder.file("prometheus.yml"))",
      "--storage.tsdb.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
      "--log.level=warn",
    ])
    try await waitUntilReady(process, port: port, path: "/-/ready")
  }
}
