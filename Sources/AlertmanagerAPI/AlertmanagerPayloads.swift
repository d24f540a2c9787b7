package import Telemetry

/// The status of an Alertmanager.
package struct AlertmanagerStatus: Hashable, Sendable {
  /// The version, such as `0.25.0`; empty if unknown.
  package var version: String
  /// `ready`, `settling` or `disabled`.
  package var cluster: String
  /// How many members the cluster has, this one included; 0 without a cluster.
  package var peers: Int
  /// Since when it runs.
  package var startedAt: Timestamp?
}

/// One element of `/api/v2/alerts`.
struct AlertPayload: Decodable, Sendable {
  struct Status: Decodable, Sendable {
    var state: String
    var silencedBy: [String]?
    var inhibitedBy: [String]?
    /// Mute time intervals, told since 0.28.
    var mutedBy: [String]?
  }

  var labels: [String: String]
  var annotations: [String: String]?
  var startsAt: String?
  var status: Status

  var alert: Alert {
    Alert(
      labels: LabelSet(labels),
      annotations: annotations ?? [:],
      state: state,
      activeAt: startsAt.flatMap(Timestamp.init(rfc3339:))
    )
  }

  private var state: Alert.State {
    guard status.state == "suppressed" else { return .firing }
    let isInhibited = status.inhibitedBy?.isEmpty == false
    // An alert that is muted by a time interval is kept quiet by people, as a silenced one is.
    let isSilenced =
      status.silencedBy?.isEmpty == false || status.mutedBy?.isEmpty == false || !isInhibited
    return .suppressed(silenced: isSilenced, inhibited: isInhibited)
  }
}

/// The answer of `/api/v2/status`; the configuration in it is not read.
struct StatusPayload: Decodable, Sendable {
  struct Version: Decodable, Sendable {
    var version: String?
  }

  struct Peer: Decodable, Sendable {
    var name: String?
  }

  struct Cluster: Decodable, Sendable {
    var status: String?
    var peers: [Peer]?
  }

  var versionInfo: Version?
  var cluster: Cluster?
  var uptime: String?

  var status: AlertmanagerStatus {
    AlertmanagerStatus(
      version: versionInfo?.version ?? "",
      cluster: cluster?.status ?? "",
      peers: cluster?.peers?.count ?? 0,
      startedAt: uptime.flatMap(Timestamp.init(rfc3339:))
    )
  }
}
