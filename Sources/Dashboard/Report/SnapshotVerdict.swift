import Telemetry

/// What a snapshot says of the service, for an exit code.
package enum SnapshotVerdict: Hashable, Sendable {
  /// Nothing is critical and nothing fires.
  case fine
  /// A signal is critical, or an alert fires and is not kept quiet.
  case alarming
  /// What is asked for has no answer: the server gave none, a panel's questions failed or are still
  /// open, or there are values for no panel at all.
  case unanswered

  /// Judges a dashboard.
  package init(_ model: Model) {
    let contents = model.panels.map { model.content(of: $0) }
    if !model.alertBoard.firing.isEmpty || contents.contains(where: { $0.severity == .critical }) {
      self = .alarming
    } else if model.health[.prometheus]?.lastSuccess == nil
      || contents.contains(where: { Self.failure(of: $0) != nil || $0.state == .waiting })
      || contents.allSatisfy({ $0.state.isWithoutValue })
    {
      self = .unanswered
    } else {
      self = .fine
    }
  }

  /// Why a dashboard has no answer, in words: of the server, else of the first panel that failed.
  package static func reason(_ model: Model) -> String {
    if case .down(let error)? = model.health[.prometheus]?.state { return error.headline }
    for panel in model.panels {
      let content = model.content(of: panel)
      if let error = failure(of: content) { return "\(content.title): \(error.headline)" }
    }
    if let waiting = model.panels.map({ model.content(of: $0) }).first(where: {
      $0.state == .waiting
    }) {
      return "\(waiting.title): no answer in time"
    }
    return "no panel has data"
  }

  private static func failure(of content: PanelContent) -> SourceError? {
    guard case .failed(let error, _) = content.state else { return nil }
    return error
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
