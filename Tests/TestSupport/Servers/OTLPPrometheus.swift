/// A real Prometheus 3 with an empty store that takes what is pushed over OTLP, on a free port of the
/// loopback.
package final class OTLPPrometheus: Sendable {
  /// How it makes names of those of OpenTelemetry.
  package enum Strategy: String, Sendable, CaseIterable {
    case underscoresWithSuffixes = "UnderscoreEscapingWithSuffixes"
    case underscores = "UnderscoreEscapingWithoutSuffixes"
    case dotsWithSuffixes = "NoUTF8EscapingWithSuffixes"
    case none = "NoTranslation"
  }

  /// Its port.
  package let port: Int
  /// Its base URL.
  package var url: String { "http://127.0.0.1:\(port)" }
  private let folder: TemporaryFolder
  private let process: ChildProcess

  /// The path of the binary that tests may start; `nil` where none is named.
  package static var binary: String? {
    inheritedEnvironment()["GOLDTOP_TEST_PROMETHEUS3"].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Starts it and waits until it is ready.
  ///
  /// - Parameters:
  ///   - binary: The path of the binary.
  ///   - strategy: How it makes names.
  /// - Throws: What starting a process or waiting throws.
  package init(_ binary: String, _ strategy: Strategy) async throws {
    folder = try TemporaryFolder()
    port = try Loopback.freePort()
    let file = try folder.write(
      "otlp: {translation_strategy: \(strategy.rawValue)}\n",
      to: "prometheus.yml"
    )
    process = try ChildProcess([
      binary, "--config.file=\(file)", "--storage.tsdb.path=\(folder.file("data"))",
      "--web.listen-address=127.0.0.1:\(port)", "--web.enable-otlp-receiver", "--log.level=warn",
    ])
    try await waitUntilReady(process, port: port, path: "/-/ready")
  }
}
