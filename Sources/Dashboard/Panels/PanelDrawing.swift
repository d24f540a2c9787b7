import Screen
import Signals
import Telemetry

/// Draws the content of any panel at any size.
struct PanelDrawing {
  private(set) var content: PanelContent
  /// What log lines are drawn by.
  let scene: Scene
  let symbols: Symbols
  let window: Stretch
  let step: Duration
  /// The distance of the columns of a heat map.
  let columnStep: Duration
  let cursor: Timestamp?
  /// What has happened in the window.
  let marks: [TimeMark]
  let time: TimeText
  /// The part of the screen that has the focus; `nil` for none.
  private let focus: String?
  let isPast: Bool
  let isPaused: Bool
  /// Why the server does not answer, which the alert strip says once for all panels; `nil` where it
  /// does.
  let serverFailure: SourceError?

  init(scene: Scene, content: PanelContent) {
    let grain = scene.grain
    self.content = content
    self.scene = scene
    symbols = scene.symbols
    step = grain.step
    columnStep = grain.columnStep
    window = scene.timeline.window(at: scene.serverNow, step: grain.step)
    cursor = scene.timeline.cursor
    marks = scene.marks
    time = scene.timeText
    focus = scene.place.focus
    isPast = scene.timeline.isPast
    isPaused = scene.timeline.pausedAt != nil
    serverFailure = scene.world.metricsServerFailure
  }

  /// The same for another panel of the frame.
  func showing(_ content: PanelContent) -> PanelDrawing {
    var drawing = self
    drawing.content = content
    return drawing
  }

  var isFocused: Bool { focus == content.id }

  /// Whether past values are shown.
  var isFaint: Bool {
    switch content.state {
    case .stale, .failed: true
    default: false
    }
  }

  /// The chart of the window.
  var chart: PanelChart { PanelChart(drawing: self) }

  /// The log lines.
  var lines: PanelLines { PanelLines(drawing: self) }

  var emphasis: Emphasis { isFaint ? .dim : [] }

  /// The state in a word and a sign, or what is wrong with the values; `nil` where all is well.
  var badge: TextSpan? {
    let signs = symbols.signs
    switch content.state {
    case .waiting: return TextSpan("waiting", .muted)
    case .stale(let age): return TextSpan("\(Character(signs.clock)) stale \(age.ageText)", .stale)
    case .missing: return TextSpan("missing", .stale)
    case .failed(_, let age):
      let text = age.map { ", data \($0.ageText) old" } ?? ""
      return TextSpan("\(Character(signs.cross)) failed\(text)", .critical, .bold)
    case .fresh:
      switch content.severity {
      case .critical: return TextSpan("\(Character(signs.alarm)) CRIT", .critical, .bold)
      case .warning: return TextSpan("\(Character(signs.alarm)) warn", .warning)
      default: return nil
      }
    }
  }

  /// The badge, or its age alone where the border has no room for the words.
  private func badge(fitting width: Int) -> TextSpan? {
    guard let badge, badge.width > width, let age = content.state.age else { return badge }
    let sign = badge.text.first.map(String.init) ?? ""
    return TextSpan("\(sign) \(age.ageText) old", badge.style)
  }

  /// Remarks at the right of the border, the most important first.
  var notes: [TextSpan] {
    var notes: [TextSpan] = []
    if let momentNote { notes.append(momentNote) }
    if isPast { notes.append(TextSpan("past", .past, priority: 5)) }
    if isPaused { notes.append(TextSpan("paused", .past, priority: 5)) }
    if !content.warnings.isEmpty { notes.append(TextSpan("partial?", .warning, priority: 4)) }
    if content.isGuessed { notes.append(TextSpan("guessed", .stale, priority: 4)) }
    if content.isLoading { notes.append(TextSpan("loading", .muted, priority: 3)) }
    return notes
  }

  /// The moment of the time cursor where no headline has it; `nil` without a cursor.
  private var momentNote: TextSpan? {
    guard let cursor, content.headline.isEmpty, content.chart == nil else { return nil }
    return TextSpan(time.moment(cursor), .cursor, .bold, priority: 6)
  }

  /// The box with its border.
  func drawBox(in area: Rect, on grid: inout Grid) {
    grid.mark(area, as: .part(content.id))
    var frame = Frame(title: content.title, isFocused: isFocused)
    frame.badge = badge(fitting: area.width - 5 - VisibleText.width(of: content.title))
    frame.notes = notes
    // The sign alone says that something is wrong; without the moment it would be of now.
    if let moment = momentNote, let badge = frame.badge,
      VisibleText.width(of: content.title) + badge.width + moment.width + 7 > area.width
    {
      frame.badge = badge.text.first.map { TextSpan(String($0), badge.style) }
    }
    frame.draw(in: area, on: &grid, symbols: symbols)
    drawInside(Frame.inside(of: area).inset(horizontal: 1, vertical: 0), on: &grid)
  }

  private func drawInside(_ area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    var rest = area
    func take() -> Rect {
      defer { rest = Rect(x: rest.x, y: rest.y + 1, width: rest.width, height: rest.height - 1) }
      return rest.row(0)
    }
    if let words = missingWords {
      let lines = [TextSpan(words.what, .stale), TextSpan(words.advice, .muted)]
      for line in lines.filter({ !$0.text.isEmpty }) {
        for text in VisibleText.wrapped(line.text, to: area.width) where !rest.isEmpty {
          TextLine(text, line.style).draw(in: take(), on: &grid, symbols: symbols)
        }
      }
      // What was there before it went missing is still worth seeing.
      if hasChartData { chart.draw(in: rest, on: &grid) }
      return
    }
    if content.state == .waiting, !hasData {
      return TextLine("waiting for data", Style(.muted))
        .draw(in: take(), on: &grid, symbols: symbols)
    }
    if case .failed = content.state, !hasData {
      let style = Style(ownFailure == nil ? .muted : .critical)
      for text in VisibleText.wrapped(ownFailure ?? "no data yet", to: area.width) {
        TextLine(text, style).draw(in: take(), on: &grid, symbols: symbols)
      }
      return
    }
    let hasSecondLine = area.height >= 5 && hasHeadline
    if hasHeadline { drawHeadline(in: take(), isAlone: !hasSecondLine, on: &grid) }
    if let ownFailure, !rest.isEmpty {
      TextLine(ownFailure, Style(.critical)).draw(in: take(), on: &grid, symbols: symbols)
    } else if hasSecondLine {
      let second = secondLine(width: area.width)
      if !second.isEmpty { TextLine(second).draw(in: take(), on: &grid, symbols: symbols) }
    }
    drawRows(in: &rest, on: &grid)
    drawPicture(in: rest, on: &grid)
  }

  /// The chart, or the log lines.
  func drawPicture(in area: Rect, on grid: inout Grid) {
    lines.draw(in: area, on: &grid)
    chart.draw(in: area, on: &grid)
  }

  /// Why this panel failed; `nil` where it did not, or where all panels fail for one reason that
  /// the alert strip gives.
  var ownFailure: String? {
    guard case .failed(let error, _) = content.state else { return nil }
    // The strip is about the metrics server.
    guard content.logLines == nil else { return error.headline }
    let isTold = serverFailure.map { $0 == error || ServerHealth.isOutage(error) } ?? false
    return isTold ? nil : error.headline
  }

  /// The missing data and advice; `nil` if there is some.
  var missingWords: (what: String, advice: String)? {
    guard case .missing(let text) = content.state else { return nil }
    return (text, content.advice)
  }

  var hasData: Bool {
    (content.headline + content.rows.map(\.figure)).contains { figure in
      figure.value != nil || !figure.history.isEmpty
    } || hasChartData || content.logLines?.isEmpty == false
  }

  private var hasChartData: Bool {
    content.chart?.lines.contains { line in
      line.samples.contains {
        $0.timestamp > window.start && $0.timestamp <= window.end && !$0.value.isNaN
      }
    } ?? false
  }

  var hasHeadline: Bool { !content.headline.isEmpty || cursorSpans != nil }

  /// The numbers that are read first, or those under the time cursor; alone with the facts beside.
  func drawHeadline(in area: Rect, isAlone: Bool, on grid: inout Grid) {
    if let spans = isAlone ? cursorSpans : firstCursorSpans(width: area.width) {
      TextLine(spans, right: isAlone ? factSpans : [], gap: 2)
        .draw(in: area, on: &grid, symbols: symbols)
    } else if isAlone {
      // What is left out beside them is marked.
      let room = area.width - (content.facts.isEmpty ? 0 : 2)
      let spans = headlineSpans(content.headline[...], spacing(width: room))
      TextLine(spans, right: factSpans, gap: 2).draw(in: area, on: &grid, symbols: symbols)
    } else {
      let fitting = content.headline.prefix(fittingFigures(width: area.width))
      TextLine(headlineSpans(fitting, .signed)).draw(in: area, on: &grid, symbols: symbols)
    }
  }

  /// The figures that the first line had no room for, and the facts.
  private func secondLine(width: Int) -> [TextSpan] {
    if let further = furtherCursorSpans(width: width) {
      return further.isEmpty ? factSpans : further
    }
    let rest = content.headline.dropFirst(fittingFigures(width: width))
    let figures = headlineSpans(rest, .signed)
    guard !figures.isEmpty else {
      // The first one is cut where it does not fit: a mark alone would say nothing.
      var spans = factSpans
      for index in spans.indices where spans[index].priority == 50 {
        spans[index].priority = TextSpan.kept
      }
      return spans
    }
    guard !factSpans.isEmpty else { return figures }
    return figures + [TextSpan("  ", priority: 51)] + factSpans
  }

  /// How many figures the first line holds whole; at least one.
  private func fittingFigures(width: Int) -> Int {
    for count in stride(from: content.headline.count, to: 1, by: -1)
    where TextLine(headlineSpans(content.headline.prefix(count), .signed)).width <= width {
      return count
    }
    return 1
  }

  /// A sign tells judged values apart without colour.
  func sign(of severity: Severity?) -> String {
    switch severity {
    case .critical: "\(Character(symbols.signs.alarm))\(Character(symbols.signs.alarm)) "
    case .warning: "\(Character(symbols.signs.alarm)) "
    default: ""
    }
  }

  func role(of figure: Figure) -> Role {
    switch figure.state {
    case .fresh: figure.isOfNow ? .muted : figure.severity.role
    case .failed, .stale: figure.severity == nil ? .stale : figure.severity.role
    case .missing, .waiting: .muted
    }
  }

  var factSpans: [TextSpan] {
    // Remarks are of now, and a chart has its values under the cursor to tell.
    guard cursor == nil || content.chart == nil, !content.facts.isEmpty else { return [] }
    var spans = cursor == nil ? [] : [TextSpan("now ", .muted, priority: 50)]
    for (index, fact) in content.facts.enumerated() {
      let lead = index == 0 ? "" : " \(Character(symbols.signs.separator)) "
      let priority = 50 - 2 * index
      let role: Role =
        cursor == nil ? fact.severity.map { ($0 as Severity?).role } ?? .muted : .muted
      spans.append(TextSpan(lead, .muted, priority: priority))
      let sign = cursor == nil ? sign(of: fact.severity) : ""
      spans.append(TextSpan(sign + fact.text, Style(role, emphasis), priority: priority))
    }
    return spans
  }
}
