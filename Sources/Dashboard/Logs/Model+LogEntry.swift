import Logs
import Screen
import Telemetry

extension Model {
  /// Opens the line chosen; on its page the ID opens the story of the request.
  mutating func openLine() -> [Effect] {
    switch logs.page {
    case .list, .story: openEntry()
    case .entry(let row):
      guard let entry = logs.opened, entryItems(of: entry)[row].kind == .id else { return [] }
      return openStory()
    }
    return []
  }

  private mutating func openEntry() {
    guard let index = currentLine, let entry = logs.lines[index]?.entry else { return }
    // The list stays where it is while its line is read.
    if logs.selection == nil { select(index) }
    logs.opened = entry
    logs.page = .entry(row: 0)
    scroll = 0
  }

  /// Moves through the items of a line; false where the page has none.
  mutating func moveInLogPage(_ action: Action) -> Bool {
    guard case .entry(let row) = logs.page, let entry = logs.opened else { return false }
    let rows = entryItems(of: entry).indices.filter { entryItems(of: entry)[$0].kind != .heading }
    guard let place = rows.firstIndex(of: row), let last = rows.indices.last else { return false }
    let wanted: Int
    switch action {
    case .up: wanted = place - 1
    case .down: wanted = place + 1
    case .pageUp: wanted = place - 8
    case .pageDown: wanted = place + 8
    case .top: wanted = 0
    case .bottom: wanted = last
    default: return false
    }
    logs.page = .entry(row: rows[max(0, min(last, wanted))])
    return true
  }

  /// Copies the item chosen of a line, or the whole line; as sanitised as the screen.
  mutating func copyFromLogs() -> [Effect] {
    if case .entry(let row) = logs.page, let entry = logs.opened {
      let item = entryItems(of: entry)[row]
      say("\(item.name.isEmpty ? "the line" : item.name) sent to terminal")
      return [.copy(item.copied)]
    }
    guard let entry = currentEntry else {
      say("there is no line to copy")
      return []
    }
    say("the line sent to terminal")
    return [.copy(VisibleText.sanitized(String(decoding: entry.line, as: UTF8.self)))]
  }
}
