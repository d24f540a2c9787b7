import Logs
import Screen
import Signals
import Telemetry

/// All lines of one request in order of time, and where that went.
struct StoryPage {
  let scene: Scene

  private var story: RequestStory? { scene.place[StoryState.self].story }

  func draw(in area: Rect, on grid: inout Grid) {
    var frame = Frame(title: "Request", isFocused: true)
    frame.badge = scene.logList.search.correlation.map { TextSpan($0.id.text, .key) }
    frame.notes = LogStatus(scene: scene).notes(width: area.width)
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area)
    guard !inside.isEmpty else { return }
    guard let story else {
      let lines = LogTail(scene: scene).emptyLines(width: inside.width - 2)
      for (offset, line) in lines.enumerated() {
        let place = inside.row(offset).inset(horizontal: 1, vertical: 0)
        line.draw(in: place, on: &grid, symbols: scene.symbols)
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
      line.draw(in: place, on: &grid, symbols: scene.symbols)
    }
    if bars > 0 { drawParts(story, in: parts[1].inset(horizontal: 1, vertical: 0), on: &grid) }
    StoryTable(scene, width: parts[2].width)?.list
      .draw(in: parts[2], on: &grid, symbols: scene.symbols)
  }

  /// The request, its outcome, and what is usual.
  private func storyHead(_ story: RequestStory) -> [TextLine] {
    let request = story.request
    var spans: [TextSpan] = []
    if let worst = story.worst {
      let sign =
        worst >= .error
        ? "\(scene.alarm)\(scene.alarm) " : worst == .warning ? "\(scene.alarm) " : ""
      spans.append(TextSpan("\(sign)\(worst.word)  ", worst.role, .bold))
    }
    let what = [request.method, request.path].compactMap { $0 }.joined(separator: " ")
    if !what.isEmpty { spans.append(TextSpan("\(what)  ", .text, .bold)) }
    if let status = request.status { spans.append(TextSpan("status \(status)  ", .text)) }
    if let duration = request.duration {
      spans.append(TextSpan("took \(SignalUnit.seconds.text(duration.inSeconds))", .text, .bold))
    }
    if spans.isEmpty { spans = [TextSpan("no level, method or path in its lines", .muted)] }
    let services = story.parts.count == 1 ? "1 service" : "\(story.parts.count) services"
    let lines = story.steps.count == 1 ? "1 line" : "\(story.steps.count) lines"
    let start = scene.timeText.logClock(story.start, hasMilliseconds: true)
    let span = SignalUnit.seconds.text(story.span.inSeconds)
    let separator = " \(Character(scene.symbols.signs.separator)) "
    let facts = ["\(lines) from \(services)", "at \(start)", "over \(span)"]
    var head = [TextLine(spans), TextLine(facts.joined(separator: separator), Style(.muted))]
    if let omission = omission(of: story) { head.append(TextLine(omission, Style(.warning))) }
    if let usual = usualLatency(story) { head.append(usual) }
    return head
  }

  /// The p95 of the endpoint at that time.
  private func usualLatency(_ story: RequestStory) -> TextLine? {
    guard let path = story.request.path, StoryState.latencyQuery(scene) != nil else { return nil }
    let lead = TextSpan("p95 of \(path) at that time  ", .muted)
    guard let reading = scene.world.readings[.storyLatency] else {
      return TextLine([lead, TextSpan(String(Character(scene.symbols.ellipsis)), .muted)])
    }
    if case .failed(let error, _) = reading.state(at: scene.now) {
      return TextLine([lead, TextSpan("\(scene.cross) \(error.headline)", .critical)])
    }
    let unit = scene.world.queryContext.profile.requests.durationUnit
    let buckets = BucketQuantile.joinedBuckets(of: reading.vector, perUnit: unit.perSecond)
    let quantile = BucketQuantile(0.95, of: buckets)
    let bare = buckets.isEmpty ? reading.vector.first?.value : nil
    guard let value = quantile?.value ?? bare, !value.isNaN else {
      return TextLine([lead, TextSpan("no metrics for this endpoint", .muted)])
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
        grid.set(scene.symbols.horizontalEighths[7], x: axis.x + x, y: y, style: style)
      }
      let lines = part.lines == 1 ? "1 line" : "\(part.lines) lines"
      grid.put(lines, x: axis.endX + 1, y: y, limit: 9, style: Style(.muted))
    }
    let end = SignalUnit.seconds.text(story.span.inSeconds)
    TextLine([TextSpan("0", .muted)], right: [TextSpan(end, .muted)])
      .draw(in: axis, on: &grid, symbols: scene.symbols)
  }

  /// A note on lines the story leaves out; `nil` for none.
  private func omission(of story: RequestStory) -> String? {
    let feed = scene.world.logs
    if feed.lines.count > story.steps.count {
      return "only the first \(story.steps.count) lines shown"
    }
    if feed.lines.ring.fallen > 0 { return "older lines dropped (buffer full)" }
    // The plan reads so many, the newest ones.
    let isCut =
      !feed.isComplete && feed.searching == nil && story.steps.count >= LogFeed.storyLimit
    return isCut ? "only the last \(story.steps.count) lines shown" : nil
  }
}
