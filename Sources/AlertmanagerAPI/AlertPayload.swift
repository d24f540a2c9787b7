import Telemetry

/// One element of `/api/v2/alerts`.
struct AlertPayload: Decodable, Sendable {
  struct Status: Decodable, Sendable {
    var state: String
    var silencedBy: [String]?
    var inhibitedBy: [String]?
    /// Mute time intervals, told since 0.28.
    var mutedBy: [String]?
  }

  struct Receiver: Decodable, Sendable {
    var name: String
  }

  var labels: [String: String]
  var annotations: [String: String]?
  var startsAt: String?
  var fingerprint: String?
  var receivers: [Receiver]?
  var status: Status

  var alert: Alert {
    var alert = Alert(
      labels: LabelSet(labels),
      annotations: annotations ?? [:],
      state: state,
      activeAt: startsAt.flatMap(Timestamp.init(rfc3339:))
    )
    alert.receivers = (receivers ?? []).map(\.name)
    alert.fingerprint = fingerprint ?? ""
    alert.silencedBy = status.silencedBy ?? []
    alert.inhibitedBy = status.inhibitedBy ?? []
    return alert
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
