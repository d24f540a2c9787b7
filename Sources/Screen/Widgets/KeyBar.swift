/// The footer: keys with what they do, as many as fit.
package struct KeyBar: Hashable, Sendable {
  /// One key with its description.
  package struct Item: Hashable, Sendable {
    /// The key as written in help: `q`, `Tab`.
    package var key: String
    /// The label, in a word or two.
    package var text: String
    /// Items with a smaller number are left out earlier.
    package var priority: Int

    package init(_ key: String, _ text: String, priority: Int = 0) {
      self.key = key
      self.text = text
      self.priority = priority
    }

    var width: Int { VisibleText.width(of: key) + 1 + VisibleText.width(of: text) }
  }

  /// The items in the order in which they are shown.
  package var items: [Item]

  package init(_ items: [Item]) {
    self.items = items
  }

  /// Draws into the first row of an area, all of which is overwritten.
  ///
  /// Items that do not fit are left out by priority, of equals the last one, and an ellipsis says
  /// so.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    let line = area.row(0)
    guard !line.isEmpty else { return }
    grid.fill(line, style: .plain)
    var shown = items
    func width() -> Int {
      let mark = shown.count < items.count ? (shown.isEmpty ? 1 : 3) : 0
      return shown.reduce(1) { $0 + $1.width } + 2 * max(0, shown.count - 1) + mark
    }
    while width() > line.width, let last = leastImportant(shown) { shown.remove(at: last) }
    var x = line.x + (line.width > 1 ? 1 : 0)
    for item in shown {
      x = grid.put(item.key, x: x, y: line.y, limit: line.endX - x, style: Style(.key, .bold))
      x = grid.put(
        " " + item.text,
        x: x,
        y: line.y,
        limit: line.endX - x,
        style: Style(.muted)
      )
      x += 2
    }
    if shown.count < items.count, x < line.endX {
      grid.set(symbols.ellipsis, x: x, y: line.y, style: Style(.muted))
    }
  }

  private func leastImportant(_ items: [Item]) -> Int? {
    items.indices.min { left, right in
      (items[left].priority, -left) < (items[right].priority, -right)
    }
  }
}
