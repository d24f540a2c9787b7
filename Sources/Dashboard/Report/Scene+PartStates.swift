import Logs
import Screen
import Telemetry

extension Scene {
  /// Whether so many log lines come that four frames a second would each be a new list.
  ///
  /// Up to there a frame scrolls, which costs the terminal less than a list written again.
  var isFlooded: Bool { world.logs.rate > Double(2 * max(10, LogAreas.list(self).height)) }

  /// The state of each panel on screen, of the alerts and of the logs, in words; for bug reports.
  ///
  /// Ages are left out: they would make every second another state.
  var partStates: [String: String] {
    var states: [String: String] = [:]
    for content in contents(of: askedPanels) { states["panel=\(content.id)"] = content.state.words }
    for server in settings.servers {
      states["server=\(server.rawValue)"] = (world.health[server] ?? ServerHealth()).state.words
    }
    states["alerts"] = alertsState.words
    if settings.logs.isPresent {
      states["logs"] =
        world.logs.failure.map { "failed: \($0.headline)" } ?? world.logs.status?.words ?? "waiting"
    }
    return states
  }

  /// The panels on screen: nothing else is asked for.
  var askedPanels: [Panel] { allPanels.filter { world.panelQueries[$0.id] != nil } }
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

extension ServerHealth.State {
  fileprivate var words: String {
    switch self {
    case .waiting: "waiting"
    case .up: "up"
    case .faulty(let error, let count, let all): "\(count) of \(all) unusable: \(error.headline)"
    case .down(let error): "down: \(error.headline)"
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
