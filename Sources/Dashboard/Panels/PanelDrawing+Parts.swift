import Screen
import Signals
import Telemetry

extension PanelDrawing {
  /// The panel on a single line: name, state, numbers, and a sparkline where there is room.
  func drawLine(in area: Rect, on grid: inout Grid) {
    grid.mark(area, as: .part(content.id))
    let title = content.title.padded(to: min(12, area.width / 3))
    var spans = [
      TextSpan(isFocused ? ">" : " "), TextSpan("\(title) ", isFocused ? .focus : .title),
    ]
    // A judgement stands with the value too, and gives way to it.
    let badgePriority = content.state == .fresh ? (cursor == nil ? 99 : 30) : TextSpan.kept
    if let badge {
      spans.append(TextSpan("\(badge.text) ", badge.style, priority: badgePriority))
    }
    if isPast { spans.append(TextSpan("past ", .past)) }
    if let words = missingWords {
      spans.append(TextSpan(words.what, .stale))
    } else if case .failed = content.state, !hasData {
      spans.append(TextSpan(ownFailure ?? "no data yet", ownFailure == nil ? .muted : .critical))
    } else {
      if let cursor, cursorSpans == nil {
        spans.append(TextSpan(time.moment(cursor), .cursor, .bold))
      }
      spans += cursorSpans ?? headlineSpans
      spans += lines.spans(width: area.width)
      for (place, row) in content.rows.sorted(by: Self.isWorse).enumerated() {
        // The worst one is all that a panel without a headline has to say: its name is cut before its
        // value is.
        let isVital = place == 0 && content.headline.isEmpty
        let kept = spans.filter { $0.priority == TextSpan.kept }.reduce(0) { $0 + $1.width }
        let room = area.width - kept - VisibleText.width(of: figureText(row)) - 5
        spans += lineSpans(
          of: row,
          nameWidth: isVital ? max(4, room) : .max,
          priority: isVital ? TextSpan.kept : max(51, 69 - place)
        )
      }
      if let first = factSpans.first { spans.append(TextSpan("  ", priority: first.priority)) }
      spans += factSpans
    }
    TextLine(spans).draw(in: area, on: &grid, symbols: symbols)
  }

  private func lineSpans(of row: Row, nameWidth: Int, priority: Int) -> [TextSpan] {
    let isFirst = content.headline.isEmpty && row == content.rows.min(by: Self.isWorse)
    let lead = isFirst && cursor == nil ? "" : "  "
    let name = VisibleText.truncated(
      row.figure.name,
      to: nameWidth,
      ellipsis: symbols.ellipsis
    )
    return [
      TextSpan("\(lead)\(name) ", .muted, priority: priority),
      TextSpan(figureText(row), Style(role(of: row.figure)), priority: priority),
    ]
  }

  /// The worst must not be left out.
  private static func isWorse(_ left: Row, _ right: Row) -> Bool {
    left.figure.severity ?? .ok > right.figure.severity ?? .ok
  }

  /// The rows that fit, the worst among them, in their usual order.
  private func rows(fitting count: Int) -> [Row] {
    let chosen = content.rows.indices
      .sorted {
        let (left, right) = (content.rows[$0], content.rows[$1])
        return Self.isWorse(left, right) || (!Self.isWorse(right, left) && $0 < $1)
      }
      .prefix(max(0, count)).sorted()
    return chosen.map { content.rows[$0] }
  }

  /// Rows of single values, with gauges or sparklines in aligned columns; what does not fit is
  /// counted in the last line.
  func drawRows(in area: inout Rect, on grid: inout Grid) {
    guard !content.rows.isEmpty, !area.isEmpty else { return }
    let reserved = content.chart == nil ? 0 : min(4, area.height / 2)
    let room = max(1, area.height - reserved)
    let fits = content.rows.count <= room
    let shown = rows(fitting: fits ? room : room - 1)
    // Names come before gauges and sparklines, but not before values.
    let widest = shown.map { VisibleText.width(of: figureText($0)) }.max() ?? 0
    let nameWidth = min(
      max(area.width / 2, area.width - 2 - widest),
      shown.map { VisibleText.width(of: $0.figure.name) }.max() ?? 0
    )
    // Gauges and sparklines start in one column; rows without one do not push it to the right.
    let textWidth =
      shown.filter { $0.fraction != nil || !$0.samples.isEmpty }
      .map { VisibleText.width(of: figureText($0)) }.max() ?? 0
    var y = 0
    for row in shown {
      draw(row, in: area.row(y), nameWidth, textWidth, on: &grid)
      y += 1
    }
    if !fits {
      let more = "\(Character(symbols.ellipsis)) \(content.rows.count - shown.count) more"
      TextLine(more, Style(.muted)).draw(in: area.row(y), on: &grid, symbols: symbols)
      y += 1
    }
    // A headline would have them beside it.
    if !hasHeadline, y < area.height, !factSpans.isEmpty {
      TextLine(factSpans).draw(in: area.row(y), on: &grid, symbols: symbols)
      y += 1
    }
    area = Rect(x: area.x, y: area.y + y, width: area.width, height: area.height - y)
  }

  private func figureText(_ row: Row) -> String {
    let alarm = Character(symbols.signs.alarm)
    switch row.figure.severity {
    case .critical: return "\(alarm)\(alarm) \(row.figure.text)"
    case .warning: return "\(alarm) \(row.figure.text)"
    default: return row.figure.text
    }
  }

  private func draw(
    _ row: Row,
    in line: Rect,
    _ nameWidth: Int,
    _ textWidth: Int,
    on grid: inout Grid
  ) {
    let name = VisibleText.truncated(row.figure.name, to: nameWidth, ellipsis: symbols.ellipsis)
    grid.put(name, x: line.x, y: line.y, limit: nameWidth, style: Style(.muted, emphasis))
    let style = Style(role(of: row.figure), emphasis)
    let x = line.x + nameWidth + 2
    let room = line.endX - x
    let text = VisibleText.truncated(figureText(row), to: max(0, room), ellipsis: symbols.ellipsis)
    grid.put(text, x: x, y: line.y, limit: room, style: style)
    let tail = Rect(
      x: x + textWidth + 2,
      y: line.y,
      width: line.endX - x - textWidth - 2,
      height: 1
    )
    let hasRoom = tail.width >= VisibleText.width(of: row.note)
    if row.fraction == nil, row.samples.isEmpty, !row.note.isEmpty, !hasRoom,
      x + textWidth + 1 < line.endX
    {
      // Half of a number would be another one.
      grid.set(symbols.ellipsis, x: x + textWidth + 1, y: line.y, style: Style(.muted, emphasis))
    }
    guard tail.width >= 4 else { return }
    if let fraction = row.fraction {
      drawGauge(row, fraction, in: tail, on: &grid)
    } else if !row.samples.isEmpty {
      chart.drawSparkline(row.samples, in: tail, style: Style(.series1, emphasis), on: &grid)
    } else if hasRoom {
      TextLine(row.note, Style(.muted, emphasis)).draw(in: tail, on: &grid, symbols: symbols)
    }
  }

  private func drawGauge(_ row: Row, _ fraction: Double, in area: Rect, on grid: inout Grid) {
    let role: Role =
      switch row.figure.severity {
      // The look of a critical text may be reversed, in which a filled cell would look empty.
      case .critical: .criticalMark
      case .warning: .warning
      default: row.figure.isOfNow ? .muted : .gauge
      }
    let threshold = row.threshold
    let marks = [(threshold?.warning, Role.warningMark), (threshold?.critical, .criticalMark)]
      .compactMap { bound, role in bound.map { Gauge.Mark(at: $0, Style(role)) } }
    Gauge(fraction: fraction, style: Style(role, emphasis), marks: marks)
      .draw(in: area, on: &grid, symbols: symbols)
  }
}
