import Logs

/// A log line before it is written.
struct ShopLogRecord {
  /// The event.
  enum Event {
    case request(ShopEndpoint, took: Int64, ShopOutcome)
    case slowQuery(ShopQuery, took: Int64)
    case call(ShopCall, took: Int64, timedOut: Bool)
    case miss(ShopCache)
    case answer(ModelAnswer)
    case retry(Int, pause: Int64)
  }

  /// Microseconds since the epoch.
  var moment: Int64
  /// When its journey began, in microseconds since the epoch.
  var begin: Int64
  /// The ID of its journey.
  var mark: UInt64
  /// Its place among the records of its journey.
  var step: Int
  /// The event.
  var event: Event

  /// The service that writes the line.
  var service: ShopService {
    switch event {
    case .request(let endpoint, _, _): endpoint.service
    case .slowQuery(let query, _): query.service
    case .call(let call, _, _): call.service
    case .miss(let cache): cache.service
    case .answer: .assistant
    case .retry: .checkout
    }
  }

  /// How severe it is; an error is what its endpoint counts as one, and nothing else.
  var level: LogLevel {
    switch event {
    case .request(_, _, let outcome):
      outcome.isError ? .error : outcome == .refused ? .warning : .info
    case .slowQuery, .retry: .warning
    case .call(_, let took, let timedOut): timedOut || took > 1_500_000 ? .warning : .info
    case .miss: .debug
    case .answer: .info
    }
  }

  /// The ID that all lines of the journey carry.
  var correlation: JourneyID { JourneyID(milliseconds: begin / 1000, mark: mark) }
}
