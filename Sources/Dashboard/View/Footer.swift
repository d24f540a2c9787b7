import Logs
import Screen
import Telemetry

extension Model {
  /// The keys that matter now, or a remark.
  func drawFooter(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    if let prompt {
      draw(prompt, in: area, on: &grid)
      return
    }
    let items = footerHints.enumerated().map { index, hint in
      KeyBar.Item(hint.keys, hint.label, priority: hint.isVital ? .max : 100 - index)
    }
    var rest = area
    if let notice {
      let role: Role = notice.severity.map { Self.role($0) } ?? .title
      drawRemark(notice.text, Style(role, .bold), in: area, on: &grid)
      // Keys stand beside it where there is room for more than one.
      let taken = min(area.width, VisibleText.width(of: notice.text) + 3)
      rest = Rect(x: area.x + taken, y: area.y, width: area.width - taken, height: 1)
      guard rest.width >= 20 else { return }
    }
    KeyBar(items).draw(in: rest, on: &grid, symbols: symbols)
  }

  private struct Hint {
    var keys: String
    var label: String
    var isVital: Bool
  }

  /// Rows of the key map with a label; neighbours of one label stand together: `+ - zoom`.
  private var footerHints: [Hint] {
    var hints: [Hint] = []
    let keyMap = keyMap
    for (action, ownLabel) in footerActions {
      guard let binding = keyMap.binding(of: action), let key = binding.keys.first?.text else {
        continue
      }
      let label = ownLabel ?? binding.label
      if let last = hints.last, last.label == label {
        hints[hints.count - 1].keys += " \(key)"
      } else {
        hints.append(Hint(keys: key, label: label, isVital: action == .help || action == .quit))
      }
    }
    return hints
  }

  /// The actions that matter where one is, the most important first, with what they do here where
  /// the key map says something else.
  private var footerActions: [(Action, String?)] {
    if overlay != nil {
      let scroll: [(Action, String?)] = scrollLimit > 0 ? [(.down, "scroll"), (.up, "scroll")] : []
      return [(.back, "close"), (.quit, "close")] + scroll
    }
    let ends: [(Action, String?)] = [(.help, nil), (.quit, nil)]
    let cursor: [(Action, String?)] =
      timeline.cursor == nil || fullScreen == Self.alertsID
      ? [] : [(.left, "move"), (.right, "move"), (.cursor, "close cursor")]
    if isInLogs || isInLogList {
      let isList = !isInLogs || logs.page == .list
      return ends + (isList ? cursor : []) + logFooterActions + timeFooterActions
    }
    return ends + cursor + placeFooterActions + timeFooterActions
  }

  private var logFooterActions: [(Action, String?)] {
    switch logs.page {
    case .list:
      let actions: [Action] = [
        .back, .filter, .exclude, .correlate, .story, .open, .nextError, .previousError,
      ]
      return actions.map { ($0, nil) }
    case .entry:
      let hasID = logs.opened?.correlation(settings.logs.fields) != nil
      let ofID: [(Action, String?)] = hasID ? [(.correlate, nil), (.story, nil)] : []
      return [(.back, nil), (.down, "move"), (.up, "move"), (.copy, nil)] + ofID
    case .story: return [(.back, nil), (.open, nil), (.copy, nil)]
    }
  }

  /// What can be done with panels.
  private var placeFooterActions: [(Action, String?)] {
    let hasLogs = settings.logs.isPresent
    guard let fullScreen else {
      let open: (Action, String?) =
        timeline.cursor != nil && hasLogs ? (.open, "lines") : (.open, nil)
      return [(.nextPanel, nil), open] + (hasLogs ? [(.logs, nil), (.filter, nil)] : [])
    }
    let scroll: [(Action, String?)] = scrollLimit > 0 ? [(.down, "scroll"), (.up, "scroll")] : []
    let copy: [(Action, String?)] = fullScreen == Self.alertsID ? [] : [(.copy, nil)]
    return (timeline.cursor == nil ? [(.back, nil)] : []) + [(.nextPanel, nil)] + scroll + copy
  }

  private var timeFooterActions: [(Action, String?)] {
    if isInLogs, logs.page != .list { return [] }
    let pause: [(Action, String?)] =
      timeline.isPast ? [(.live, nil)] : [(.pause, timeline.pausedAt == nil ? nil : "go on")]
    // Alerts have no range, but stand still with the rest.
    if fullScreen == Self.alertsID { return pause + [(.refresh, nil)] }
    if isInLogs || isInLogList {
      return pause + [(.wrap, nil), (.panBack, nil), (.panForward, nil), (.copy, nil)]
        + [(.command, nil)]
    }
    let zoom: [(Action, String?)] = [
      (.zoomIn, nil), (.zoomOut, nil), (.panBack, nil), (.panForward, nil),
    ]
    let cursor: [(Action, String?)] = timeline.cursor == nil ? [(.cursor, nil)] : []
    let isPanel = fullScreen == nil && panels.contains { $0.id == focus }
    let copy: [(Action, String?)] = isPanel ? [(.copy, nil)] : []
    return zoom + pause + cursor + [(.refresh, nil)] + copy
  }
}
