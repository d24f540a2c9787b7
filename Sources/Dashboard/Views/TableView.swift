package import Screen

/// A list of rows over a `Table`: moving, paging, ordering, filtering, and a choice by identity.
package struct TableView<Row, ID: Hashable & Sendable> {
  /// One column.
  package struct Column {
    /// Title, width, alignment, and the priority by which columns leave where there is no room.
    let layout: Table.Column
    /// The cell of a row.
    let cell: (Row) -> TextSpan
    /// Whether one row comes before another; `nil` compares the texts.
    let precedes: ((Row, Row) -> Bool)?
    /// What draws into the cell of a row over its text; `nil` where the text is all.
    var paint: ((Row, Rect, inout Grid) -> Void)?

    package init(
      _ layout: Table.Column,
      by precedes: ((Row, Row) -> Bool)? = nil,
      _ cell: @escaping (Row) -> TextSpan
    ) {
      self.layout = layout
      self.cell = cell
      self.precedes = precedes
    }
  }

  /// The columns from the left.
  package let columns: [Column]
  /// The rows as the state orders and filters them.
  package let rows: [Row]
  /// Where one is.
  package private(set) var state: TableState<ID>
  private let id: (Row) -> ID
  private let filter: RowFilter

  package init(
    _ columns: [Column],
    _ rows: [Row],
    id: @escaping (Row) -> ID,
    state: TableState<ID>,
    filter: RowFilter = RowFilter()
  ) {
    self.columns = columns
    self.id = id
    self.state = state
    self.filter = filter
    self.rows = Self.shown(rows, columns, state.order, filter)
  }

  private static func shown(
    _ rows: [Row],
    _ columns: [Column],
    _ order: TableState<ID>.Order?,
    _ filter: RowFilter
  ) -> [Row] {
    let wanted = filter.text.lowercased()
    let met =
      wanted.isEmpty
      ? rows
      : rows.filter { row in
        columns.contains { $0.cell(row).text.lowercased().contains(wanted) }
      }
    guard let order, let column = columns.first(where: { $0.layout.title == order.column })
    else { return met }
    let precedes = column.precedes ?? { column.cell($0).text < column.cell($1).text }
    // Rows that are equal stay in their own order.
    return met.enumerated().sorted { left, right in
      let (first, second) = order.isDescending ? (right, left) : (left, right)
      if precedes(first.element, second.element) { return true }
      if precedes(second.element, first.element) { return false }
      return left.offset < right.offset
    }.map(\.element)
  }

  /// The place of the row chosen, or of what stands there now where it is gone; `nil` without rows.
  package var selectedIndex: Int? {
    guard !rows.isEmpty else { return nil }
    let place = state.selected.flatMap { wanted in rows.firstIndex { id($0) == wanted } }
    return place ?? min(state.place, rows.count - 1)
  }

  /// The row chosen.
  package var selectedRow: Row? { selectedIndex.map { rows[$0] } }

  /// Moves the choice.
  ///
  /// - Parameters:
  ///   - move: The way.
  ///   - page: The rows of a page.
  /// - Returns: Whether it is a way through rows.
  package mutating func move(_ move: Action.Move, page: Int) -> Bool {
    guard let current = selectedIndex,
      let wanted = move.target(from: current, last: rows.count - 1, page: page)
    else { return false }
    let place = max(0, min(rows.count - 1, wanted))
    select(place)
    state.offset = ScrollMarks.offset(
      showing: place,
      from: state.offset,
      visible: page,
      count: rows.count
    )
    return true
  }

  /// Orders by the next column, or by the one before; beyond the ends rows have their own order again.
  package mutating func orderByNextColumn(before: Bool = false) {
    let titles = columns.map(\.layout.title)
    guard let order = state.order, let index = titles.firstIndex(of: order.column) else {
      state.order = (before ? titles.last : titles.first).map { TableState<ID>.Order(by: $0) }
      return
    }
    let next = index + (before ? -1 : 1)
    state.order = titles.indices.contains(next) ? .init(by: titles[next]) : nil
  }

  /// Turns the order round.
  package mutating func turnOrder() {
    state.order?.isDescending.toggle()
  }

  /// Does what a pointer does to a list.
  ///
  /// - Parameter point: The act.
  /// - Returns: Whether the row chosen is to be opened; `nil` for acts that lists do not have.
  package mutating func point(_ point: Action.Point) -> Bool? {
    switch point {
    case .row(let place):
      guard rows.indices.contains(place) else { return false }
      let isChosen = place == selectedIndex
      select(place)
      return isChosen
    case .column(let place):
      guard columns.indices.contains(place) else { return false }
      let title = columns[place].layout.title
      if state.order?.column == title { turnOrder() } else { state.order = .init(by: title) }
    case .scroll(let shown, let distance):
      guard let chosen = selectedIndex else { return false }
      state.offset = shown.first(scrolledBy: distance)
      // The row chosen stays on screen.
      select(max(state.offset, min(chosen, state.offset + max(1, shown.visible) - 1)))
    case .part, .moment: return nil
    }
    return false
  }

  private mutating func select(_ place: Int) {
    guard rows.indices.contains(place) else { return }
    state.selected = id(rows[place])
    state.place = place
  }

  /// How rows are ordered and filtered, for the frame.
  var notes: [TextSpan] {
    var notes: [TextSpan] = []
    if let order = state.order {
      notes.append(TextSpan(order.isDescending ? "\(order.column) down" : order.column, .muted))
    }
    if !filter.text.isEmpty { notes.append(TextSpan("/\(filter.text)", .key)) }
    return notes
  }

  /// Takes the actions that all tables have in common: moving, ordering, filtering, and those of a pointer.
  ///
  /// - Parameters:
  ///   - action: The action.
  ///   - visit: The view at work, whose place keeps where one is.
  /// - Returns: `passed` for all others.
  package mutating func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    switch action {
    case .move(let move):
      guard self.move(move, page: visit.scene.pageHeight) else { return .passed }
    case .part(.nextColumn): orderByNextColumn()
    case .part(.previousColumn): orderByNextColumn(before: true)
    case .part(.turnOrder): turnOrder()
    case .point(let point):
      guard let isOpened = self.point(point) else { return .passed }
      if isOpened { visit.request(.perform(.open)) }
    case .lines(.filter):
      visit.request(.prompt(.rows, visit.place[RowFilter.self].text))
      return .done
    case .part, .view, .lines, .time, .general: return .passed
    }
    visit.place[TableState<ID>.self] = state
    return .done
  }

  /// Draws header and rows, with a mark left of the row chosen.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    let visible = Table.visibleRows(in: area)
    let row = selectedIndex ?? 0
    let offset = ScrollMarks.offset(
      showing: row,
      from: state.offset,
      visible: visible,
      count: rows.count
    )
    let shown = offset..<offset + visible
    let cells = rows.enumerated().map { index, row in
      shown.contains(index) ? columns.map { $0.cell(row) } : []
    }
    let inside = area.inset(horizontal: 1, vertical: 0)
    let table = Table(
      columns: columns.map(\.layout),
      rows: cells,
      selected: selectedIndex,
      offset: offset
    )
    table.draw(in: inside, on: &grid, symbols: symbols)
    for place in table.places(in: inside) {
      guard let paint = columns[place.column].paint else { continue }
      for (line, row) in rows.dropFirst(offset).prefix(visible).enumerated() {
        paint(row, Rect(x: place.x, y: inside.y + 1 + line, width: place.width, height: 1), &grid)
      }
    }
    guard visible > 0, !rows.isEmpty else { return }
    let y = area.y + 1 + row - offset
    grid.set(">", x: area.x, y: y, style: Style(.selection, .bold))
  }
}
