/// A screen of cells as a value: what views draw into and what a presenter shows.
package struct Grid: Hashable, Sendable {
  /// Columns and rows.
  package let size: Size
  /// Row by row, `size.width * size.height` cells.
  package private(set) var cells: [Cell]
  /// The cell of which is asked what is drawn there; `nil` for none.
  let pointer: Pointer?
  /// What stands at that cell, what was drawn last in front.
  package private(set) var targets: [Target] = []

  /// Texts that are links, in the order of drawing.
  package private(set) var links: [Link] = []

  /// A text on one row that leads to an address; it is ASCII, so that each character has a cell.
  package struct Link: Hashable, Sendable {
    /// The cell of its first character.
    package let x, y: Int
    /// The text.
    package let text: String
    /// Where it leads to; hostile.
    package let address: String
  }

  /// A blank screen, of which may be asked what a pointer finds.
  package init(_ size: Size, under pointer: Pointer? = nil) {
    self.size = size
    self.pointer = pointer
    cells = Array(repeating: .blank, count: size.width * size.height)
  }

  /// The rectangle of the whole grid.
  package var bounds: Rect { Rect(size) }

  /// The cell at a column and a row, both inside the grid.
  package subscript(x: Int, y: Int) -> Cell {
    cells[y * size.width + x]
  }

  /// Writes one line of text and returns the column after it.
  ///
  /// The text passes `VisibleText`; what does not fit into `limit` columns or the grid is cut at a
  /// whole character. A wide character of which only one half fits is left out.
  @discardableResult
  package mutating func put(
    _ text: some StringProtocol,
    x: Int,
    y: Int,
    limit: Int = .max,
    style: Style = .plain
  ) -> Int {
    guard y >= 0, y < size.height, limit > 0 else { return x }
    let end = min(size.width, limit > size.width ? size.width : x + limit)
    var column = x
    var isShown = false
    VisibleText.forEachScalar(in: text) { scalar, width in
      if width == 0 {
        if isShown { addMark(scalar, x: column - 1, y: y) }
        return true
      }
      guard column + width <= end else { return false }
      isShown = column >= 0
      if isShown { set(scalar, width: width, x: column, y: y, style: style) }
      column += width
      return true
    }
    return column
  }

  /// Fills a rectangle with one character of one column.
  package mutating func fill(_ rect: Rect, with character: Unicode.Scalar = " ", style: Style) {
    let area = rect.intersection(bounds)
    guard !area.isEmpty else { return }
    let cell = Cell(scalar: character.value, style: style)
    for y in area.y..<area.endY {
      let row = y * size.width
      // Halves of wide characters that reach over an edge become blank with the other half.
      set(character, x: area.x, y: y, style: style)
      set(character, x: area.endX - 1, y: y, style: style)
      for index in row + area.x..<row + area.endX { cells[index] = cell }
    }
  }

  /// Gives every cell of a rectangle another style and leaves its text.
  package mutating func restyle(_ rect: Rect, _ change: (inout Style) -> Void) {
    let area = rect.intersection(bounds)
    for y in area.y..<area.endY {
      for x in area.x..<area.endX { change(&cells[y * size.width + x].style) }
    }
  }

  /// Puts one allowed character into a cell; a wide one whose half is overwritten becomes blank.
  package mutating func set(
    _ scalar: Unicode.Scalar,
    width: Int = 1,
    x: Int,
    y: Int,
    style: Style
  ) {
    guard x >= 0, y >= 0, x + width <= size.width, y < size.height else { return }
    let index = y * size.width + x
    if cells[index].isContinuation, x > 0 { cells[index - 1].blankOut() }
    let after = index + width
    if x + width < size.width, cells[after].isContinuation { cells[after].blankOut() }
    cells[index] = Cell(scalar: scalar.value, style: style)
    if width == 2 { cells[index + 1] = Cell(scalar: 0, style: style) }
  }

  /// Notes what stands at the pointer's cell; a cover hides what was there before.
  mutating func note(_ target: Target) {
    targets = target == .cover ? [target] : [target] + targets
  }

  /// Makes cells of a row a link; blanks around their text are none of it.
  mutating func link(_ area: Rect, to address: String) {
    let area = area.intersection(bounds)
    guard area.height == 1 else { return }
    let filled = (area.x..<area.endX).filter { self[$0, area.y].scalar != 0x20 }
    guard let first = filled.first, let last = filled.last else { return }
    let scalars = (first...last).compactMap { Unicode.Scalar(self[$0, area.y].scalar) }
    guard scalars.count == last - first + 1,
      scalars.allSatisfy({ $0.isASCII && $0.value > 0x20 })
    else { return }
    let text = String(String.UnicodeScalarView(scalars))
    links.append(Link(x: first, y: area.y, text: text, address: address))
  }

  private mutating func addMark(_ mark: Unicode.Scalar, x: Int, y: Int) {
    guard x >= 0, x < size.width else { return }
    var index = y * size.width + x
    if cells[index].isContinuation, x > 0 { index -= 1 }
    if cells[index].mark1 == 0 {
      cells[index].mark1 = mark.value
    } else if cells[index].mark2 == 0 {
      cells[index].mark2 = mark.value
    }
  }

  /// The text of one row, trailing blanks included.
  package func text(row: Int) -> String {
    (0..<size.width).map { self[$0, row].text }.joined()
  }
}

extension Cell {
  fileprivate mutating func blankOut() {
    self = Cell(scalar: 0x20, style: style)
  }
}
