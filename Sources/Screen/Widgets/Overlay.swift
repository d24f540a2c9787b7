/// A box over the middle of a screen: help, a prompt, a question.
package struct Overlay: Hashable, Sendable {
  /// Its border and title.
  package var frame: Frame
  /// The size that it would like, border included.
  package var size: Size

  /// Border and a blank column on each side come on top.
  package init(frame: Frame, content: Size) {
    self.frame = frame
    size = Size(content.width + 4, content.height + 2)
  }

  /// Where the box lies: centred, and no larger than the area.
  package func place(in area: Rect) -> Rect {
    let width = min(size.width, area.width)
    let height = min(size.height, area.height)
    return Rect(
      x: area.x + (area.width - width) / 2,
      y: area.y + (area.height - height) / 2,
      width: width,
      height: height
    )
  }

  /// Clears the box, draws its border and returns the inside for the content.
  ///
  /// A box without room for a border is all content.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) -> Rect {
    let box = place(in: area)
    grid.fill(box, style: .plain)
    grid.mark(box, as: .cover)
    guard box.width >= 3, box.height >= 3 else { return box }
    frame.draw(in: box, on: &grid, symbols: symbols)
    let inside = Frame.inside(of: box)
    return inside.width >= 8 ? inside.inset(horizontal: 1, vertical: 0) : inside
  }
}
