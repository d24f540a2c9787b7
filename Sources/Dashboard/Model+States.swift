import Logs
import Screen
import Telemetry

extension Model {
  /// Whether so many log lines come that four frames a second would each be a new list.
  ///
  /// Up to there a frame scrolls, which costs the terminal less than a list written anew.
  package var isFlooded: Bool { logs.rate > Double(2 * max(10, logListArea.height)) }

  /// The state of each panel on screen, of the alerts and of the logs, in words; for bug reports.
  ///
  /// Ages are left out: they would make every second another state.
  package var partStates: [String: String] {
    var states: [String: String] = [:]
    for panel in panels where fullScreen == nil || fullScreen == panel.id {
      states["panel=\(panel.id)"] = content(of: panel).state.words
    }
    states["alerts"] = (readings[.alerts]?.state(at: now) ?? .waiting).words
    if settings.logs.isPresent {
      states["logs"] =
        logs.failure.map { "failed: \($0.headline)" } ?? logs.status?.words ?? "waiting"
    }
    return states
  }
}

extension ReadingState {
  fileprivate var words: String {
    switch self {
    case .waiting: "waiting"
    case .fresh: "fresh"
    case .stale: "stale"
    case .missing(let what): "missing: \(what)"
    case .failed(let error, _): "failed: \(error.headline)"
    }
  }
}

extension LogFeedStatus {
  fileprivate var words: String {
    switch self {
    case .connecting: "connecting"
    case .live(.webSocket): "live by web socket"
    case .live(.polling(let interval, let reason)):
      "live by polling every \(interval.prometheusText)\(reason.isEmpty ? "" : ": \(reason)")"
    case .live(.file): "live from files"
    case .behind(_, let error, _): error.map { "behind: \($0.headline)" } ?? "behind"
    case .broken(let error, _): "broken: \(error.headline)"
    case .ended: "ended"
    }
  }
}
