import Logs
import Screen

/// State of the log view besides its list.
struct LogsState: ViewState {
  /// Lines over time as they are drawn; as old as the last second.
  var histogram = LogHistogram()
}

extension View {
  /// The list of log lines.
  static let logs: View = {
    var view = View(.logs, key: .character("7")) { scene, area, grid in
      LogPage(scene: scene).draw(in: area, on: &grid)
    }
    view.isPart = true
    view.obstacle = { $0.logs.obstacle }
    view.hints = { LogsKeys.hints(in: $0) }
    view.act = { action, visit in LogViewKeys.take(action, &visit) }
    view.settle = { occasion, visit in
      if occasion != .news {
        visit.place[LogsState.self].histogram = LogCounting(scene: visit.scene).histogram
      }
      guard occasion == .second, let question = LogCounting(scene: visit.scene).question else {
        return
      }
      visit.request(.countLogs(question.stretch, step: question.step))
    }
    return view
  }()
}

/// Its keys.
private enum LogViewKeys {
  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    switch action {
    case .move(let move): return LogsKeys.take(move, &visit)
    case .part(.open):
      var keys = LogKeys(visit)
      defer { visit = keys.visit }
      return keys.openLine()
    case .part(.copy):
      LogsKeys.copy(visit.scene.currentEntry, &visit)
      return .done
    case .point(let point):
      guard let isOpened = LogsKeys.take(point, &visit) else { return .passed }
      if isOpened { visit.request(.perform(.open)) }
      return .done
    case .part, .view, .lines, .time, .general: return .passed
    }
  }
}
