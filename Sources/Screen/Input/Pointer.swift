/// One act of a mouse at a cell, counted from the screen's top left corner.
package struct Pointer: Hashable, Sendable {
  /// What was done.
  package enum Act: Hashable, Sendable {
    /// The left button was pressed.
    case press
    /// The wheel was turned by so many notches; downwards is positive.
    case wheel(Int)
  }

  /// What was done.
  package var act: Act
  /// The column.
  package var x: Int
  /// The row.
  package var y: Int

  package init(_ act: Act, x: Int, y: Int) {
    self.act = act
    self.x = x
    self.y = y
  }

  /// Both turns of the wheel as one, where the later one is; `nil` for anything else.
  package func joined(with later: Pointer) -> Pointer? {
    guard case .wheel(let notches) = act, case .wheel(let more) = later.act else { return nil }
    let sum = notches.addingReportingOverflow(more)
    return Pointer(.wheel(sum.overflow ? notches : sum.partialValue), x: later.x, y: later.y)
  }
}
