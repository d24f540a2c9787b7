import Logs
import Screen
import Telemetry

/// One line with everything in it.
struct LogEntryPage {
  let scene: Scene
  let entry: LogEntry
  /// The item chosen.
  let row: Int

  func draw(in area: Rect, on grid: inout Grid) {
    var frame = Frame(title: "Log line", isFocused: true)
    frame.badge = entry.facts.level.map { TextSpan($0.word, $0.role, .bold) }
    frame.notes = [TextSpan("\(scene.keyText(.back)) closes", .key)]
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area)
    guard !inside.isEmpty else { return }
    let page = lines(width: inside.width)
    let first = ScrollMarks.offset(
      showing: page.chosen.upperBound - 1,
      from: min(0, page.chosen.lowerBound),
      visible: inside.height,
      count: page.lines.count
    )
    grid.mark(
      inside,
      as: .rows(Target.Shown(first: first, visible: inside.height, count: page.lines.count))
    )
    for (offset, line) in page.lines.dropFirst(first).prefix(inside.height).enumerated() {
      let place = inside.row(offset)
      line.draw(in: place.inset(horizontal: 1, vertical: 0), on: &grid, symbols: scene.symbols)
      if let item = page.items[first + offset] { grid.mark(place, as: .row(item)) }
      guard page.chosen.contains(first + offset) else { continue }
      grid.set(">", x: place.x, y: place.y, style: Style(.selection, .bold))
    }
    ScrollMarks(hasAbove: first > 0, hasBelow: first + inside.height < page.lines.count)
      .draw(in: inside, on: &grid, symbols: scene.symbols)
  }

  /// The page's lines, the item of each that can be chosen, and which belong to the one that is.
  private func lines(
    width: Int
  ) -> (lines: [TextLine], items: [Int?], chosen: Range<Int>) {
    let items = LogEntryItems(scene: scene).all(of: entry)
    let names = items.filter { $0.kind == .value || $0.kind == .id }
      .map { VisibleText.width(of: $0.name) }
    let nameWidth = min(width / 3, names.max() ?? 0)
    var lines: [TextLine] = []
    var places: [Int?] = []
    var chosen = 0..<1
    for (index, item) in items.enumerated() {
      let start = lines.count
      lines += textLines(of: item, nameWidth, width: width - 2)
      let place = item.kind == .heading ? nil : index
      places += Array(repeating: place, count: lines.count - start)
      if index == row { chosen = start..<lines.count }
    }
    return (lines, places, chosen)
  }

  private func textLines(of item: LogEntryItem, _ nameWidth: Int, width: Int) -> [TextLine] {
    switch item.kind {
    case .heading: return [TextLine(""), TextLine(item.name, item.style)]
    case .lines(let lines): return lines.flatMap { scene.wrapped($0, width, .plain) }
    case .value, .id:
      guard !item.name.isEmpty else { return scene.wrapped(item.value, width, item.style) }
      let values = VisibleText.wrapped(item.value, to: max(8, width - nameWidth - 2))
      return values.enumerated().map { index, value in
        TextLine([
          TextSpan((index == 0 ? item.name : "").padded(to: nameWidth) + "  ", .muted),
          TextSpan(value, item.style),
        ])
      }
    }
  }
}
