import Logs
import Screen
import Telemetry

extension Model {
  /// Opens the line chosen; on its page the ID opens the story of the request.
  mutating func openLine() -> [Effect] {
    switch logs.page {
    case .list: openEntry()
    case .story(let row):
      guard let story = logs.story, story.steps.indices.contains(row) else { return [] }
      logs.opened = story.steps[row].entry
      logs.page = .entry(row: 0, behind: .story(row: row))
    case .entry(let row, _):
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
    logs.page = .entry(row: 0, behind: .list)
  }

  /// Moves through the items of a line; false where the page has none.
  mutating func moveInLogPage(_ action: Action) -> Bool {
    if case .story(let row) = logs.page { return moveInStory(action, from: row) }
    guard case .entry(let row, let behind) = logs.page, let entry = logs.opened else {
      return false
    }
    let rows = entryItems(of: entry).indices.filter { entryItems(of: entry)[$0].kind != .heading }
    guard let place = rows.firstIndex(of: row), let last = rows.indices.last else { return false }
    guard let wanted = Self.moved(place, by: action, through: last) else { return false }
    logs.page = .entry(row: rows[wanted], behind: behind)
    return true
  }

  private mutating func moveInStory(_ action: Action, from row: Int) -> Bool {
    guard let last = logs.story?.steps.indices.last,
      let wanted = Self.moved(row, by: action, through: last)
    else { return false }
    logs.page = .story(row: wanted)
    return true
  }

  /// Where a key that moves leads to in a list; `nil` for other keys.
  private static func moved(_ place: Int, by action: Action, through last: Int) -> Int? {
    let wanted: Int
    switch action {
    case .up: wanted = place - 1
    case .down: wanted = place + 1
    case .pageUp: wanted = place - 10
    case .pageDown: wanted = place + 10
    case .top: wanted = 0
    case .bottom: wanted = last
    default: return nil
    }
    return max(0, min(last, wanted))
  }

  /// Copies the item chosen of a line, or the whole line; as sanitised as the screen.
  mutating func copyFromLogs() -> [Effect] {
    if case .entry(let row, _) = logs.page, let entry = logs.opened {
      let item = entryItems(of: entry)[row]
      return send(item.name.isEmpty ? "the line" : item.name, item.copied)
    }
    guard let entry = currentEntry else {
      say("there is no line to copy")
      return []
    }
    return send("the line", VisibleText.sanitized(String(decoding: entry.line, as: UTF8.self)))
  }
}
