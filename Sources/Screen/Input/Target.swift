/// What a pointer finds on a screen.
package enum Target: Hashable, Sendable {
  /// A row of a list, by its index among all.
  case row(Int)
  /// The header of a column, by its index among all.
  case column(Int)
  /// A place on the horizontal axis of a chart: those after the first and up to the last.
  case place(after: Int64, through: Int64)
  /// A part of the screen, by name.
  case part(String)
  /// Rows that scroll.
  case rows(Shown)
  /// A character of the line that is typed, by its index.
  case character(Int)
  /// A box that hides what lies behind it.
  case cover

  /// Which rows of a list are on screen.
  package struct Shown: Hashable, Sendable {
    /// The first one.
    package var first: Int
    /// How many there is room for.
    package var visible: Int
    /// How many there are.
    package var count: Int

    package init(first: Int, visible: Int, count: Int) {
      self.first = first
      self.visible = visible
      self.count = count
    }

    /// The first row after scrolling by so many, as far as it goes.
    package func first(scrolledBy rows: Int) -> Int {
      let moved = first.addingReportingOverflow(rows)
      let wanted = moved.overflow ? (rows < 0 ? 0 : count) : moved.partialValue
      return max(0, min(wanted, count - visible))
    }
  }
}

extension Grid {
  /// Says what stands in an area, for a pointer.
  ///
  /// Whoever draws something says so: where it is for a pointer is then where it is drawn.
  package mutating func mark(_ area: Rect, as target: @autoclosure () -> Target) {
    guard let pointer, area.contains(x: pointer.x, y: pointer.y) else { return }
    note(target())
  }

  /// Says which place each column of a chart stands for, from the area's left to its right.
  package mutating func mark(_ area: Rect, as scale: ChartScale) {
    guard let pointer, area.contains(x: pointer.x, y: pointer.y) else { return }
    let column = pointer.x - area.x
    note(.place(after: scale.place(of: column - 1), through: scale.place(of: column)))
  }
}
