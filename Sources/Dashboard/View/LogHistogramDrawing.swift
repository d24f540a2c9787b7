import Screen
import Telemetry

extension Model {
  /// All lines in the upper row, what is bad in the lower one; in a single row the worst level of
  /// an interval colours its bar.
  func drawLogHistogram(_ areas: LogAreas, on grid: inout Grid) {
    let area = areas.histogram
    guard !area.isEmpty, !areas.bars.isEmpty else { return }
    let bars = logs.histogram.bars
    let most = bars.reduce(0) { max($0, $1?.all ?? 0) }
    let isSplit = area.height >= 2
    label("lines", in: area.row(0), on: &grid)
    let all = bars.map { $0.map { Double($0.all) } ?? .nan }
    draw(all, most, in: areas.bars.row(0), on: &grid) { bar in
      isSplit ? .muted : bar.errors > 0 ? .critical : bar.warnings > 0 ? .warning : .muted
    }
    let peak = most == 0 ? "none" : "max \(most) in \(logs.histogram.step.prometheusText)"
    note(peak, in: area.row(0), on: &grid)
    guard isSplit else { return }
    label("warn+", in: area.row(1), on: &grid)
    let bad = bars.map { $0.map { Double($0.errors + $0.warnings) } ?? .nan }
    let worst = bad.filter(\.isFinite).max() ?? 0
    draw(bad, Int(worst), in: areas.bars.row(1), on: &grid) { bar in
      bar.errors > 0 ? .critical : bar.warnings > 0 ? .warning : .muted
    }
    let errors = bars.reduce(0) { $0 + ($1?.errors ?? 0) }
    note(
      errors == 0 ? "no errors" : errors == 1 ? "1 error" : "\(errors) errors",
      in: area.row(1),
      on: &grid
    )
  }

  private func label(_ text: String, in line: Rect, on grid: inout Grid) {
    grid.put(text, x: line.x + 1, y: line.y, limit: max(0, line.width - 1), style: Style(.muted))
  }

  private func note(_ text: String, in line: Rect, on grid: inout Grid) {
    let room = LogAreas.noteWidth - 1
    let shown = VisibleText.truncated(text, to: room, ellipsis: symbols.ellipsis)
    grid.put(shown, x: line.endX - room, y: line.y, limit: room, style: Style(.muted))
  }

  /// One bar a column, at the right edge; no bar for nothing, a mark where nobody has counted.
  private func draw(
    _ values: [Double],
    _ most: Int,
    in line: Rect,
    on grid: inout Grid,
    _ role: (LogHistogram.Bar) -> Role
  ) {
    let shown = values.suffix(line.width)
    let shownBars = logs.histogram.bars.suffix(line.width)
    var x = line.endX - shown.count
    for (value, bar) in zip(shown, shownBars) {
      if let bar, value > 0 {
        let share = value / Double(max(1, most))
        let eighth = max(1, min(8, Int((share * 8).rounded(.up))))
        let symbol = symbols.verticalEighths[eighth - 1]
        grid.set(symbol, x: x, y: line.y, style: Style(role(bar)))
      } else if bar == nil {
        grid.set(symbols.lines.gap, x: x, y: line.y, style: Style(.muted))
      }
      x += 1
    }
  }
}
