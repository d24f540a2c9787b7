import Logs
import Screen
import Signals
import Telemetry

extension Model {
  /// All lines of one request in order of time, and where that went.
  func drawStoryPage(row: Int, in area: Rect, on grid: inout Grid) {
    var frame = Frame(title: "Request", isFocused: true)
    frame.badge = logs.correlation.map { TextSpan($0.id.text, .key) }
    frame.notes = logNotes(width: area.width)
    frame.draw(in: area, on: &grid, symbols: symbols)
    let inside = Frame.inside(of: area)
    guard !inside.isEmpty else { return }
    guard let story = logs.story else {
      let lines = emptyLogLines(width: inside.width - 2)
      for (offset, line) in lines.enumerated() {
        let place = inside.row(offset).inset(horizontal: 1, vertical: 0)
        line.draw(in: place, on: &grid, symbols: symbols)
      }
      return
    }
    let head = storyHead(story)
    // Bars are worth rows only where the lines keep some.
    let bars = inside.height >= 12 ? min(story.parts.count, inside.height / 3) : 0
    let parts = Layout.split(
      inside,
      .rows,
      [
        .fixed(min(head.count, max(1, inside.height / 3))), .fixed(bars > 0 ? bars + 2 : 0),
        .flexible(),
      ]
    )
    for (offset, line) in head.enumerated() {
      let place = parts[0].row(offset).inset(horizontal: 1, vertical: 0)
      line.draw(in: place, on: &grid, symbols: symbols)
    }
    if bars > 0 { drawParts(story, in: parts[1].inset(horizontal: 1, vertical: 0), on: &grid) }
    drawSteps(story, row: row, in: parts[2], on: &grid)
  }

  /// What was asked, what came of it, and what is usual.
  private func storyHead(_ story: RequestStory) -> [TextLine] {
    let request = story.request
    var spans: [TextSpan] = []
    if let worst = story.worst {
      let sign = worst >= .error ? "\(alarm)\(alarm) " : worst == .warning ? "\(alarm) " : ""
      spans.append(TextSpan("\(sign)\(worst.word)  ", worst.role, .bold))
    }
    let what = [request.method, request.path].compactMap { $0 }.joined(separator: " ")
    if !what.isEmpty { spans.append(TextSpan("\(what)  ", .text, .bold)) }
    if let status = request.status { spans.append(TextSpan("status \(status)  ", .text)) }
    if let duration = request.duration {
      spans.append(TextSpan("took \(SignalUnit.seconds.text(duration.inSeconds))", .text, .bold))
    }
    if spans.isEmpty { spans = [TextSpan("no line names level, method or path", .muted)] }
    let services = story.parts.count == 1 ? "1 service" : "\(story.parts.count) services"
    let lines = story.steps.count == 1 ? "1 line" : "\(story.steps.count) lines"
    let start = timeText.logClock(story.start, hasMilliseconds: true)
    let span = SignalUnit.seconds.text(story.span.inSeconds)
    let separator = " \(Character(symbols.signs.separator)) "
    let facts = ["\(lines) of \(services)", "first at \(start)", "\(span) to the last"]
    var head = [TextLine(spans), TextLine(facts.joined(separator: separator), Style(.muted))]
    if let omission = storyOmission { head.append(TextLine(omission, Style(.warning))) }
    if let usual = usualLatency(story) { head.append(usual) }
    return head
  }

  /// The p95 of the endpoint at that time.
  private func usualLatency(_ story: RequestStory) -> TextLine? {
    guard let path = story.request.path, storyQuery != nil else { return nil }
    let lead = TextSpan("p95 of \(path) at that time  ", .muted)
    guard let reading = readings[.storyLatency] else {
      return TextLine([lead, TextSpan(String(Character(symbols.ellipsis)), .muted)])
    }
    if case .failed(let error, _) = reading.state(at: now) {
      return TextLine([lead, TextSpan("\(cross) \(error.headline)", .critical)])
    }
    let buckets = BucketQuantile.buckets(of: reading.vector)
    let quantile = BucketQuantile(0.95, of: buckets)
    let bare = buckets.isEmpty ? reading.vector.first?.value : nil
    guard let value = quantile?.value ?? bare, !value.isNaN else {
      return TextLine([lead, TextSpan("no requests of this endpoint in the metrics", .muted)])
    }
    let text = quantile?.text ?? SignalUnit.seconds.text(value)
    var spans = [lead, TextSpan(text, .text, .bold)]
    let own = (story.request.duration ?? story.span).inSeconds
    // Of a value that is no more than a bound nothing is a multiple.
    if own > value, value > 0, quantile?.isBeyondBuckets != true {
      let factor = own / value
      let text = UnitNumber.fixed(factor, decimals: factor < 10 ? 1 : 0)
      spans.append(TextSpan("  this one took \(text) times as long", .warning))
    }
    return TextLine(spans)
  }

  /// A bar for each service on one axis of time.
  private func drawParts(_ story: RequestStory, in area: Rect, on grid: inout Grid) {
    let nameWidth = min(
      area.width / 4,
      story.parts.map { VisibleText.width(of: $0.service ?? "?") }.max() ?? 0
    )
    let axis = Rect(
      x: area.x + nameWidth + 2,
      y: area.y,
      width: area.width - nameWidth - 2 - 10,
      height: 1
    )
    guard axis.width >= 8 else { return }
    let total = max(1, story.span.nanoseconds)
    func column(_ elapsed: Duration) -> Int {
      let share = max(0, min(1, Double(elapsed.nanoseconds) / Double(total)))
      return Int(saturating: share * Double(axis.width - 1))
    }
    for (row, part) in story.parts.prefix(area.height - 2).enumerated() {
      let y = area.y + 1 + row
      let name = (part.service ?? "?").padded(to: nameWidth)
      grid.put(name, x: area.x, y: y, limit: nameWidth, style: Style(.title))
      let style = Style(part.worst.map(\.role) ?? .gauge)
      for x in Range(from: column(part.first), upTo: column(part.last) + 1) {
        grid.set(symbols.horizontalEighths[7], x: axis.x + x, y: y, style: style)
      }
      let lines = part.lines == 1 ? "1 line" : "\(part.lines) lines"
      grid.put(lines, x: axis.endX + 1, y: y, limit: 9, style: Style(.muted))
    }
    let end = SignalUnit.seconds.text(story.span.inSeconds)
    TextLine([TextSpan("0", .muted)], right: [TextSpan(end, .muted)])
      .draw(in: axis, on: &grid, symbols: symbols)
  }

  /// The lines with the time since the first; what took long stands out.
  private func drawSteps(_ story: RequestStory, row: Int, in area: Rect, on grid: inout Grid) {
    let rows = story.steps.map { step in
      let level = step.entry.facts.level
      let gap = step.isGapLong ? "\(alarm) +\(SignalUnit.seconds.text(step.gap.inSeconds))" : ""
      return [
        TextSpan(SignalUnit.seconds.text(step.elapsed.inSeconds), .muted),
        TextSpan(gap, .warning, .bold),
        TextSpan(level?.word ?? "", Style(level?.role ?? .muted, .bold)),
        TextSpan(step.service ?? "", .title),
        TextSpan(step.message, level.isAtLeast(.error) ? .critical : .text),
        TextSpan(rowText(of: step.entry).fields.joined(separator: " "), .muted),
      ]
    }
    var table = Table(
      columns: storyColumns(rows, width: area.width),
      rows: rows,
      selected: row
    )
    let visible = Table.visibleRows(in: area)
    table.offset = ScrollMarks.offset(
      showing: row,
      from: 0,
      visible: visible,
      count: rows.count
    )
    table.draw(in: area.inset(horizontal: 1, vertical: 0), on: &grid, symbols: symbols)
    guard visible > 0 else { return }
    let y = area.y + 1 + row - table.offset
    grid.set(">", x: area.x, y: y, style: Style(.selection, .bold))
  }

  /// Messages have the columns that they need, and what else a line holds has the rest.
  private func storyColumns(_ rows: [[TextSpan]], width: Int) -> [Table.Column] {
    let service = width < 100 ? 10 : 16
    var columns = [
      Table.Column("since", .fixed(8), .right),
      Table.Column("waited", .fixed(11), .right, priority: 3),
      Table.Column("level", .fixed(5), priority: 2),
      Table.Column("service", .fixed(service), priority: 1),
    ]
    let message = min(width / 2, rows.map { $0[4].width }.max() ?? 0)
    let hasFields = rows.contains { !$0[5].text.isEmpty }
    guard hasFields, width - 33 - service - message >= 16 else {
      return columns + [Table.Column("message", .flexible(min: 16))]
    }
    columns.append(Table.Column("message", .fixed(message + 1)))
    columns.append(Table.Column("fields", .flexible(min: 16)))
    return columns
  }
}
