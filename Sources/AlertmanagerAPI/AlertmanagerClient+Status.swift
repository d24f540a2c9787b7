package import Telemetry

extension AlertmanagerClient {
  /// What the server says of itself and its cluster.
  ///
  /// - Parameter deadline: The most that the caller waits.
  /// - Returns: Its status, with the cost of the answer.
  /// - Throws: `SourceError`.
  @concurrent
  package func status(
    deadline: Duration
  ) async throws(SourceError) -> Answer<AlertmanagerStatus> {
    let (payload, receipt): (StatusPayload, Receipt) = try await get("/api/v2/status", deadline)
    return Answer(payload.status, receipt: receipt)
  }
}

/// The answer of `/api/v2/status`.
private struct StatusPayload: Decodable, Sendable {
  struct Cluster: Decodable, Sendable {
    var status: String
    /// Left out where there is no cluster.
    var peers: [Peer]?
  }

  struct Peer: Decodable, Sendable {
    var address: String
  }

  struct Configuration: Decodable, Sendable {
    var original: String
  }

  struct Version: Decodable, Sendable {
    var version: String
  }

  var cluster: Cluster
  var config: Configuration
  var versionInfo: Version

  var status: AlertmanagerStatus {
    AlertmanagerStatus(
      version: versionInfo.version,
      configuration: config.original,
      cluster: cluster.status,
      peers: (cluster.peers ?? []).map(\.address)
    )
  }
}
