/// One line of styled text with a left and a right part.
///
/// When it is too narrow, spans are left out by priority, the smallest first and of equals the last
/// one; what is never left out is cut, the left part last. Each loss is marked by an ellipsis.
package struct TextLine: Hashable, Sendable {
  /// Written from the left edge; spaces between spans are the caller's.
  package var left: [TextSpan]
  /// Written up to the right edge.
  package var right: [TextSpan]
  /// The blank columns that keep the parts apart.
  package var gap: Int
  /// The style of the ellipsis.
  package var ellipsisStyle: Style

  /// Makes a line.
  package init(
    _ left: [TextSpan],
    right: [TextSpan] = [],
    gap: Int = 1,
    ellipsisStyle: Style = Style(.muted)
  ) {
    self.left = left
    self.right = right
    self.gap = gap
    self.ellipsisStyle = ellipsisStyle
  }

  /// Makes a line of one span.
  package init(_ text: String, _ style: Style = .plain) {
    self.init([TextSpan(text, style)])
  }

  /// The columns that the whole line takes.
  package var width: Int {
    let parts = [left, right].map { $0.reduce(0) { $0 + $1.width } }
    return parts[0] + parts[1] + (parts[0] > 0 && parts[1] > 0 ? gap : 0)
  }

  /// Draws into the first row of an area; cells that it does not write stay as they are.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    let fitted = fitted(to: area.width)
    let rightWidth = fitted.right.reduce(0) { $0 + $1.width }
    let room = area.width - (rightWidth > 0 ? rightWidth + (fitted.left.isEmpty ? 0 : gap) : 0)
    var x = area.x
    var isCut = false
    for span in fitted.left {
      let left = area.x + room - x
      let fits = span.width <= left
      x = grid.put(span.text, x: x, y: area.y, limit: left, style: span.style)
      if !fits {
        isCut = true
        break
      }
    }
    // A blank before the mark says that whole spans are missing, not the end of one.
    if fitted.hasDropped, !isCut { x += x > area.x && x + 1 < area.x + room ? 1 : 0 }
    if isCut || fitted.hasDropped {
      drawEllipsis(after: x, end: area.x + room, y: area.y, on: &grid, symbols)
    }
    var rightX = max(area.x, area.endX - rightWidth)
    for span in fitted.right {
      rightX = grid.put(
        span.text,
        x: rightX,
        y: area.y,
        limit: area.endX - rightX,
        style: span.style
      )
    }
    if rightWidth > area.width {
      grid.set(symbols.ellipsis, x: area.endX - 1, y: area.y, style: ellipsisStyle)
    }
  }

  private func drawEllipsis(
    after x: Int,
    end: Int,
    y: Int,
    on grid: inout Grid,
    _ symbols: Symbols
  ) {
    let place = min(x, end - 1)
    guard place >= 0, place < end else { return }
    grid.set(symbols.ellipsis, x: place, y: y, style: ellipsisStyle)
  }

  private struct Fitted {
    var left: [TextSpan]
    var right: [TextSpan]
    var hasDropped = false
  }

  /// Leaves spans out until the rest fits, and the right part whole when the left one cannot.
  private func fitted(to width: Int) -> Fitted {
    var line = self
    var dropped = false
    while line.width + (dropped ? 1 : 0) > width, let victim = line.leastImportant {
      dropped = true
      if victim.isRight {
        line.right.remove(at: victim.index)
      } else {
        line.left.remove(at: victim.index)
      }
    }
    // The left part names the thing; a right part that would leave it under four columns goes.
    let rightWidth = line.right.reduce(0) { $0 + $1.width }
    let leftWidth = line.width - rightWidth
    if !line.left.isEmpty, rightWidth > 0, width - rightWidth - gap < min(4, leftWidth) {
      line.right = []
      dropped = true
    }
    return Fitted(left: line.left, right: line.right, hasDropped: dropped)
  }

  private var leastImportant: (isRight: Bool, index: Int)? {
    var best: (isRight: Bool, index: Int, priority: Int)?
    for (isRight, spans) in [(false, left), (true, right)] {
      for (index, span) in spans.enumerated() where span.priority != TextSpan.kept {
        if span.priority <= best?.priority ?? .max { best = (isRight, index, span.priority) }
      }
    }
    return best.map { ($0.isRight, $0.index) }
  }
}
