import Logs
import Screen

/// Keys of a list of log lines, in the overview and the log view.
enum LogsKeys {
  /// Moves the time cursor where it is open and the key is one of its own, else the choice of a line.
  static func take(_ move: Action.Move, _ visit: inout Visit) -> Reaction {
    var time = TimeKeys(visit)
    let isTaken = time.moveCursor(move)
    visit = time.visit
    var list = LogList(visit: visit)
    if !isTaken {
      switch move {
      case .left, .right: return .passed
      case .up, .down, .top, .bottom, .pageUp, .pageDown: list.move(move)
      }
    }
    list.askForOlder()
    visit = list.visit
    return .done
  }

  /// Does what a pointer does to the list.
  ///
  /// - Parameters:
  ///   - point: The act.
  ///   - visit: The view at work.
  /// - Returns: Whether the line chosen is to be opened; `nil` for acts that the list does not have.
  static func take(_ point: Action.Point, _ visit: inout Visit) -> Bool? {
    var list = LogList(visit: visit)
    defer { visit = list.visit }
    switch point {
    case .row(let index):
      let isChosen = list.state.selection != nil && visit.scene.currentLine == index
      list.point(at: index)
      return isChosen
    case .scroll(_, let distance):
      list.scroll(by: distance)
      return false
    case .column, .part, .moment: return nil
    }
  }

  /// The keys that matter in a list of lines.
  static func hints(in scene: Scene) -> [KeyHint] {
    let actions: [Action] = [
      .back, .filter, .exclude, .correlate, .story, .open, .nextError, .previousError,
    ]
    return KeyHint.cursor(in: scene) + actions.map { KeyHint($0) } + KeyHint.pause(in: scene)
      + [.wrap, .panBack, .panForward, .copy, .command].map { KeyHint($0) }
  }

  /// Copies a whole line, as sanitised as the screen.
  static func copy(_ entry: LogEntry?, _ visit: inout Visit) {
    guard let entry else {
      visit.say("no line to copy")
      return
    }
    visit.copy("the line", VisibleText.sanitized(String(decoding: entry.line, as: UTF8.self)))
  }
}
