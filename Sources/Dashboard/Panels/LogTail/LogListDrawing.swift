import Logs
import Screen
import Telemetry

/// Draws lines of a log one below the other.
struct LogListDrawing {
  let symbols: Symbols
  let time: TimeText
  let columns: LogColumns
  let isWrapping: Bool
  let hits: LogHits?
  let width: Int

  /// - Parameters:
  ///   - scene: What is shown.
  ///   - width: The columns of a row.
  ///   - isWrapping: Whether long lines take several rows; `nil` for what the list of lines does.
  init(_ scene: Scene, width: Int, isWrapping: Bool? = nil) {
    symbols = scene.symbols
    time = scene.timeText
    columns = LogColumns(width: width)
    self.isWrapping = isWrapping ?? scene.logList.isWrapping
    hits = scene.logList.highlight?.hits
    self.width = width
  }

  /// The message with the chosen fields behind it.
  private func body(_ text: LogRowText) -> String {
    text.fields.isEmpty ? text.message : text.message + "  " + text.fields.joined(separator: " ")
  }

  /// How many rows a line takes.
  func rows(of text: LogRowText) -> Int {
    guard isWrapping else { return 1 }
    return wrapped(text).count
  }

  private func wrapped(_ text: LogRowText) -> [String] {
    let lines = VisibleText.wrapped(body(text), to: columns.messageWidth(in: width))
    guard lines.count > Self.mostRows else { return lines }
    let rest = "\(Character(symbols.ellipsis)) \(lines.count - Self.mostRows + 1) more rows"
    return lines.prefix(Self.mostRows - 1) + [rest]
  }

  /// A line of megabytes must not push all others out.
  static let mostRows = 12

  /// Draws a line into the rows of an area, of which it may have fewer than the line wants.
  ///
  /// `skipping` rows of a wrapped line are above the area.
  func draw(
    _ text: LogRowText,
    in area: Rect,
    skipping: Int = 0,
    isSelected: Bool,
    on grid: inout Grid
  ) {
    guard !area.isEmpty else { return }
    let lines = isWrapping ? wrapped(text) : [body(text)]
    for row in 0..<area.height where skipping + row < lines.count {
      let line = area.row(row)
      if skipping + row == 0 { drawHead(text, in: line, on: &grid) }
      drawBody(lines[skipping + row], text, isFirst: skipping + row == 0, in: line, on: &grid)
      if skipping + row == 0 { joinID(text, in: line, on: &grid) }
      mark(line, on: &grid)
    }
    guard isSelected else { return }
    grid.restyle(area) { style in
      style.role = style.role == .selection ? .cursor : .selection
    }
    grid.set(">", x: area.x, y: area.y, style: Style(.selection, .bold))
  }

  /// Time, level, service and, at the end of the row, the ID.
  ///
  /// Blanks have the style of what is before or behind them: every change of style costs bytes on the
  /// wire.
  private func drawHead(_ text: LogRowText, in line: Rect, on grid: inout Grid) {
    var x = line.x
    func put(_ text: String, _ room: Int, _ style: Style, blanks: Style? = nil) {
      let place = Rect(x: x, y: line.y, width: room, height: 1).intersection(line)
      grid.fill(place, style: blanks ?? style)
      let shown = VisibleText.truncated(text, to: place.width, ellipsis: symbols.ellipsis)
      grid.put(shown, x: x, y: line.y, limit: place.width, style: style)
      x += room
    }
    let muted = Style(.muted)
    put(text.saysTime || columns.clock == .none ? "" : "~", 1, muted)
    if columns.clock != .none {
      let hasMilliseconds = columns.clock == .milliseconds
      let clock = time.logClock(text.timestamp, hasMilliseconds: hasMilliseconds)
      put(clock, hasMilliseconds ? 13 : 9, muted)
    }
    let level = text.level.map { columns.hasLevelWords ? $0.word : String($0.word.prefix(1)) }
    let emphasis: Emphasis = text.level.isAtLeast(.error) ? .bold : []
    let levelStyle = Style(text.level?.role ?? .muted, emphasis)
    // Some themes underline a level.
    let blanks = columns.service > 0 ? muted : Style(.text)
    put(level ?? "", columns.hasLevelWords ? 6 : 2, levelStyle, blanks: blanks)
    if columns.service > 0 {
      let service = VisibleText.truncated(
        text.service,
        to: columns.service,
        ellipsis: symbols.ellipsis
      )
      put(service, columns.service + 1, muted)
    }
    guard columns.id > 0, !text.id.isEmpty else { return }
    let id = columns.shortened(text.id, ellipsis: symbols.ellipsis)
    x = line.endX - columns.id
    put(id, columns.id, muted)
  }

  /// The blank between a message that fills its room and the ID has the style of what is beside it.
  private func joinID(_ text: LogRowText, in line: Rect, on grid: inout Grid) {
    let x = line.endX - columns.id - 1
    guard columns.id > 0, !text.id.isEmpty, x > line.x, grid[x - 1, line.y].scalar != 0x20 else {
      return
    }
    grid.set(" ", x: x, y: line.y, style: Style(.muted))
  }

  private func drawBody(
    _ body: String,
    _ text: LogRowText,
    isFirst: Bool,
    in line: Rect,
    on grid: inout Grid
  ) {
    let x = line.x + columns.messageStart
    let room = min(columns.messageWidth(in: width), line.endX - x)
    guard room > 0 else { return }
    let style = Style(text.level.isAtLeast(.error) ? .criticalMark : .text)
    // Wrapped text fits by itself; a long line is cut before it is read to its end.
    let shown =
      isWrapping ? body : VisibleText.truncated(body, to: room, ellipsis: symbols.ellipsis)
    let end = grid.put(shown, x: x, y: line.y, limit: room, style: style)
    guard isFirst, !isWrapping, !text.fields.isEmpty else { return }
    let start = x + VisibleText.width(of: text.message)
    grid.restyle(Rect(x: start, y: line.y, width: end - start, height: 1)) { $0.role = .muted }
  }

  /// Gives hits another style.
  private func mark(_ line: Rect, on grid: inout Grid) {
    guard let hits else { return }
    let cells = (line.x..<line.endX).map { grid[$0, line.y] }
    for hit in hits.ranges(inCells: cells) {
      let place = Rect(x: line.x + hit.lowerBound, y: line.y, width: hit.count, height: 1)
      grid.restyle(place) { $0.role = .selection }
    }
  }

  /// Something that happened to the stream, as a line across it.
  func draw(_ mark: LogMark, in line: Rect, on grid: inout Grid) {
    guard !line.isEmpty else { return }
    let isLoss: Bool = if case .lost = mark.kind { true } else { false }
    let style = Style(isLoss ? .warning : .past)
    let dash = symbols.border.horizontal
    grid.fill(line, with: dash, style: style)
    let text = " \(mark.words) "
    let shown = VisibleText.truncated(text, to: max(0, line.width - 4), ellipsis: symbols.ellipsis)
    grid.put(shown, x: line.x + 2, y: line.y, limit: line.width - 2, style: style)
  }
}

extension LogMark {
  /// The event, as text.
  var words: String {
    let why = reason.isEmpty ? "" : ": \(reason)"
    switch kind {
    case .reconnected(let recovered):
      return "reconnected, \(Self.lines(recovered)) recovered\(why)"
    case .recovered(let count): return "\(Self.lines(count)) recovered\(why)"
    case .lost(let least?): return "at least \(least) lost\(why)"
    case .lost(nil): return "lines may be missing here\(why)"
    case .changed: return reason
    case .restarted: return "log file restarted\(why)"
    }
  }

  private static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}

extension TimeText {
  /// The time of a log line in few columns; of another day the day instead of the milliseconds.
  func logClock(_ moment: Timestamp, hasMilliseconds: Bool) -> String {
    if display == .relative {
      return moment > now ? "+\((moment - now).ageText)" : "-\((now - moment).ageText)"
    }
    let time = civil(moment)
    let today = civil(now)
    if time.monthDay != today.monthDay || time.year != today.year {
      return hasMilliseconds ? time.monthDayHourMinute : time.monthDay
    }
    guard hasMilliseconds else { return time.clock }
    let digits = String(time.millisecond)
    return time.clock + "." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
