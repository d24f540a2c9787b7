import Screen
import Telemetry

/// A key that matters, as the footer names it.
package struct KeyHint: Hashable, Sendable {
  /// The action.
  let action: Action
  /// Its label here; `nil` for that of the key map.
  let label: String?

  /// Names an action's key, with a word of one's own where the key map says something else.
  package init(_ action: Action, _ label: String? = nil) {
    self.action = action
    self.label = label
  }
}

/// The last row: the keys that matter now, a remark, or the line that is being typed.
struct Footer {
  let scene: Scene
  /// The keys of the place, the most important first.
  let hints: [KeyHint]

  func draw(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let line = PromptLine(scene: scene)
    if let prompt = scene.prompt {
      line.draw(prompt, in: area, on: &grid)
      return
    }
    var rest = area
    if let notice = scene.notice {
      let role = notice.severity.map { ($0 as Severity?).role } ?? .title
      line.drawRemark(notice.text, Style(role, .bold), in: area, on: &grid)
      // Keys stand beside it where there is room for more than one.
      let taken = min(area.width, VisibleText.width(of: notice.text) + 3)
      rest = Rect(x: area.x + taken, y: area.y, width: area.width - taken, height: 1)
      guard rest.width >= 20 else { return }
    }
    KeyBar(items).draw(in: rest, on: &grid, symbols: scene.symbols)
  }

  /// Rows of the key map with a label; neighbours of one label stand together: `+ - zoom`.
  private var items: [KeyBar.Item] {
    var named: [(keys: String, label: String, isVital: Bool)] = []
    for hint in hints {
      guard let binding = scene.keyMap.binding(of: hint.action),
        let key = binding.keys.first?.text
      else { continue }
      let label = hint.label ?? binding.label
      if let last = named.last, last.label == label {
        named[named.count - 1].keys += " \(key)"
      } else {
        named.append((key, label, hint.action == .help || hint.action == .quit))
      }
    }
    return named.enumerated().map { index, item in
      KeyBar.Item(item.keys, item.label, priority: item.isVital ? .max : 100 - index)
    }
  }
}

/// Hints that places share.
extension KeyHint {
  /// Those that stand first wherever one is.
  static let ends = [KeyHint(.help), KeyHint(.quit)]

  /// Those of a page that only shows: back, and what stops time.
  package static func standard(in scene: Scene) -> [KeyHint] {
    [KeyHint(.back)] + pause(in: scene) + [KeyHint(.refresh)]
  }

  /// Those of an open time cursor.
  static func cursor(in scene: Scene) -> [KeyHint] {
    guard scene.timeline.cursor != nil else { return [] }
    return [KeyHint(.left, "move"), KeyHint(.right, "move"), KeyHint(.cursor, "close cursor")]
  }

  /// Those that scroll, where there is more than the screen shows.
  static func scroll(_ limit: Int) -> [KeyHint] {
    limit > 0 ? [KeyHint(.down, "scroll"), KeyHint(.up, "scroll")] : []
  }

  /// Keys that pause, or go back to live.
  static func pause(in scene: Scene) -> [KeyHint] {
    if scene.timeline.isPast { return [KeyHint(.live)] }
    return [KeyHint(.pause, scene.timeline.pausedAt == nil ? nil : "resume")]
  }

  /// Those of charts over time.
  static func time(in scene: Scene) -> [KeyHint] {
    [KeyHint(.zoomIn), KeyHint(.zoomOut), KeyHint(.panBack), KeyHint(.panForward)]
      + pause(in: scene) + (scene.timeline.cursor == nil ? [KeyHint(.cursor)] : [])
      + [KeyHint(.refresh)]
  }
}
