import Screen
package import Signals
package import Telemetry

/// How values are distributed over the window, as a panel's page shows it.
package struct Heat: Hashable, Sendable {
  /// What is counted, in words.
  package var title: String
  /// The counts; `nil` while none are known.
  package var buckets: BucketMatrix?
  /// What the bounds of the buckets are divided by.
  package var scale: Double
  /// The unit of the bounds then.
  package var unit: SignalUnit
  /// The state of the counts, which is not the panel's.
  package var state: ReadingState

  /// The bound of a bucket; that of the one around zero is as good as zero.
  func label(of bound: Double) -> String {
    guard bound.isFinite else { return "+Inf" }
    let bound = bound / scale
    guard bound.magnitude >= 1e-9 else { return "0" }
    let text = unit.boundText(bound)
    return text.number + text.unit
  }
}

extension PanelInput {
  /// The heat map of durations; `nil` where none is asked for.
  func heat() -> Heat? {
    guard let query = queries.first(where: { $0.form == .buckets }), query.missingMetric == nil
    else { return nil }
    return Heat(
      title: "Requests by duration",
      buckets: readings[query.id]?.buckets,
      scale: context.profile.requests.durationUnit.perSecond,
      unit: .seconds,
      state: state(of: query)
    )
  }
}

/// Draws a heat map below a chart of the same width, on the same columns.
struct PanelHeatMap {
  let drawing: PanelDrawing
  let heat: Heat

  /// Whether a page has room for one below its chart.
  static func fits(in page: Rect) -> Bool { page.height >= 17 && page.width >= 40 }

  /// The rows that it takes, its title among them, on so many columns.
  func height(atMost limit: Int, width: Int) -> Int {
    min(limit, 1 + map(columns: width).lines(atMost: limit - 1).count)
  }

  func draw(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let map = map(columns: area.width)
    let lines = map.lines(atMost: area.height - 1)
    TextLine(title(map, lines)).draw(in: area.row(0), on: &grid, symbols: drawing.symbols)
    guard !lines.isEmpty else { return }
    let cells = Rect(x: area.x, y: area.y + 1, width: area.width, height: area.height - 1)
    map.draw(in: cells, on: &grid, symbols: drawing.symbols)
  }

  /// The title, then the shares at the cursor and what the shades mean, or why there are none.
  private func title(_ map: HeatMap, _ lines: [Range<Int>]) -> [TextSpan] {
    let symbols = drawing.symbols
    var spans = [TextSpan("\(heat.title)  ", .title)]
    switch heat.state {
    case .failed(let error, _):
      let cross = Character(symbols.signs.cross)
      spans.append(TextSpan("\(cross) failed: \(error.headline)  ", .critical))
    case .stale(let age):
      let clock = Character(symbols.signs.clock)
      spans.append(TextSpan("\(clock) stale \(age.ageText)  ", .stale))
    case .missing(let words): spans.append(TextSpan(words, .stale))
    case .waiting:
      spans.append(TextSpan(drawing.isPaused ? "not asked while paused" : "waiting", .muted))
    case .fresh where lines.isEmpty: spans.append(TextSpan("idle", .muted))
    case .fresh: break
    }
    guard let most = lines.map(\.count).max() else { return spans }
    if let cursor = drawing.cursor { spans += largest(map, lines, at: cursor) }
    spans += HeatMap.legend(gap: "no data", symbols).map { span in
      TextSpan(span.text, span.style, priority: 2)
    }
    if most > 1 {
      spans.append(TextSpan("  up to \(most) buckets a line", .muted, priority: 1))
    }
    return spans
  }

  /// The lines with the largest shares at a moment, the largest first.
  private func largest(
    _ map: HeatMap,
    _ lines: [Range<Int>],
    at moment: Timestamp
  ) -> [TextSpan] {
    guard let shares = map.shares(at: moment.nanoseconds, lines) else {
      return [TextSpan("no data  ", .cursor)]
    }
    let order = shares.indices.filter { shares[$0] >= 0.01 }.sorted {
      (shares[$1], $0) < (shares[$0], $1)
    }
    guard !order.isEmpty else { return [TextSpan("idle  ", .cursor)] }
    return order.prefix(3).enumerated().map { place, line in
      let (first, last) = (lines[line].lowerBound, lines[line].upperBound - 1)
      let lower = first > 0 ? "\(map.label(first - 1))–" : "≤ "
      let share = UnitNumber.fixed(shares[line] * 100, decimals: 0) + "%"
      return TextSpan("\(share) \(lower)\(map.label(last))  ", .cursor, priority: 9 - place)
    }
  }

  private func map(columns width: Int) -> HeatMap {
    let bounds = heat.buckets?.bounds ?? []
    let window = drawing.window
    var map = HeatMap(
      (heat.buckets?.columns ?? []).map { HeatMap.Column($0.timestamp.nanoseconds, $0.counts) },
      rows: bounds.count,
      after: window.start.nanoseconds,
      through: window.end.nanoseconds,
      reach: drawing.columnStep.nanoseconds
    )
    map.label = { [heat] row in heat.label(of: bounds[row]) }
    if let scale = drawing.chart.scale(columns: width - map.gutter) {
      (map.start, map.end) = (scale.start, scale.end)
    }
    map.cursor = drawing.cursor?.nanoseconds
    switch heat.state {
    case .stale, .failed: map.isDimmed = true
    case .fresh, .missing, .waiting: break
    }
    return map
  }
}
