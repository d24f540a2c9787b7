/// Which rows of the table on screen are shown.
package struct RowFilter: ViewState {
  /// A text that a cell has to have, whatever its case; empty for all rows.
  package var text = ""

  /// All rows.
  package init() {}
}
