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
    if let notice {
      let role: Role = notice.severity.map { Self.role($0) } ?? .title
      drawRemark(notice.text, Style(role, .bold), in: area, on: &grid)
      return
    }
    let items = footerHints.enumerated().map { index, hint in
      KeyBar.Item(hint.keys, hint.label, priority: hint.isVital ? .max : 100 - index)
    }
    KeyBar(items).draw(in: area, on: &grid, symbols: symbols)
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
    for action in footerActions {
      guard let binding = keyMap.binding(of: action), let key = binding.keys.first?.text,
        !binding.label.isEmpty
      else { continue }
      if action == .live, !timeline.isPast { continue }
      if let last = hints.last, last.label == binding.label {
        hints[hints.count - 1].keys += " \(key)"
      } else {
        hints.append(
          Hint(keys: key, label: binding.label, isVital: action == .help || action == .quit)
        )
      }
    }
    return hints
  }
  /// The actions that matter where one is, the most important first.
  private var footerActions: [Action] {
    guard isInLogs || isInLogList else {
      let log: [Action] = settings.logs.isPresent ? [.logs, .filter] : []
      return [.help, .quit, .nextPanel, .open] + log + [
        .zoomIn, .zoomOut, .panBack, .panForward, .live, .pause, .cursor, .refresh, .copy,
      ]
    }
    switch logs.page {
    case .list:
      return [
        .help, .quit, .back, .filter, .exclude, .correlate, .story, .open, .nextError,
        .previousError, .pause, .live, .wrap, .panBack, .panForward, .copy, .command,
      ]
    case .entry: return [.help, .quit, .back, .copy, .correlate, .story]
    case .story: return [.help, .quit, .back, .open, .copy]
    }
  }
}
