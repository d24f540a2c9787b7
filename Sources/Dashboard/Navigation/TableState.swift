/// Where one is in a list, and how it is ordered; a refresh of its rows changes none of it.
package struct TableState<ID: Hashable & Sendable>: ViewState {
  /// A column that rows are ordered by.
  package struct Order: Hashable, Sendable {
    /// The column's title.
    package var column: String
    /// Whether the largest comes first.
    package var isDescending: Bool

    package init(by column: String, isDescending: Bool = false) {
      self.column = column
      self.isDescending = isDescending
    }
  }

  /// The row chosen; `nil` takes the first.
  package var selected: ID?
  /// Where the row chosen stood last, for when it is gone.
  package internal(set) var place = 0
  /// Rows left out at the top.
  package var offset = 0
  /// The order; `nil` is that of the rows themselves.
  package var order: Order?

  /// The first of all rows.
  package init() {}
}
