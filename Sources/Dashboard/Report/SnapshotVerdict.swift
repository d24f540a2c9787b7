import Telemetry

/// What a snapshot says of the service, for an exit code.
package enum SnapshotVerdict: Hashable, Sendable {
  /// Nothing is critical and nothing fires.
  case fine
  /// A signal is critical, or an alert fires and is not kept quiet; a part may have no answer beside
  /// it.
  case alarming
  /// What is asked for has no answer: the server gave none, a panel's questions failed or are still
  /// open, or there are values for no panel at all.
  case unanswered

  /// Judges what a dashboard shows.
  package init(_ model: Model) {
    let isCritical = model.askedPanels.contains { model.content(of: $0).severity == .critical }
    if !model.alertBoard.firing.isEmpty || isCritical {
      self = .alarming
    } else if Self.reason(model) != nil {
      self = .unanswered
    } else {
      self = .fine
    }
  }

  /// Why something on screen has no answer, in words that begin with who gave none; `nil` where all
  /// has one.
  package static func reason(_ model: Model) -> String? {
    if let lack = lackOfMetrics(model) {
      // Where the server itself is at fault, its words say more than those of one question.
      if case .down(let error)? = model.health[.prometheus]?.state {
        return "Prometheus: \(error.headline)"
      }
      return "Prometheus: \(lack)"
    }
    if let lack = lackOfSuppressions(model) { return "Alertmanager: \(lack)" }
    guard model.showsLogs, let lack = lack(in: model.logState) else { return nil }
    return "\(model.settings.logs.source): \(lack)"
  }

  private static func lackOfMetrics(_ model: Model) -> String? {
    if model.fullScreen == Model.alertsID, let lack = lackOfAlerts(model) { return lack }
    let contents = model.askedPanels.map { model.content(of: $0) }
    for content in contents {
      if let lack = lack(in: content.state) { return "\(content.title): \(lack)" }
    }
    if model.fullScreen == nil, let lack = lackOfAlerts(model) { return lack }
    if model.health[.prometheus]?.lastSuccess == nil { return "no answer in time" }
    let isEmpty = !contents.isEmpty && contents.allSatisfy { $0.state.isWithoutValue }
    return isEmpty ? "no panel has data" : nil
  }

  private static func lackOfAlerts(_ model: Model) -> String? {
    let state = model.readings[.alerts]?.state(at: model.now) ?? .waiting
    // A server without rules of its own may have no alerts to ask for.
    if case .failed(.http(404, _, _), _) = state, model.fullScreen == nil { return nil }
    return lack(in: state).map { "alerts: \($0)" }
  }

  /// What an Alertmanager does not say of alerts that are on screen.
  private static func lackOfSuppressions(_ model: Model) -> String? {
    guard model.settings.servers.contains(.alertmanager),
      model.fullScreen == nil || model.fullScreen == Model.alertsID
    else { return nil }
    return lack(in: model.readings[.suppressions]?.state(at: model.now) ?? .waiting)
  }

  private static func lack(in state: ReadingState) -> String? {
    switch state {
    case .failed(let error, _): error.headline
    case .waiting: "no answer in time"
    case .fresh, .stale, .missing: nil
    }
  }
}

extension Model {
  /// Whether log lines are on screen.
  fileprivate var showsLogs: Bool {
    settings.logs.isPresent && (fullScreen == nil || isInLogs)
  }

  /// What is known of the log lines of the plan in force.
  var logState: ReadingState {
    if let failure = logs.failure { return .failed(failure, age: nil) }
    guard !logs.isOutdated else { return .waiting }
    return logs.lines.count == 0 ? .missing("no lines") : .fresh
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
