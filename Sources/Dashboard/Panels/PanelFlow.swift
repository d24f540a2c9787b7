import Screen

/// Where each panel of the overview lies: boxes in rows, and a line each for those that do not fit.
///
/// Nothing vanishes without a mark: what finds no line is counted in `hidden`.
struct PanelFlow: Hashable, Sendable {
  /// A panel in its place.
  struct Place: Hashable, Sendable {
    var index: Int
    var area: Rect
    /// Whether it is drawn as one line without a border.
    var isLine: Bool
  }

  private(set) var places: [Place] = []
  /// Panels without a place, and the row that says so.
  private(set) var hidden = 0
  private(set) var hiddenRow: Rect?

  /// The least rows of a box: border, headline, and three rows of a chart.
  static let boxHeight = 6

  /// Size needed by a panel.
  struct Need: Hashable, Sendable {
    var width: Int
    var isChart: Bool
    /// The rows of which it makes use, with its border; `nil` where any number is welcome.
    var height: Int?
  }

  init(_ needs: [Need], in area: Rect) {
    guard !area.isEmpty, !needs.isEmpty else { return }
    for boxed in stride(from: needs.count, through: 0, by: -1) {
      let rows = Self.rows(of: Array(needs.prefix(boxed)), in: area)
      guard let rows,
        rows.count * Self.boxHeight + (needs.count - boxed) <= area.height || boxed == 0
      else { continue }
      place(rows, needs, in: area, lines: needs.count - boxed)
      return
    }
  }

  /// Splits panels over as few rows as their widths allow, more where rows would be very tall, and
  /// as evenly as can be, the shorter rows first: those hold the charts.
  private static func rows(of needs: [Need], in area: Rect) -> [Range<Int>]? {
    guard !needs.isEmpty else { return [] }
    guard needs.allSatisfy({ $0.width <= area.width }) else { return nil }
    var least = 1
    var used = 0
    for need in needs {
      if used + need.width > area.width {
        least += 1
        used = 0
      }
      used += need.width
    }
    let wanted = max(least, min(needs.count, area.height / 17))
    for count in wanted...max(wanted, needs.count) {
      let split = evenly(needs.count, over: count)
      let fits = split.allSatisfy { row in
        needs[row].reduce(0) { $0 + $1.width } <= area.width
      }
      if fits { return split }
    }
    return nil
  }

  private static func evenly(_ count: Int, over rows: Int) -> [Range<Int>] {
    var start = 0
    return (0..<rows).compactMap { row in
      let size = count / rows + (row >= rows - count % rows ? 1 : 0)
      defer { start += size }
      return size > 0 ? start..<start + size : nil
    }
  }

  private mutating func place(
    _ rows: [Range<Int>],
    _ needs: [Need],
    in area: Rect,
    lines: Int
  ) {
    let shownLines = rows.isEmpty && lines > area.height ? area.height - 1 : lines
    let boxes = Rect(
      x: area.x,
      y: area.y,
      width: area.width,
      height: area.height - shownLines
    )
    placeBoxes(rows, needs, in: boxes)
    let boxed = rows.last?.upperBound ?? 0
    var y = rows.isEmpty ? area.y : boxes.endY
    for index in boxed..<boxed + shownLines where y < area.endY {
      places.append(
        Place(index: index, area: Rect(x: area.x, y: y, width: area.width, height: 1), isLine: true)
      )
      y += 1
    }
    hidden = needs.count - places.count
    if hidden > 0, y < area.endY {
      hiddenRow = Rect(x: area.x, y: y, width: area.width, height: 1)
    }
  }

  private mutating func placeBoxes(_ rows: [Range<Int>], _ needs: [Need], in area: Rect) {
    // Rows of charts alone deserve more than rows that hold lists as well.
    let weights = rows.map { row in
      needs[row].allSatisfy(\.isChart) ? 4 : needs[row].contains { $0.isChart } ? 3 : 2
    }
    var heights = Self.share(area.height, weights: weights, least: Self.boxHeight)
    Self.giveUpSpareRows(&heights, rows.map { needs[$0] })
    var y = area.y
    for (row, height) in zip(rows, heights) {
      let widths = Self.share(area.width, weights: needs[row].map(\.width), least: 1)
      var x = area.x
      for (index, width) in zip(row, widths) {
        let box = Rect(x: x, y: y, width: width, height: height)
        places.append(Place(index: index, area: box, isLine: false))
        x += width
      }
      y += height
    }
  }

  /// Rows of lists hand the rows of which nobody makes use to those of charts.
  private static func giveUpSpareRows(_ heights: inout [Int], _ rows: [ArraySlice<Need>]) {
    let charts = rows.indices.filter { rows[$0].contains { $0.isChart && $0.height == nil } }
    let lists = rows.indices.filter { row in
      !rows[row].allSatisfy(\.isChart) && !rows[row].allSatisfy { $0.height == nil }
    }
    let takers = charts.filter { !lists.contains($0) }
    guard !takers.isEmpty else { return }
    for row in lists where rows[row].allSatisfy({ $0.isChart || $0.height != nil }) {
      let wanted = max(boxHeight + 2, rows[row].compactMap(\.height).max() ?? 0)
      var spare = heights[row] - wanted
      heights[row] -= max(0, spare)
      while spare > 0 {
        heights[takers[spare % takers.count]] += 1
        spare -= 1
      }
    }
  }

  /// Shares a length by weight; the parts add up to it, and each has `least` where that is possible.
  private static func share(_ length: Int, weights: [Int], least: Int) -> [Int] {
    let total = max(1, weights.reduce(0, +))
    var parts = weights.map { max(least, length * $0 / total) }
    var rest = length - parts.reduce(0, +)
    var index = 0
    while rest != 0, !parts.isEmpty {
      let place = index % parts.count
      if rest > 0 {
        parts[place] += 1
        rest -= 1
      } else if parts[place] > least || index > parts.count * length {
        parts[place] -= 1
        rest += 1
      }
      index += 1
    }
    return parts
  }
}
