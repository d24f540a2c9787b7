/// A border with a title at the left of its upper line and notes at the right.
package struct Frame: Hashable, Sendable {
  /// The title; cut with an ellipsis where it does not fit.
  package var title: String
  /// How the title is drawn.
  package var titleStyle = Style(.title)
  /// A short text after the title: a state, a count.
  ///
  /// It is dropped before the title is cut.
  package var badge: TextSpan?
  /// Right-aligned in the upper line, one blank apart; dropped by priority, of equals the last.
  package var notes: [TextSpan]
  /// Whether the panel has the focus, which changes role and lines.
  package var isFocused: Bool
  /// How lines are drawn without focus.
  package var lineStyle = Style(.border)

  package init(
    title: String = "",
    badge: TextSpan? = nil,
    notes: [TextSpan] = [],
    isFocused: Bool = false
  ) {
    self.title = title
    self.badge = badge
    self.notes = notes
    self.isFocused = isFocused
  }

  /// The area inside the border; may be empty.
  package static func inside(of area: Rect) -> Rect {
    area.inset(horizontal: 1, vertical: 1)
  }

  /// Draws the border; the inside stays as it is.
  ///
  /// An area of one row shows the upper line alone, one of a single column a vertical line.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    let border = isFocused ? symbols.focusBorder : symbols.border
    let style = isFocused ? Style(.focus) : lineStyle
    let top = area.row(0)
    grid.fill(top, with: border.horizontal, style: style)
    if area.height > 1 {
      let sides = Rect(x: area.x, y: area.y, width: 1, height: area.height)
      grid.fill(sides, with: border.vertical, style: style)
      guard area.width > 1 else { return }
      grid.fill(
        Rect(x: area.endX - 1, y: area.y, width: 1, height: area.height),
        with: border.vertical,
        style: style
      )
      grid.fill(area.row(area.height - 1), with: border.horizontal, style: style)
      let bottom = area.endY - 1
      grid.set(border.topLeft, x: area.x, y: area.y, style: style)
      grid.set(border.topRight, x: area.endX - 1, y: area.y, style: style)
      grid.set(border.bottomLeft, x: area.x, y: bottom, style: style)
      grid.set(border.bottomRight, x: area.endX - 1, y: bottom, style: style)
    }
    drawTitle(in: top.inset(horizontal: 1, vertical: 0), on: &grid, symbols: symbols)
  }

  /// Title, badge and notes each stand between blanks, so that they read apart from the line.
  private func drawTitle(in line: Rect, on grid: inout Grid, symbols: Symbols) {
    guard line.width >= 3, !(title.isEmpty && badge == nil && notes.isEmpty) else { return }
    var kept = notes
    var badge = badge
    let titleWidth = title.isEmpty ? 0 : VisibleText.width(of: title) + 2
    func taken() -> Int {
      let noteWidth = kept.isEmpty ? 0 : kept.reduce(1) { $0 + $1.width + 1 }
      let badgeWidth = badge.map { $0.width + (title.isEmpty ? 2 : 1) } ?? 0
      return titleWidth + badgeWidth + noteWidth
    }
    while taken() > line.width, let last = leastImportant(kept) { kept.remove(at: last) }
    if taken() > line.width, let whole = badge {
      let room = line.width - taken() + whole.width
      let text = VisibleText.truncated(whole.text, to: max(0, room), ellipsis: symbols.ellipsis)
      badge = room >= 4 ? TextSpan(text, whole.style) : nil
    }

    var x = line.x
    if !title.isEmpty {
      let room = line.width - 2
      let shown = VisibleText.truncated(title, to: room, ellipsis: symbols.ellipsis)
      x = grid.put(" ", x: x, y: line.y, style: titleStyle)
      x = grid.put(shown, x: x, y: line.y, limit: room, style: titleStyle)
      x = grid.put(" ", x: x, y: line.y, style: titleStyle)
    }
    if let badge {
      if title.isEmpty { x = grid.put(" ", x: x, y: line.y, style: badge.style) }
      x = grid.put(badge.text, x: x, y: line.y, style: badge.style)
      grid.put(" ", x: x, y: line.y, style: titleStyle)
    }
    guard !kept.isEmpty else { return }
    x = line.endX - kept.reduce(1) { $0 + $1.width + 1 }
    for note in kept {
      x = grid.put(" ", x: x, y: line.y, style: note.style)
      x = grid.put(note.text, x: x, y: line.y, style: note.style)
    }
    grid.put(" ", x: x, y: line.y, style: titleStyle)
  }

  private func leastImportant(_ spans: [TextSpan]) -> Int? {
    spans.indices.max { left, right in
      spans[left].priority > spans[right].priority
        || (spans[left].priority == spans[right].priority && left < right)
    }
  }
}
