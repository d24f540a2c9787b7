import Telemetry

/// Verdict of a snapshot, for an exit code.
package enum SnapshotVerdict: Hashable, Sendable {
  /// Nothing is critical and nothing fires.
  case fine
  /// A signal is critical, or an alert fires and is not kept quiet; a part may have no answer beside
  /// it.
  case alarming
  /// Part of the view has no answer: the server gave none, a panel's questions failed or are still
  /// open, a panel has no data although the service has its metrics, one of traffic, errors and latency
  /// has none, or there are values for no panel at all.
  case unanswered

  /// Judges what a dashboard shows.
  ///
  /// - Parameters:
  ///   - scene: The dashboard.
  ///   - severity: The worst of what is not a panel.
  ///   - lack: Why what is not a panel has no answer; `nil` where it has one.
  init(_ scene: Scene, severity: Severity?, lack: String?) {
    let isCritical =
      severity == .critical
      || scene.contents(of: scene.askedPanels).contains { $0.severity == .critical }
    if !scene.world.alertBoard.firing.isEmpty || isCritical {
      self = .alarming
    } else if Self.reason(scene, lack: lack) != nil {
      self = .unanswered
    } else {
      self = .fine
    }
  }

  /// Why something on screen has no answer, in words that begin with who gave none; `nil` where all
  /// has one.
  static func reason(_ scene: Scene, lack own: String?) -> String? {
    if let lack = own ?? lackOfMetrics(scene) {
      // Where the server itself is at fault, its words say more than those of one question.
      if case .down(let error)? = scene.world.health[.prometheus]?.state {
        return "Prometheus: \(error.headline)"
      }
      return "Prometheus: \(lack)"
    }
    if let lack = lackOfSuppressions(scene) { return "Alertmanager: \(lack)" }
    let ofLoki = scene.contents(of: scene.askedPanels).filter { $0.language == "LogQL" }
    if let lack = lack(in: ofLoki) { return "Loki: \(lack)" }
    guard scene.showsLogs, let lack = lack(in: scene.world.logs.state) else { return nil }
    return "\(scene.settings.logs.source): \(lack)"
  }

  private static func lackOfMetrics(_ scene: Scene) -> String? {
    if scene.place.view == .alerts, let lack = lackOfAlerts(scene) { return lack }
    let contents = scene.contents(of: scene.askedPanels)
    if let lack = lack(in: contents.filter { $0.language != "LogQL" }) { return lack }
    if scene.place.view == .overview, let lack = lackOfAlerts(scene) { return lack }
    if scene.world.health[.prometheus]?.lastSuccess == nil { return "no answer in time" }
    let isEmpty = !contents.isEmpty && contents.allSatisfy { $0.state.isWithoutValue }
    return isEmpty ? "no panel has data" : nil
  }

  private static func lackOfAlerts(_ scene: Scene) -> String? {
    let state = scene.world.state(of: .alerts)
    // A server without rules of its own may have no alerts to ask for.
    if case .failed(.http(404, _, _), _) = state, scene.place.view == .overview { return nil }
    return lack(in: state).map { "alerts: \($0)" }
  }

  /// Why the first of some panels without an answer has none; `nil` where all have one.
  private static func lack(in contents: [PanelContent]) -> String? {
    for content in contents {
      if let lack = lack(in: content.state) ?? lack(of: content) {
        return "\(content.title): \(lack)"
      }
    }
    return nil
  }

  /// Why a panel has no data that there should be: not what the service has nothing of.
  private static func lack(of content: PanelContent) -> String? {
    guard case .missing(let what) = content.state, !content.isUnprovided else { return nil }
    return content.advice.isEmpty ? what : "\(what): \(content.advice)"
  }

  /// Why silences of the alerts on screen are unknown.
  private static func lackOfSuppressions(_ scene: Scene) -> String? {
    guard scene.settings.servers.contains(.alertmanager),
      scene.place.view == .overview || scene.place.view == .alerts
    else { return nil }
    return lack(in: scene.world.state(of: .suppressions))
  }

  private static func lack(in state: ReadingState) -> String? {
    switch state {
    case .failed(let error, _): error.headline
    case .waiting: "no answer in time"
    case .fresh, .stale, .missing: nil
    }
  }
}

extension Scene {
  /// Whether log lines are on screen.
  fileprivate var showsLogs: Bool {
    settings.logs.isPresent && (place.view == .overview || place.view.isOfLines)
  }
}

extension ReadingState {
  /// Whether no value is held, not even an old one.
  fileprivate var isWithoutValue: Bool {
    switch self {
    case .waiting, .missing: true
    case .fresh, .stale, .failed: false
    }
  }
}
