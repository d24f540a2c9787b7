import Logs
import Screen

extension View {
  /// One log line with everything in it; its subject is the line.
  static let logEntry: View = {
    var view = View(.logEntry) { scene, area, grid in
      guard let list = EntryList(scene) else { return }
      LogEntryPage(scene: scene, entry: list.entry, row: list.row)
        .draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.hints = { scene in
      let hasID = EntryList(scene)?.entry.correlation(scene.settings.logs.fields) != nil
      return [KeyHint(.back), KeyHint(.down, "move"), KeyHint(.up, "move"), KeyHint(.copy)]
        + (hasID ? [KeyHint(.correlate), KeyHint(.story)] : [])
    }
    view.act = { action, visit in LogEntryKeys.take(action, &visit) }
    return view
  }()
}

/// Its keys.
private enum LogEntryKeys {
  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    guard var list = EntryList(visit.scene) else { return .passed }
    switch action {
    case .move(let move):
      guard list.table.move(move, page: EntryList.page) else { return .passed }
      visit.place[TableState<Int>.self] = list.table.state
      return .done
    case .part(.open):
      // On an ID the story of the request is what Enter opens.
      guard let id = list.id else { return .done }
      return withKeys(&visit) { $0.openStory(of: id) }
    case .lines(.correlate):
      guard let id = list.id else { return .passed }
      return withKeys(&visit) { $0.correlate(to: id) }
    case .part(.copy):
      guard let item = list.item else { return .passed }
      visit.copy(item.name.isEmpty ? "the line" : item.name, item.copied)
      return .done
    case .point(.row(let item)):
      guard let place = list.table.rows.firstIndex(of: item) else { return .done }
      if list.table.point(.row(place)) == true { visit.request(.perform(.open)) }
      visit.place[TableState<Int>.self] = list.table.state
      return .done
    case .point(.scroll(_, let distance)):
      // The page goes along with the item chosen.
      for _ in 0..<min(distance.magnitude, UInt(list.table.rows.count)) {
        _ = list.table.move(distance < 0 ? .up : .down, page: EntryList.page)
      }
      visit.place[TableState<Int>.self] = list.table.state
      return .done
    case .part, .view, .lines, .time, .general, .point: return .passed
    }
  }

  static func withKeys(
    _ visit: inout Visit,
    _ act: (inout LogKeys) -> Reaction
  ) -> Reaction {
    var keys = LogKeys(visit)
    defer { visit = keys.visit }
    return act(&keys)
  }
}

/// The items of the line, and the one chosen.
private struct EntryList {
  let entry: LogEntry
  private let items: [LogEntryItem]
  /// The items that can be chosen, by their place among all.
  var table: TableView<Int, Int>

  /// The rows that a page key moves by.
  static let page = 10

  init?(_ scene: Scene) {
    guard case .line(let entry)? = scene.place.subject else { return nil }
    self.entry = entry
    let items = LogEntryItems(scene: scene).all(of: entry)
    self.items = items
    table = TableView(
      [],
      items.indices.filter { items[$0].kind != .heading },
      id: { $0 },
      state: scene.place[TableState<Int>.self]
    )
  }

  /// The place of the item chosen.
  var row: Int { table.selectedRow ?? 0 }

  /// The item chosen.
  var item: LogEntryItem? { items.indices.contains(row) ? items[row] : nil }

  /// The ID chosen; `nil` where something else is.
  var id: CorrelationID? {
    guard let item, item.kind == .id else { return nil }
    return CorrelationID(item.value)
  }
}
