import Screen
import Telemetry

extension Model {
  /// Firing and pending alerts and targets on one line, the worst first.
  func drawAlertStrip(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    var spans: [TextSpan] = [TextSpan(" ")]
    if focus == Self.alertsID, fullScreen == nil { spans = [TextSpan(">", .focus, .bold)] }
    if timeline.isPast { spans.append(TextSpan("now: ", .past, .bold)) }
    spans += alertSpans
    TextLine(spans, right: targetSpans, gap: 2).draw(in: area, on: &grid, symbols: symbols)
  }

  private var alertSpans: [TextSpan] {
    let state = readings[.alerts]?.state(at: now) ?? .waiting
    let board = alertBoard
    var spans: [TextSpan] = []
    switch state {
    case .failed(let error, nil):
      if let failure = metricsServerFailure { return [outageSpan(failure)] }
      return [TextSpan("alerts \(cross) \(error.headline)", .critical)]
    case .failed(_, let age?):
      spans.append(TextSpan("\(cross) alerts as of \(age.ageText) ago  ", .stale))
    case .waiting:
      return [TextSpan("alerts …", .muted)]
    case .stale(let age):
      spans.append(TextSpan("\(clock) alerts \(age.ageText) old  ", .stale))
    case .fresh, .missing: break
    }
    if board.firing.isEmpty, board.pending.isEmpty {
      spans.append(quietSpan(state))
    }
    if !board.firing.isEmpty {
      let worst = board.firing.map(\.rank).max()
      let role: Role = worst == .critical ? .critical : .warning
      spans.append(TextSpan("\(alarm) \(board.firing.count) firing", role, .bold))
      for (index, item) in grouped(board.firing).prefix(8).enumerated() {
        // What fires worst is the last that may be left out.
        let lead = index == 0 ? "  " : " \(Character(symbols.signs.separator)) "
        spans.append(TextSpan(lead + item, role, priority: index == 0 ? 85 : 60 - 2 * index))
      }
    }
    if !board.pending.isEmpty {
      spans.append(TextSpan("  \(clock) \(board.pending.count) pending", .warning, priority: 70))
      var counts: [String: Int] = [:]
      for item in board.pending { counts[item.name, default: 0] += 1 }
      // Of alerts of one name the one is shown that fires first.
      for (index, item) in board.pending.firstOfEachName.prefix(4).enumerated() {
        let count = counts[item.name].flatMap { $0 > 1 ? " ×\($0)" : nil } ?? ""
        spans.append(
          TextSpan(" \(progress(of: item, count: count))", .warning, priority: 40 - 2 * index)
        )
      }
    }
    if !board.suppressed.isEmpty {
      spans.append(
        TextSpan(
          "  \(board.suppressed.count) \(suppressedWords(board.suppressed))",
          .muted,
          priority: 30
        )
      )
    }
    if let failure = metricsServerFailure { spans += [TextSpan("  "), outageSpan(failure)] }
    return spans
  }

  /// That nothing fires, which says something only where there are rules.
  private func quietSpan(_ state: ReadingState) -> TextSpan {
    if let reading = readings[.rules] {
      if case .failed(_, nil) = reading.state(at: now) {
        return TextSpan("no alerts firing, rules unknown", .stale)
      }
      if case .rules(let rules)? = reading.reading.held?.value, rules.isEmpty {
        return TextSpan("no alerting rules", .muted)
      }
    }
    return TextSpan("\(check) no alerts firing", state == .fresh ? .ok : .stale)
  }

  /// Why the server that answers PromQL cannot be asked; `nil` where it can.
  var metricsServerFailure: SourceError? {
    guard case .down(let error)? = health[.prometheus]?.state else { return nil }
    return error
  }

  /// The one place that says why all panels fail.
  private func outageSpan(_ failure: SourceError) -> TextSpan {
    TextSpan("\(cross) \(settings.metricsName): \(failure.headline)", .critical)
  }

  /// Alerts of one name together, with the age of the latest: `HighErrorRate 3m12s`.
  private func grouped(_ items: [AlertBoard.Item]) -> [String] {
    var names: [String] = []
    var counts: [String: Int] = [:]
    var since: [String: Timestamp] = [:]
    for item in items {
      if counts[item.name] == nil { names.append(item.name) }
      counts[item.name, default: 0] += 1
      if let start = item.since { since[item.name] = max(since[item.name] ?? start, start) }
    }
    return names.map { name in
      let count = counts[name] ?? 1
      let age = since[name].map { " \((serverNow - $0).ageText)" } ?? ""
      return "\(name)\(count > 1 ? " ×\(count)" : "")\(age)"
    }
  }

  /// `HighLatency 4m/10m`, with a count behind the name.
  func progress(of item: AlertBoard.Item, count: String = "") -> String {
    guard let since = item.since else { return item.name + count }
    let age = (serverNow - since).ageText
    return "\(item.name)\(count) \(age)" + (item.holdFor.map { "/\($0.ageText)" } ?? "")
  }

  /// Whether alerts are silenced, inhibited, or some of each.
  func suppressedWords(_ items: [AlertBoard.Item]) -> String {
    var silenced = false
    var inhibited = false
    for item in items {
      if case .suppressed(let isSilenced, let isInhibited) = item.state {
        silenced = silenced || isSilenced
        inhibited = inhibited || isInhibited
      }
    }
    switch (silenced, inhibited) {
    case (true, true): return "silenced or inhibited"
    case (false, true): return "inhibited"
    default: return "silenced"
    }
  }

  private var targetSpans: [TextSpan] {
    guard metricsServerFailure == nil else { return [] }
    switch readings[.targets]?.state(at: now) ?? .waiting {
    case .waiting: return [TextSpan("targets … ", .muted, priority: 20)]
    case .failed(let error, nil):
      return [TextSpan("targets \(cross) \(error.headline) ", .stale, priority: 20)]
    default: break
    }
    let targets = targets ?? []
    let down = targets.filter { $0.health == "down" }
    let up = targets.count { $0.health == "up" }
    guard !down.isEmpty else {
      return [TextSpan("targets \(up)/\(targets.count) up ", .muted, priority: 50)] + lossSpans
    }
    let first = down.sorted { $0.labels < $1.labels }[0]
    let name = first.labels["job"] ?? first.labels["instance"] ?? "?"
    let more = down.count > 1 ? " and \(down.count - 1) more" : ""
    return [
      TextSpan("targets \(up)/\(targets.count) ", .critical, priority: 80),
      TextSpan("(\(name)\(more) down", .critical, priority: 55),
      TextSpan(first.lastError.map { ": \(shortened($0))" } ?? "", .muted, priority: 10),
      TextSpan(") ", .critical, priority: 55),
    ]
  }

  /// What is refused of the first target that is up and not scraped whole.
  private var lossSpans: [TextSpan] {
    let lossy = (targets ?? []).filter { $0.lastError != nil }.sorted { $0.labels < $1.labels }
    guard let first = lossy.first, let loss = first.lastError else { return [] }
    let name = first.labels["job"] ?? first.labels["instance"] ?? "?"
    return [TextSpan("(\(name): \(shortened(loss))) ", .warning, priority: 10)]
  }

  /// What of an error says why: the start of a failed request's repeats the address.
  private func shortened(_ error: String) -> String {
    var reason = error
    if error.hasPrefix("Get \""), let end = error.split(separator: ": ").last {
      reason = String(end)
    }
    return VisibleText.truncated(reason, to: 40, ellipsis: symbols.ellipsis)
  }

  /// Signs as text.
  var alarm: String { String(Character(symbols.signs.alarm)) }
  var clock: String { String(Character(symbols.signs.clock)) }
  var check: String { String(Character(symbols.signs.check)) }
  var cross: String { String(Character(symbols.signs.cross)) }
}

extension [AlertBoard.Item] {
  /// The first item of each name, in their order.
  fileprivate var firstOfEachName: [AlertBoard.Item] {
    var seen: Set<String> = []
    return filter { seen.insert($0.name).inserted }
  }
}
