package import Telemetry

/// What is to be done to the silences of an Alertmanager.
package enum SilenceOrder: Hashable, Sendable {
  /// Makes a silence, or changes the one of an ID.
  case set(SilenceContent, changing: String?)
  /// Ends the one of an ID.
  case expire(String)
}

/// What came of an order.
package struct SilenceOutcome: Hashable, Sendable {
  /// The order.
  package var order: SilenceOrder
  /// When the answer was complete, by the local clock.
  package var at: Timestamp
  /// The ID of the silence that was set or ended, or why that did not come about.
  package var result: Result<String, SourceError>

  package init(
    _ order: SilenceOrder,
    at moment: Timestamp,
    _ result: Result<String, SourceError>
  ) {
    self.order = order
    at = moment
    self.result = result
  }

  /// What came of it, for people.
  var words: String {
    let verb =
      switch order {
      case .set(_, nil): "created"
      case .set: "changed"
      case .expire: "expired"
      }
    switch result {
    case .success(let id): return "silence \(id) \(verb)"
    // Nobody knows whether the server has done it.
    case .failure(.timedOut(let limit)):
      return "no answer within \(limit.prometheusText): see whether the silence was \(verb)"
    case .failure(.unreachable(let reason)):
      return "silence perhaps not \(verb): \(reason)"
    case .failure(let error): return "silence not \(verb): \(error.headline)"
    }
  }
}
