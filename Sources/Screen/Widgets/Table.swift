/// Rows of cells in aligned columns, with a header, a selected row and a scrolling offset.
package struct Table: Hashable, Sendable {
  /// Where a cell's text stands in its column.
  package enum Alignment: Hashable, Sendable {
    /// At the left edge: names.
    case left
    /// At the right edge: numbers.
    case right
  }

  /// One column.
  package struct Column: Hashable, Sendable {
    /// The header's text.
    package var title: String
    /// Its columns; the minimum decides whether it fits.
    package var width: Layout.Length
    /// Where its texts stand, the header's too.
    package var alignment: Alignment
    /// Columns with a smaller number are left out earlier; `TextSpan.kept` ones never.
    package var priority: Int

    package init(
      _ title: String,
      _ width: Layout.Length,
      _ alignment: Alignment = .left,
      priority: Int = TextSpan.kept
    ) {
      self.title = title
      self.width = width
      self.alignment = alignment
      self.priority = priority
    }

    var minimum: Int {
      switch width {
      case .fixed(let cells): max(0, cells)
      case .flexible(let cells, _): max(1, cells)
      }
    }
  }

  /// The columns from the left, one blank apart.
  package var columns: [Column]
  /// The rows from the top; a row's cells in the order of the columns, missing ones are empty.
  package var rows: [[TextSpan]]
  /// The row with the selection; `nil` for none.
  package var selected: Int?
  /// Rows left out at the top.
  package var offset: Int

  package init(columns: [Column], rows: [[TextSpan]], selected: Int? = nil, offset: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.selected = selected
    self.offset = offset
  }

  /// Where a column is drawn.
  package struct Place: Hashable, Sendable {
    /// Its index in `columns`.
    package let column: Int
    /// Its leftmost column on the grid.
    package let x: Int
    /// Its columns on the grid.
    package let width: Int
  }

  /// The columns that fit into an area and where, for callers that draw into cells themselves.
  ///
  /// The area's last column is left free for marks when a column or row is hidden.
  package func places(in area: Rect) -> [Place] {
    var shown = Array(columns.indices)
    var width = area.width - (hidesRows(in: area) ? 1 : 0)
    func needed() -> Int {
      shown.reduce(0) { $0 + columns[$1].minimum } + max(0, shown.count - 1)
    }
    while needed() > width, let victim = leastImportant(shown) {
      shown.remove(at: victim)
      width = area.width - 1
    }
    let line = Rect(x: area.x, y: area.y, width: width, height: 1)
    let rects = Layout.split(line, .columns, shown.map { columns[$0].width }, gap: 1)
    return zip(shown, rects).filter { !$1.isEmpty }
      .map { Place(column: $0, x: $1.x, width: $1.width) }
  }

  /// How many rows an area shows below the header.
  package static func visibleRows(in area: Rect) -> Int {
    max(0, area.height - 1)
  }

  /// Draws into an area, all of which is overwritten: header, then rows.
  ///
  /// Hidden columns are marked by an ellipsis at the end of the header, hidden rows by arrows.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    grid.fill(area, style: .plain)
    let visible = Self.visibleRows(in: area)
    let first = max(0, min(offset, rows.count - visible))
    grid.mark(area, as: .rows(Target.Shown(first: first, visible: visible, count: rows.count)))
    let places = places(in: area)
    for place in places {
      let title = TextSpan(columns[place.column].title, Style(.muted))
      draw(title, place, y: area.y, on: &grid, symbols)
      // With the blank after it, so that no header is hard to hit.
      let header = Rect(x: place.x, y: area.y, width: place.width + 1, height: 1)
      grid.mark(header.intersection(area), as: .column(place.column))
    }
    if places.count < columns.count {
      grid.set(symbols.ellipsis, x: area.endX - 1, y: area.y, style: Style(.muted))
    }
    for (index, row) in rows.enumerated().dropFirst(first).prefix(visible) {
      let line = area.row(1 + index - first)
      for place in places where place.column < row.count {
        draw(row[place.column], place, y: line.y, on: &grid, symbols)
      }
      if index == selected { grid.restyle(line) { $0.role = .selection } }
      // With the columns beside it, of which one has the mark of the selection.
      grid.mark(line.inset(horizontal: -1, vertical: 0), as: .row(index))
    }
    let body = Rect(x: area.x, y: area.y + 1, width: area.width, height: visible)
    ScrollMarks(hasAbove: first > 0, hasBelow: first + visible < rows.count)
      .draw(in: body, on: &grid, symbols: symbols)
  }

  private func draw(
    _ span: TextSpan,
    _ place: Place,
    y: Int,
    on grid: inout Grid,
    _ symbols: Symbols
  ) {
    let text = VisibleText.truncated(span.text, to: place.width, ellipsis: symbols.ellipsis)
    let isRight = columns[place.column].alignment == .right
    let x = place.x + (isRight ? place.width - VisibleText.width(of: text) : 0)
    grid.put(text, x: x, y: y, limit: place.width, style: span.style)
  }

  private func hidesRows(in area: Rect) -> Bool {
    rows.count > Self.visibleRows(in: area)
  }

  private func leastImportant(_ shown: [Int]) -> Int? {
    shown.indices.filter { columns[shown[$0]].priority != TextSpan.kept }.min { left, right in
      (columns[shown[left]].priority, -left) < (columns[shown[right]].priority, -right)
    }
  }
}
