import Logs
import Screen
import Signals
import Telemetry

/// Service, stretch of time, servers and clock on one line.
struct TitleBar {
  let scene: Scene

  func draw(in area: Rect, on grid: inout Grid) {
    let role: Role = shownPast != nil || scene.timeline.pausedAt != nil ? .past : .bar
    grid.fill(area, style: Style(role))
    var right: [TextSpan] = []
    for server in scene.settings.servers { right += healthSpans(server, role, area.width) }
    if scene.settings.logs.isPresent { right += logHealthSpans(role) }
    if scene.settings.allowsWriting {
      // Some themes underline a warning, which would show in blanks.
      right.append(TextSpan("  ", role, priority: 65))
      right.append(TextSpan("may write", Style(.warning, .bold), priority: 65))
    }
    if scene.settings.isPointing { right.append(TextSpan("  mouse", role, priority: 23)) }
    right.append(TextSpan("  \(clock(area.width)) ", role, priority: 60))
    let time = timeSpans(role)
    let needed = (time + right).filter { $0.priority > 15 }.reduce(0) { $0 + $1.width }
    let names = nameSpans(role, width: area.width - needed - 3)
    let taken = names.reduce(needed) { $0 + $1.width }
    let left = names + time + trailSpans(role, width: area.width - taken - 3)
    TextLine(left, right: right, ellipsisStyle: Style(role)).draw(
      in: area,
      on: &grid,
      symbols: scene.symbols
    )
  }

  /// Our name and that of the service with what it says of itself, or as much of that as there is room
  /// for; the service's says more than ours.
  private func nameSpans(_ role: Role, width: Int) -> [TextSpan] {
    func span(_ names: [String]) -> TextSpan {
      TextSpan(" \(names.joined(separator: " \(scene.separator) ")) ", role, priority: 15)
    }
    let own = TextSpan(" goldtop ", role, .bold, priority: 15)
    let service =
      scene.place.scope.service?.name
      ?? [scene.settings.service, scene.fleetWords]
      .filter { !$0.isEmpty }.joined(separator: " ")
    let about = scene.place.scope.service.flatMap { _ in
      scene.world.service(in: scene.place.scope).flatMap(scene.world.description)
    }
    // What a service says of itself counts for more than what the settings say of all.
    let ownEnvironment = about?.environments.count == 1 ? about?.environments.first : nil
    let endpoint = scene.place.scope.endpoint?.name ?? ""
    let short = [service, ownEnvironment ?? scene.settings.environment, endpoint]
    let long = ownEnvironment == nil ? short : [service, endpoint]
    let parts = [short, long + (about?.words ?? [])].map { $0.filter { !$0.isEmpty } }
    guard !parts[1].isEmpty else { return own.width <= width ? [own] : [] }
    let (name, full) = (span(parts[0]), span(parts[1]))
    let choices = [[own, full], [full], [own, name], [name], [own]]
    return choices.first { $0.reduce(0) { $0 + $1.width } <= width } ?? []
  }

  /// The way here, or as much of its end as there is room for; the place alone says nothing new.
  private func trailSpans(_ role: Role, width: Int) -> [TextSpan] {
    let arrow = scene.settings.isASCII ? " > " : " › "
    let sign = String(Character(scene.symbols.ellipsis))
    for start in scene.trail.indices.dropLast() {
      let names = (start == 0 ? [] : [sign]) + scene.trail[start...]
      let span = TextSpan("   \(names.joined(separator: arrow))", role, priority: 16)
      if span.width <= width { return [span] }
    }
    return []
  }

  /// The stretch on screen where it is one of the past: that of the charts, or that of the lines
  /// where they fill the screen.
  private var shownPast: Stretch? {
    if scene.place.view.isOfLines, case .past(let stretch)? = scene.world.logs.plan?.span {
      return stretch
    }
    return scene.timeline.isPast ? scene.window : nil
  }

  private func timeSpans(_ role: Role) -> [TextSpan] {
    let step = TextSpan(" step \(scene.step.prometheusText)", role, priority: 3)
    var range = "  \(scene.timeline.range.rawValue)"
    if let past = shownPast {
      let age = (scene.serverNow - past.end).ageText
      if !scene.timeline.isPast { range = "  \(past.length.prometheusText)" }
      return [
        TextSpan(" PAST ", role, .bold),
        TextSpan(
          " \(scene.timeText.words(for: past)), ended \(age) ago",
          role,
          priority: 90
        ),
        TextSpan(range, role, priority: 80), step,
      ]
    }
    if let pausedAt = scene.timeline.pausedAt {
      return [
        TextSpan(" PAUSED ", role, .bold),
        TextSpan(
          " at \(scene.timeText.moment(pausedAt))\(pauseWords(since: pausedAt))",
          role,
          priority: 90
        ),
        TextSpan(range, role, priority: 80), step,
      ]
    }
    return [
      TextSpan(range, role, priority: 80), step,
      TextSpan("  every \(scene.settings.refresh.prometheusText)", role, priority: 2),
    ]
  }

  /// The clock, without seconds while paused, so that nothing needs to be drawn for it each second.
  private func clock(_ width: Int) -> String {
    let text = scene.timeText
    if scene.timeline.pausedAt != nil { return text.minuteClock }
    return width < 60 ? text.shortClock : text.clock
  }

  /// How long the dashboard has been paused, in whole minutes.
  private func pauseWords(since moment: Timestamp) -> String {
    let minutes = max(0, (scene.now - moment).components.seconds / 60)
    return minutes > 0 ? ", \(Duration.seconds(minutes * 60).prometheusText) ago" : ""
  }

  /// The log source, and how lines arrive.
  private func logHealthSpans(_ bar: Role) -> [TextSpan] {
    let name = TextSpan("  \(scene.settings.logs.source) ", bar)
    var spans = [name]
    let dot = String(Character(scene.symbols.signs.dot))
    // Who is well gives way to the clock where there is hardly any room.
    let well = [TextSpan(name.text + dot, bar, priority: 20)]
    switch scene.world.logs.status {
    case .live? where scene.world.logs.failure != nil:
      spans.append(
        TextSpan("\(scene.alarm) \(scene.world.logs.failure?.mark ?? "")", .warning, .bold)
      )
    case .live(let way)?:
      spans = well
      if case .polling = way { spans.append(TextSpan(" polling", bar, priority: 4)) }
    case .behind?: spans = well + [TextSpan(" behind", .warning, priority: 4)]
    case .broken(let error, _)?:
      spans.append(TextSpan("\(scene.cross) \(error.mark)", .critical, .bold))
    case .ended?: spans.append(TextSpan("ended", bar))
    case nil where scene.world.logs.failure != nil,
      .connecting? where scene.world.logs.failure != nil:
      spans.append(
        TextSpan("\(scene.cross) \(scene.world.logs.failure?.mark ?? "")", .critical, .bold)
      )
    // Of the past nothing is followed: an answer says that the source is there.
    case nil where scene.world.logs.isComplete, .connecting? where scene.world.logs.isComplete:
      spans = well
    case nil where !scene.settings.logs.isFollowed && !scene.world.logs.isOutdated: spans = well
    case nil, .connecting?: spans.append(TextSpan(String(Character(scene.symbols.ellipsis)), bar))
    }
    return spans
  }

  /// Whole milliseconds: what lies below would change with every answer and help no one.
  private static func latencyText(_ latency: Duration) -> String {
    let milliseconds = (latency.inSeconds * 1000).rounded()
    if milliseconds < 1 { return "<1 ms" }
    return milliseconds < 1000
      ? "\(Int(saturating: milliseconds)) ms" : SignalUnit.seconds.text(latency.inSeconds)
  }

  /// How far back an embedded engine remembers, or is to remember.
  private func span(of holding: StoreHolding, _ bar: Role) -> TextSpan {
    let limit = holding.ageLimit.prometheusText
    let unit: Int64 = holding.reach < .seconds(60) ? 5 : 60
    let reach = Duration.seconds(holding.reach.components.seconds / unit * unit).prometheusText
    if holding.isShortened {
      return TextSpan(" history only \(reach)", .warning, priority: 50)
    }
    let isYoung = holding.reach < holding.ageLimit / 2
    return TextSpan(" history \(isYoung ? "\(reach) of " : "")\(limit)", bar, priority: 1)
  }

  private func healthSpans(_ server: ServerRole, _ bar: Role, _ width: Int) -> [TextSpan] {
    let alertmanager = width < 80 ? "am" : "alertmanager"
    let name = server == .prometheus ? scene.settings.metricsName : alertmanager
    let health = scene.world.health[server] ?? ServerHealth()
    var spans = [TextSpan("  \(name) ", bar)]
    switch health.state {
    case .waiting:
      spans.append(TextSpan(String(Character(scene.symbols.ellipsis)), bar))
    case .up:
      let text = spans[0].text + String(Character(scene.symbols.signs.dot))
      spans = [TextSpan(text, bar, priority: server == .prometheus ? 22 : 21)]
      // How long the way to a server is; to an engine in this process there is none.
      if let holding = health.holding {
        spans.append(span(of: holding, bar))
      } else if let latency = health.latency {
        spans.append(TextSpan(" \(Self.latencyText(latency))", bar, priority: 4))
      }
    case .faulty(let error, let count, let all):
      spans.append(TextSpan("\(scene.alarm) \(error.mark)", .warning, .bold))
      spans.append(TextSpan(" \(count) of \(all)", bar, priority: 4))
    case .down(let error):
      spans.append(TextSpan("\(scene.cross) \(error.mark)", .critical, .bold))
      if let retryAt = health.retryAt, retryAt > scene.now {
        spans.append(TextSpan(" retry \((retryAt - scene.now).ageText)", bar, priority: 4))
      } else if let age = health.age(at: scene.now), age >= .seconds(1) {
        spans.append(TextSpan(" \(age.ageText)", bar, priority: 4))
      }
    }
    if health.clockSkew != .zero {
      let sign = health.clockSkew > .zero ? "+" : "-"
      let skew = health.clockSkew > .zero ? health.clockSkew : .zero - health.clockSkew
      spans.append(TextSpan(" clock \(sign)\(skew.ageText)", .warning, priority: 70))
    }
    return spans
  }
}

extension SourceError {
  /// The error in a word.
  fileprivate var mark: String {
    switch self {
    case .malformed, .http(200...299, _, _): "unreadable"
    case .unauthorized: "refused"
    case .timedOut: "no answer"
    case .tooMuch: "too much"
    case .api: "error"
    case .unreachable, .notReady, .http, .misconfigured, .cancelled: "down"
    }
  }
}
