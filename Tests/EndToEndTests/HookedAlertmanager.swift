import TestSupport

/// Debian's Alertmanager that tells a web hook of everything at once.
enum HookedAlertmanager {
  /// Runs a body with one that is stopped afterwards.
  ///
  /// - Parameters:
  ///   - status: What the web hook answers.
  ///   - body: The test, which is given the port and the base URL.
  /// - Throws: What starting it or the body throws.
  static func run(
    answering status: Int,
    _ body: (_ port: Int, _ url: String) async throws -> Void
  ) async throws {
    try await FakeServer.run(handler: { _ in .text("", status: status) }) { hook in
      let folder = try TemporaryFolder()
      let port = try Loopback.freePort()
      let file = try folder.write(
        """
        route: {receiver: hook, group_by: [alertname], group_wait: 0s, group_interval: 1s}
        receivers: [{name: hook, webhook_configs: [{url: "\(hook.url)"}]}]

        """,
        to: "alertmanager.yml"
      )
      let process = try ChildProcess([
        "prometheus-alertmanager", "--config.file=\(file)",
        "--storage.path=\(folder.file("data"))", "--web.listen-address=127.0.0.1:\(port)",
        "--cluster.listen-address=", "--log.level=warn",
      ])
      _ = try await eventually("an Alertmanager that is ready", last: { process.errors }) {
        (try? askPlainly(port: port, path: "/-/ready").status) == 200 ? true : nil
      }
      try await body(port, "http://127.0.0.1:\(port)")
      await process.stop()
    }
  }
}
