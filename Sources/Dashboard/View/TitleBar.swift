import Logs
import Screen
import Signals
import Telemetry

extension Model {
  /// Service, stretch of time, servers and clock on one line.
  func drawTitleBar(in area: Rect, on grid: inout Grid) {
    let role: Role = timeline.isPast || timeline.pausedAt != nil ? .past : .bar
    grid.fill(area, style: Style(role))
    var left = [TextSpan(" goldtop ", role, .bold)]
    let name = [settings.service, settings.environment].filter { !$0.isEmpty }
    if !name.isEmpty {
      left.append(TextSpan(" \(name.joined(separator: " \(separator) ")) ", role, priority: 6))
    }
    left += timeSpans(role)
    var right: [TextSpan] = []
    for server in settings.servers { right += healthSpans(server, role) }
    if settings.logs.isPresent { right += logHealthSpans(role) }
    right.append(TextSpan("  \(timeText.clock) ", role, priority: 7))
    TextLine(left, right: right, ellipsisStyle: Style(role)).draw(
      in: area,
      on: &grid,
      symbols: symbols
    )
  }

  private var separator: String { String(Character(symbols.signs.separator)) }

  private func timeSpans(_ role: Role) -> [TextSpan] {
    let grain = grain
    let range = "  \(timeline.range.rawValue)"
    let step = TextSpan(" step \(grain.step.prometheusText)", role, priority: 3)
    let window = timeline.window(at: serverNow, step: grain.step)
    if timeline.isPast {
      let age = (serverNow - window.end).ageText
      return [
        TextSpan(" PAST ", role, .bold),
        TextSpan(
          " \(timeText.stretch(window.start, window.end)), ended \(age) ago",
          role,
          priority: 9
        ),
        TextSpan(range, role, priority: 8), step,
      ]
    }
    if let pausedAt = timeline.pausedAt {
      return [
        TextSpan(" PAUSED ", role, .bold),
        TextSpan(
          " at \(timeText.moment(pausedAt)), \((now - pausedAt).ageText) ago",
          role,
          priority: 9
        ),
        TextSpan(range, role, priority: 8), step,
      ]
    }
    return [
      TextSpan(range, role, priority: 8), step,
      TextSpan("  every \(settings.refresh.prometheusText)", role, priority: 2),
    ]
  }

  /// Who keeps the log lines, and how they come in.
  private func logHealthSpans(_ bar: Role) -> [TextSpan] {
    var spans = [TextSpan("  \(settings.logs.source) ", bar)]
    let dot = String(Character(symbols.signs.dot))
    switch logs.status {
    case .live(let way)?:
      spans.append(TextSpan(dot, bar))
      if case .polling = way { spans.append(TextSpan(" polling", bar, priority: 4)) }
    case .broken?: spans.append(TextSpan("\(cross) down", .critical, .bold))
    case .ended?: spans.append(TextSpan("ended", bar))
    case nil where logs.failure != nil: spans.append(TextSpan("\(cross) down", .critical, .bold))
    // Of the past nothing is followed: an answer says that the source is there.
    case nil where logs.isComplete, .connecting? where logs.isComplete:
      spans.append(TextSpan(dot, bar))
    case nil, .connecting?: spans.append(TextSpan(String(Character(symbols.ellipsis)), bar))
    }
    return spans
  }

  /// How far back an embedded engine remembers, or is to remember.
  private func span(of holding: StoreHolding, _ bar: Role) -> TextSpan {
    guard let held = holding.shortenedTo else {
      return TextSpan(" keeps \(holding.ageLimit.prometheusText)", bar, priority: 1)
    }
    let minutes = Duration.seconds(held.components.seconds / 60 * 60)
    return TextSpan(" holds \(minutes.prometheusText)", .warning, priority: 9)
  }

  private func healthSpans(_ server: ServerRole, _ bar: Role) -> [TextSpan] {
    let name = server == .prometheus ? settings.metricsName : "am"
    let health = health[server] ?? ServerHealth()
    var spans = [TextSpan("  \(name) ", bar)]
    switch health.state {
    case .waiting:
      spans.append(TextSpan(String(Character(symbols.ellipsis)), bar))
    case .up:
      spans.append(TextSpan(String(Character(symbols.signs.dot)), bar))
      if let latency = health.latency {
        spans.append(TextSpan(" \(SignalUnit.seconds.text(latency.inSeconds))", bar, priority: 4))
      }
      if let holding = health.holding { spans.append(span(of: holding, bar)) }
    case .down:
      spans.append(TextSpan("\(Character(symbols.signs.cross)) down", .critical, .bold))
      if let retryAt = health.retryAt, retryAt > now {
        spans.append(TextSpan(" retry \((retryAt - now).ageText)", bar, priority: 4))
      }
    }
    if health.clockSkew != .zero {
      let sign = health.clockSkew > .zero ? "+" : "-"
      let skew = health.clockSkew > .zero ? health.clockSkew : .zero - health.clockSkew
      spans.append(TextSpan(" clock \(sign)\(skew.ageText)", .warning, priority: 10))
    }
    return spans
  }
}
