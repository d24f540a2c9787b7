import Telemetry

/// What a snapshot says of the service, for an exit code.
package enum SnapshotVerdict: Hashable, Sendable {
  /// Nothing is critical and nothing fires.
  case fine
  /// A signal is critical, or an alert fires and is not kept quiet.
  case alarming
  /// No metrics server answered.
  case unanswered

  /// Judges a dashboard.
  package init(_ model: Model) {
    if model.health[.prometheus]?.lastSuccess == nil {
      self = .unanswered
    } else if !model.alertBoard.firing.isEmpty
      || model.panels.contains(where: { model.content(of: $0).severity == .critical })
    {
      self = .alarming
    } else {
      self = .fine
    }
  }
}
