import Screen
import Telemetry

/// The levels of lines over time.
struct LogHistogramDrawing {
  let scene: Scene

  private var histogram: LogHistogram { scene.place[LogsState.self].histogram }

  /// All lines in the upper row, what is bad in the lower one, and the times below; in a single row
  /// the worst level of an interval colours its bar, and the times stand at its ends.
  func draw(_ areas: LogAreas, on grid: inout Grid) {
    let area = areas.histogram
    guard !area.isEmpty, !areas.bars.isEmpty else { return }
    let bars = histogram.bars
    mark(areas.bars, on: &grid)
    let most = bars.reduce(0) { max($0, $1?.all ?? 0) }
    let isSplit = area.height >= 2
    let all = bars.map { $0.map { Double($0.all) } ?? .nan }
    draw(all, most, in: areas.bars.row(0), on: &grid) { bar in
      isSplit ? .muted : bar.errors > 0 ? .criticalMark : bar.warnings > 0 ? .warning : .muted
    }
    let step = histogram.step.prometheusText
    guard isSplit else {
      guard let ends = ends(columns: areas.bars.width, fitting: LogAreas.labelWidth - 1) else {
        return
      }
      label(ends.first, in: area.row(0), on: &grid)
      note("\(ends.last) max \(most)/\(step)", in: area.row(0), on: &grid)
      return
    }
    label("lines", in: area.row(0), on: &grid)
    let isUnknown = bars.contains { $0 == nil }
    let none = isUnknown ? "partly counted" : "none"
    note(most == 0 ? none : "max \(most) in \(step)", in: area.row(0), on: &grid)
    label("warn+", in: area.row(1), on: &grid)
    let bad = bars.map { $0.map { Double($0.errors + $0.warnings) } ?? .nan }
    let worst = bad.filter(\.isFinite).max() ?? 0
    draw(bad, Int(saturating: worst), in: areas.bars.row(1), on: &grid) { bar in
      bar.errors > 0 ? .criticalMark : bar.warnings > 0 ? .warning : .muted
    }
    let errors = bars.reduce(0) { $0 + ($1?.errors ?? 0) }
    note(
      errors == 0 ? (isUnknown ? "" : "no errors") : errors == 1 ? "1 error" : "\(errors) errors",
      in: area.row(1),
      on: &grid
    )
    drawTimes(areas, on: &grid)
  }

  /// Says which interval each bar stands for: a bar begins at its moment, where a point ends at it.
  private func mark(_ area: Rect, on grid: inout Grid) {
    let shown = min(histogram.bars.count, area.width)
    let end = histogram.start + histogram.step * (histogram.bars.count - 1)
    let start = end - histogram.step * shown
    guard let scale = ChartScale(start: start.nanoseconds, end: end.nanoseconds, columns: shown)
    else { return }
    let place = Rect(x: area.endX - shown, y: area.y, width: shown, height: area.height)
    grid.mark(place, as: scale)
  }

  /// The first and the last moment of the bars below their ends, and round ones between.
  private func drawTimes(_ areas: LogAreas, on grid: inout Grid) {
    let line = Rect(
      x: areas.bars.x,
      y: areas.axis.y,
      width: areas.bars.width,
      height: areas.axis.height
    )
    guard !line.isEmpty, let ends = ends(columns: line.width, fitting: line.width / 3) else {
      return
    }
    let style = Style(.muted)
    let shown = min(histogram.bars.count, line.width)
    let left = line.endX - shown
    let end = line.endX - VisibleText.width(of: ends.last)
    // Where hardly anything is drawn, its end says when it was.
    let free = end > left + VisibleText.width(of: ends.first)
    var x = free ? grid.put(ends.first, x: left, y: line.y, style: style) : left
    for tick in scene.timeText.ticks(from: ends.start, to: histogram.end, columns: shown) {
      let distance = Timestamp(nanoseconds: tick.x) - ends.start
      let offset = distance.nanoseconds / max(1, histogram.step.nanoseconds)
      let place = left + Int(offset)
      guard place > x, place + VisibleText.width(of: tick.text) < end else { continue }
      x = grid.put(tick.text, x: place, y: line.y, style: style)
    }
    grid.put(ends.last, x: end, y: line.y, style: style)
    note("1 bar = \(histogram.step.prometheusText)", in: areas.axis, on: &grid)
  }

  /// When the bars that have room begin and end; `nil` where there are none.
  private func ends(
    columns: Int,
    fitting width: Int
  ) -> (start: Timestamp, first: String, last: String)? {
    guard !histogram.bars.isEmpty else { return nil }
    let start = histogram.start + histogram.step * max(0, histogram.bars.count - columns)
    let texts = scene.timeText.ends(start, histogram.end, fitting: width)
    return (start, texts.first, texts.last)
  }

  private func label(_ text: String, in line: Rect, on grid: inout Grid) {
    grid.put(text, x: line.x + 1, y: line.y, limit: max(0, line.width - 1), style: Style(.muted))
  }

  private func note(_ text: String, in line: Rect, on grid: inout Grid) {
    let room = LogAreas.noteWidth - 1
    let shown = VisibleText.truncated(text, to: room, ellipsis: scene.symbols.ellipsis)
    grid.put(shown, x: line.endX - room, y: line.y, limit: room, style: Style(.muted))
  }

  /// One bar a column, at the right edge; no bar for zero, a mark where uncounted.
  ///
  /// The look of a critical text may be reversed, which would turn a low bar into a high one: bars
  /// have that of a mark.
  private func draw(
    _ values: [Double],
    _ most: Int,
    in line: Rect,
    on grid: inout Grid,
    _ role: (LogHistogram.Bar) -> Role
  ) {
    let shown = values.suffix(line.width)
    let shownBars = histogram.bars.suffix(line.width)
    var x = line.endX - shown.count
    for (value, bar) in zip(shown, shownBars) {
      if let bar, value > 0 {
        let share = value / Double(max(1, most))
        let eighth = max(1, min(8, Int(saturating: (share * 8).rounded(.up))))
        let symbol = scene.symbols.verticalEighths[eighth - 1]
        grid.set(symbol, x: x, y: line.y, style: Style(role(bar)))
      } else if bar == nil {
        grid.set(scene.symbols.lines.gap, x: x, y: line.y, style: Style(.muted))
      }
      x += 1
    }
  }
}
