/// One line of styled text with a left and a right part.
///
/// When it is too narrow, spans are left out by priority, the smallest first and of equals the last
/// one; neighbours of one priority, such as a name and its value, go together. What is never left
/// out is cut, the left part last. Each loss is marked by an ellipsis.
package struct TextLine: Hashable, Sendable {
  /// Written from the left edge; spaces between spans are the caller's.
  package var left: [TextSpan]
  /// Written up to the right edge.
  package var right: [TextSpan]
  /// The blank columns that keep the parts apart.
  package var gap: Int
  /// The style of the ellipsis.
  package var ellipsisStyle: Style

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

  package init(_ text: String, _ style: Style = .plain) {
    self.init([TextSpan(text, style)])
  }

  /// The same with its last text as a link.
  package func leading(to address: String) -> TextLine {
    var line = self
    if let last = left.last { line.left[left.count - 1] = last.leading(to: address) }
    return line
  }

  /// The columns that the whole line takes.
  package var width: Int {
    let parts = (Self.width(of: left), Self.width(of: right))
    return parts.0 + parts.1 + (parts.0 > 0 && parts.1 > 0 ? gap : 0)
  }

  /// Draws into the first row of an area; cells that it does not write stay as they are.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    let fitted = fitted(to: area.width)
    let rightWidth = min(area.width, Self.width(of: fitted.right))
    let taken = rightWidth > 0 && !fitted.left.isEmpty ? rightWidth + gap : rightWidth
    let place = Rect(x: area.x, y: area.y, width: area.width - taken, height: 1)
    draw(fitted.left, in: place, isMarked: fitted.hasDropped, on: &grid, symbols)
    let rightPlace = Rect(
      x: area.endX - rightWidth,
      y: area.y,
      width: rightWidth,
      height: rightWidth > 0 ? 1 : 0
    )
    draw(fitted.right, in: rightPlace, isMarked: false, on: &grid, symbols)
  }

  /// Writes spans one after another; the first that does not fit is cut and ends the line.
  private func draw(
    _ spans: [TextSpan],
    in place: Rect,
    isMarked: Bool,
    on grid: inout Grid,
    _ symbols: Symbols
  ) {
    guard !place.isEmpty else { return }
    var x = place.x
    for span in spans {
      let left = place.endX - x
      let width = span.width
      if let target = span.target {
        grid.mark(Rect(x: x, y: place.y, width: min(left, width), height: 1), as: target)
      }
      if width > left {
        // Without a column left the mark takes the last one of the span before.
        let text = VisibleText.truncated(span.text, to: left, ellipsis: symbols.ellipsis)
        x = grid.put(text, x: x, y: place.y, limit: left, style: span.style)
        grid.set(symbols.ellipsis, x: x - 1, y: place.y, style: ellipsisStyle)
        return
      }
      let start = x
      x = grid.put(span.text, x: x, y: place.y, limit: left, style: span.style)
      if let address = span.address {
        grid.link(Rect(x: start, y: place.y, width: x - start, height: 1), to: address)
      }
    }
    guard isMarked else { return }
    // A blank before the mark says that whole spans are missing, not the end of one.
    if x > place.x, x + 1 < place.endX { x += 1 }
    grid.set(symbols.ellipsis, x: min(x, place.endX - 1), y: place.y, style: ellipsisStyle)
  }

  private static func width(of spans: [TextSpan]) -> Int {
    spans.reduce(0) { $0 + $1.width }
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
        Self.remove(victim.index, from: &line.right)
      } else {
        Self.remove(victim.index, from: &line.left)
      }
    }
    // The left part names the thing; a right part that would leave it under four columns goes.
    let rightWidth = Self.width(of: line.right)
    let leftWidth = line.width - rightWidth
    if !line.left.isEmpty, rightWidth > 0, width - rightWidth - gap < min(4, leftWidth) {
      line.right = []
      dropped = true
    }
    return Fitted(left: line.left, right: line.right, hasDropped: dropped)
  }

  /// Takes out a span with its neighbours of the same priority.
  private static func remove(_ index: Int, from spans: inout [TextSpan]) {
    let priority = spans[index].priority
    var first = index
    var last = index
    while first > 0, spans[first - 1].priority == priority { first -= 1 }
    while last + 1 < spans.count, spans[last + 1].priority == priority { last += 1 }
    spans.removeSubrange(first...last)
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
