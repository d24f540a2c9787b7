/// A real Loki in one process, with an empty store, on a free port of the loopback.
package final class RealLoki: Sendable {
  /// Its port.
  package let port: Int
  /// Its base URL.
  package var url: String { "http://127.0.0.1:\(port)" }
  private let folder: TemporaryFolder
  private let process: ChildProcess

  /// The path of the binary that tests may start; `nil` where none is named.
  package static var binary: String? {
    inheritedEnvironment()["GOLDTOP_TEST_LOKI"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Starts it and waits until it answers.
  ///
  /// - Parameter binary: The path of the binary.
  /// - Throws: What starting a process or waiting throws.
  package init(_ binary: String) async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let grpc = try Loopback.freePort()
    let data = folder.file("data")
    let file = try folder.write(
      """
      auth_enabled: false
      server:
        http_listen_address: 127.0.0.1
        http_listen_port: \(port)
        grpc_listen_address: 127.0.0.1
        grpc_listen_port: \(grpc)
        log_level: error
      common:
        instance_addr: 127.0.0.1
        path_prefix: \(data)
        replication_factor: 1
        ring: {kvstore: {store: inmemory}}
        storage:
          filesystem: {chunks_directory: \(data)/chunks, rules_directory: \(data)/rules}
      schema_config:
        configs:
        - from: 2024-01-01
          store: tsdb
          object_store: filesystem
          schema: v13
          index: {prefix: index_, period: 24h}
      limits_config:
        allow_structured_metadata: true
        max_entries_limit_per_query: 100
      analytics: {reporting_enabled: false}

      """,
      to: "loki.yml"
    )
    process = try ChildProcess([binary, "-config.file=\(file)"])
    // Queries are answered long before it calls itself ready.
    try await waitUntilReady(process, port: port, path: "/loki/api/v1/labels")
  }

  /// Takes lines in.
  ///
  /// - Parameter lines: Not older than a few hours.
  /// - Throws: `SystemFailure` where there is no answer, `NotInTime` where it is refused.
  package func push(_ lines: [FakeLokiLine]) throws {
    let streams = Dictionary(grouping: lines, by: \.labels).map { labels, lines in
      let values = lines.map { line in
        "[\"\(line.nanoseconds)\",\(FakeJSON.text(line.text)),\(FakeJSON.object(line.metadata))]"
      }
      return "{\"stream\":\(FakeJSON.object(labels)),\"values\":[\(values.joined(separator: ","))]}"
    }
    let answer = try askPlainly(
      "POST",
      port: port,
      path: "/loki/api/v1/push",
      body: ("application/json", Array("{\"streams\":[\(streams.joined(separator: ","))]}".utf8))
    )
    guard answer.status == 204 else {
      throw NotInTime(description: "push refused: \(answer.status) \(answer.body)")
    }
  }
}
