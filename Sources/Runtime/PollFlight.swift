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

  /// The request as debug logs show it.
  var line: String {
    let who = "\(poll.id.text) \(poll.server.rawValue)"
    switch poll.question {
    case .instant(let expression, let time):
      return who + " instant" + (time.map { " at=\(DebugLog.stamp($0))" } ?? "")
        + " expr='\(expression)'"
    case .range(let window):
      let span = ask?.span.map {
        " start=\(DebugLog.stamp($0.start)) end=\(DebugLog.stamp($0.end))"
      }
      return who + " range" + (span ?? "") + " step=\(window.step.prometheusText)"
        + " expr='\(window.expression)'"
    case .labelValues(let search):
      return who + " values of='\(search.label)' match='\(search.selectors.joined(separator: " "))'"
    case .targets: return who + " targets"
    case .alerts: return who + " alerts"
    case .rules: return who + " rules"
    case .suppressions: return who + " suppressions"
    }
  }
}
