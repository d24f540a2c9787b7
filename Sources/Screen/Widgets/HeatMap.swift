/// Cells over a horizontal axis, each shaded by the share of its column that lies in its row.
///
/// It has the axes of `LineChart`: one with the same range and gutter lies on the same columns, and a row
/// has the label of its upper end. Where there are more rows than lines, neighbours are added up. The
/// outermost rows that are empty everywhere are left out.
package struct HeatMap: Sendable {
  /// What lies in the rows at one place.
  package struct Column: Hashable, Sendable {
    /// The place at which it ends.
    package var x: Int64
    /// The weight of each row, from the lowest; not negative.
    package var weights: [Double]

    package init(_ x: Int64, _ weights: [Double]) {
      self.x = x
      self.weights = weights
    }
  }

  /// The shares at which the second shade begins, the third, and so on; the first begins above zero.
  package static let shares = [0.02, 0.1, 0.3]

  /// Ascending by `x`; several may fall into a column of the grid, which adds them up.
  package var columns: [Column]
  /// How many rows there are.
  package var rows: Int
  /// The label of a row, counted from the lowest; few are asked for.
  package var label: @Sendable (_ row: Int) -> String
  /// The place just left of the first column of the grid.
  package var start: Int64
  /// The last place of the last column of the grid.
  package var end: Int64
  /// How far a column reaches to the left of its place; what none reaches is a gap.
  package var reach: Int64
  /// The columns of labels and axis together; they are left out where they would leave less than half of
  /// the width to the cells.
  package var gutter: Int
  /// Where the time cursor stands; `nil` or outside the range draws none.
  package var cursor: Int64?
  /// Whether all is drawn faint: the last good data beside an error.
  package var isDimmed = false

  package init(
    _ columns: [Column],
    rows: Int,
    after start: Int64,
    through end: Int64,
    reach: Int64
  ) {
    self.columns = columns
    self.rows = max(0, rows)
    label = { _ in "" }
    self.start = start
    self.end = end
    self.reach = reach
    gutter = 7
  }

  /// The rows that share a line, from the lowest line; none where every column is empty.
  ///
  /// - Parameter limit: The most lines.
  /// - Returns: Adjacent rows, in each line as many as in the others or one more.
  package func lines(atMost limit: Int) -> [Range<Int>] {
    var isUsed = [Bool](repeating: false, count: rows)
    for column in columns where isVisible(column) {
      for (row, weight) in column.weights.prefix(rows).enumerated() where weight > 0 {
        isUsed[row] = true
      }
    }
    guard limit > 0, let first = isUsed.firstIndex(of: true),
      let last = isUsed.lastIndex(of: true)
    else { return [] }
    let used = last + 1 - first
    let count = min(used, limit)
    return (0..<count).map { first + $0 * used / count..<first + ($0 + 1) * used / count }
  }

  private func isVisible(_ column: Column) -> Bool {
    column.x > start && Int128(column.x) - Int128(reach) < Int128(end)
  }

  /// Draws into an area, all of which is overwritten; the highest line is the area's first.
  package func draw(in area: Rect, on grid: inout Grid, symbols: Symbols) {
    guard !area.isEmpty else { return }
    grid.fill(area, style: .plain)
    let lines = lines(atMost: area.height)
    let gutter = gutter <= area.width / 2 ? max(0, gutter) : 0
    let plot = Rect(
      x: area.x + gutter,
      y: area.y,
      width: area.width - gutter,
      height: max(1, lines.count)
    )
    if gutter > 0 { drawAxis(lines, plot, gutter, on: &grid, symbols) }
    guard let scale = ChartScale(start: start, end: end, columns: plot.width) else { return }
    grid.mark(plot, as: scale)
    let marked = cursor.map { scale.column(of: $0) }
    for (column, range) in spread(over: scale).enumerated() {
      let weights = lines.isEmpty || range == nil ? [] : self.weights(range, lines)
      for row in 0..<plot.height {
        var (symbol, style) = (symbols.lines.gap, Style(.muted))
        if range != nil {
          let share = lines.isEmpty ? 0 : weights[lines.count - 1 - row]
          (symbol, style) = Self.look(of: share, symbols)
        }
        if column == marked {
          if symbol == " " { symbol = symbols.lines.cursor }
          style.role = .cursor
        }
        grid.set(symbol, x: plot.x + column, y: plot.y + row, style: style)
      }
    }
    if isDimmed { grid.restyle(area) { $0.emphasis.insert(.dim) } }
  }

  /// The shade of a share, 0…1; blank at zero.
  private static func look(of share: Double, _ symbols: Symbols) -> (Unicode.Scalar, Style) {
    guard share > 0 else { return (" ", .plain) }
    let level = shares.count { share >= $0 }
    return (symbols.shades[level], shade(level))
  }

  /// The style of a shade, counted from 0.
  private static func shade(_ level: Int) -> Style {
    Style([.shade1, .shade2, .shade3, .shade4][level])
  }

  /// The shades with the shares from which on they are drawn, and the mark of a gap.
  ///
  /// - Parameters:
  ///   - gap: What a gap means.
  ///   - symbols: The characters to draw with.
  /// - Returns: The parts of a line.
  package static func legend(gap: String, _ symbols: Symbols) -> [TextSpan] {
    let percents = shares.map { "\(Int(($0 * 100).rounded()))%" }
    var spans: [TextSpan] = []
    for (level, shade) in symbols.shades.enumerated() {
      let text = level < percents.count ? "<\(percents[level])" : "\(percents[level - 1])+"
      spans.append(TextSpan(String(Character(shade)), Self.shade(level)))
      spans.append(TextSpan(" \(text)  ", .muted))
    }
    return spans + [TextSpan("\(Character(symbols.lines.gap)) \(gap)", .muted)]
  }

  /// The columns that lie in each column of a scale: those that end in it, else the next one if it reaches
  /// so far; `nil` is a gap.
  private func spread(over scale: ChartScale) -> [Range<Int>?] {
    var next = columns.firstIndex { $0.x > scale.start } ?? columns.count
    return (0..<scale.columns).map { column in
      let (end, first) = (scale.place(of: column), next)
      while next < columns.count, columns[next].x <= end { next += 1 }
      if next > first { return first..<next }
      guard next < columns.count, Int128(columns[next].x) - Int128(reach) < Int128(end) else {
        return nil
      }
      return next..<next + 1
    }
  }

  /// The share of each line at a place; `nil` in a gap.
  ///
  /// - Parameters:
  ///   - place: A place of the horizontal axis.
  ///   - lines: The rows of each line.
  /// - Returns: All zero where the column is empty.
  package func shares(at place: Int64, _ lines: [Range<Int>]) -> [Double]? {
    guard let index = columns.firstIndex(where: { $0.x >= place }),
      Int128(columns[index].x) - Int128(reach) < Int128(place)
    else { return nil }
    return weights(index..<index + 1, lines)
  }

  /// The share of each line in some columns together.
  private func weights(_ range: Range<Int>?, _ lines: [Range<Int>]) -> [Double] {
    var sums = [Double](repeating: 0, count: lines.count)
    for column in columns[range ?? 0..<0] {
      for (line, rows) in lines.enumerated() {
        for row in rows where row < column.weights.count { sums[line] += column.weights[row] }
      }
    }
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums
  }

  private func drawAxis(
    _ lines: [Range<Int>],
    _ plot: Rect,
    _ gutter: Int,
    on grid: inout Grid,
    _ symbols: Symbols
  ) {
    let style = Style(.muted)
    let x = plot.x - 1
    grid.fill(
      Rect(x: x, y: plot.y, width: 1, height: plot.height),
      with: symbols.lines.axis,
      style: style
    )
    for (row, rows) in lines.reversed().enumerated() {
      grid.set(symbols.lines.axisTick, x: x, y: plot.y + row, style: style)
      let text = VisibleText.truncated(
        label(rows.upperBound - 1),
        to: gutter - 1,
        ellipsis: symbols.ellipsis
      )
      grid.put(text, x: x - VisibleText.width(of: text), y: plot.y + row, style: style)
    }
  }
}
