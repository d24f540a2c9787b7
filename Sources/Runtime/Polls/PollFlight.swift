import Dashboard
import Signals
import Telemetry

/// A request under way, with all that its answer needs.
struct PollFlight: Sendable {
  var poll: Poll
  /// Set for ranges.
  var ask: WindowCache.Ask?
  /// The server's clock, as far as it was known.
  var clock: ServerClock
  /// By the server's clock.
  var askedAt: Timestamp
  var sentAt: Duration
  /// The number of the request.
  var request = 0
  /// The polls in it.
  var company = 1

  /// Whether all of the answer is known already.
  var isKnown: Bool { ask.map { $0.span == nil } ?? false }

  /// The request as debug logs show it.
  var line: String {
    let who = "\(poll.id.text) \(poll.server.rawValue)"
    if case .instant(let expression, let time) = poll.question {
      return who + " instant" + (time.map { " at=\(DebugLog.stamp($0))" } ?? "")
        + " expr='\(expression)'"
    }
    if case .labelValues(let search) = poll.question {
      return who + " values of='\(search.label)' match='\(search.selectors.joined(separator: " "))'"
    }
    guard case .range(let window) = poll.question else { return who }
    let span = ask?.span.map {
      " start=\(DebugLog.stamp($0.start)) end=\(DebugLog.stamp($0.end))"
    }
    return who + " range" + (span ?? "") + " step=\(window.step.prometheusText)"
      + " expr='\(window.expression)'"
  }
}

/// A request under way.
struct PollRequest: Sendable {
  let task: Task<Void, Never>
  /// The polls that still wait for it.
  var waiting: Set<PollSchedule.Token>
}
