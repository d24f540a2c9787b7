import Screen
import Signals
import Telemetry

/// The lists with what is known of the row chosen below the one on screen.
struct AlertsPage {
  let scene: Scene

  private var tab: AlertsState.Tab { scene.place[AlertsState.self].tab }

  func draw(in area: Rect, on grid: inout Grid) {
    var frame = Frame(title: "Alerts", isFocused: true)
    if scene.timeline.isPast { frame.notes = [TextSpan("now, not past", .past, .bold)] }
    frame.notes += notes + (scopeNote.map { [$0] } ?? [])
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area)
    guard !inside.isEmpty else { return }
    TextLine(tabs).draw(
      in: inside.row(0).inset(horizontal: 1, vertical: 0),
      on: &grid,
      symbols: scene.symbols
    )
    let rest = Rect(x: inside.x, y: inside.y + 1, width: inside.width, height: inside.height - 1)
    guard !rest.isEmpty else { return }
    let troubles = scene.troubles(sources, rest.width - 2)
    let about = about(width: rest.width - 2)
    let room = min(about.count, max(0, rest.height / 3))
    let parts = Layout.split(
      rest,
      .rows,
      [.fixed(min(troubles.count, rest.height / 3)), .flexible(), .fixed(room)]
    )
    draw(troubles, in: parts[0], on: &grid)
    drawList(in: parts[1], on: &grid)
    draw(about, in: parts[2], on: &grid)
  }

  private func draw(_ lines: [TextLine], in area: Rect, on grid: inout Grid) {
    let place = area.inset(horizontal: 1, vertical: 0)
    for (row, line) in lines.prefix(area.height).enumerated() {
      line.draw(in: place.row(row), on: &grid, symbols: scene.symbols)
    }
  }

  private func drawList(in area: Rect, on grid: inout Grid) {
    if let absence {
      draw([absence], in: area, on: &grid)
      return
    }
    switch tab {
    case .alerts: AlertTable(scene: scene).list.draw(in: area, on: &grid, symbols: scene.symbols)
    case .rules: RuleTable(scene: scene).list.draw(in: area, on: &grid, symbols: scene.symbols)
    case .targets: TargetTable(scene: scene).list.draw(in: area, on: &grid, symbols: scene.symbols)
    case .silences:
      SilenceTable(scene: scene).list.draw(in: area, on: &grid, symbols: scene.symbols)
    }
  }

  private var notes: [TextSpan] {
    switch tab {
    case .alerts: AlertTable(scene: scene).list.notes
    case .rules: RuleTable(scene: scene).list.notes
    case .targets: TargetTable(scene: scene).list.notes
    case .silences: SilenceTable(scene: scene).list.notes
    }
  }

  /// How many of all are of the service that is looked at; `nil` where all are shown.
  private var scopeNote: TextSpan? {
    guard let service = scene.place.scope.service else { return nil }
    let shown: (own: Int, all: Int)
    switch tab {
    case .alerts: shown = (scene.shownAlerts.count, scene.world.alertBoard.all.count)
    case .targets: shown = (scene.targets.count, scene.world.targets?.count ?? 0)
    case .rules, .silences: return nil
    }
    guard shown.own < shown.all else { return nil }
    return TextSpan("\(shown.own) of \(shown.all), of \(service.name)", .stale, priority: 70)
  }

  /// The questions behind the list on screen.
  private var sources: [(id: Poll.ID, name: String)] {
    switch tab {
    case .alerts: [(.alerts, "alerts"), (.suppressions, "silenced alerts")]
    case .rules: [(.rules, "rules")]
    case .targets: [(.targets, "targets")]
    case .silences: [(.silences, "silences")]
    }
  }

  /// Why the list on screen has no rows; `nil` where it has some.
  private var absence: TextLine? {
    let world = scene.world
    let isWaiting = world.state(of: sources[0].id) == .waiting
    let waiting = TextLine("\(sources[0].name): no answer yet", Style(.muted))
    switch tab {
    case .alerts where scene.shownAlerts.isEmpty && !world.alertBoard.all.isEmpty:
      return TextLine("\(scene.check) no alerts of this service", Style(.ok))
    case .targets where scene.targets.isEmpty && world.targets?.isEmpty == false:
      let text = "no targets of this service: it is not scraped under that name"
      return TextLine(text, Style(.muted))
    case .alerts where world.alertBoard.all.isEmpty:
      if isWaiting { return waiting }
      guard world.readings[.alerts]?.reading.held != nil else { return TextLine("") }
      let hasRules = world.rules?.isEmpty == false
      return hasRules
        ? TextLine("\(scene.check) no alerts", Style(.ok))
        : TextLine("no alerts: the server has no alerting rules", Style(.muted))
    case .rules where world.rules?.isEmpty ?? true:
      if world.rules != nil { return TextLine("no alerting rules", Style(.muted)) }
      return isWaiting ? waiting : TextLine("")
    case .targets where world.targets?.isEmpty ?? true:
      if world.targets != nil { return TextLine("no targets", Style(.muted)) }
      return isWaiting ? waiting : TextLine("")
    case .silences where world.silences.silences?.isEmpty ?? true:
      guard scene.settings.servers.contains(.alertmanager) else {
        return TextLine("no Alertmanager configured: set --alertmanager", Style(.muted))
      }
      if world.silences.silences != nil { return TextLine("no silences", Style(.muted)) }
      return isWaiting ? waiting : TextLine("")
    case .alerts, .rules, .targets, .silences: return nil
    }
  }
}

/// The line of the lists' names.
extension AlertsPage {
  /// The lists with what matters in each, the one on screen in brackets.
  private var tabs: [TextSpan] {
    AlertsState.Tab.allCases.enumerated().flatMap { index, tab -> [TextSpan] in
      let isOpen = tab == self.tab
      let name = tab.rawValue.prefix(1).uppercased() + tab.rawValue.dropFirst()
      let style = isOpen ? Style(.title, .bold) : Style(.muted)
      let facts = facts(of: tab)
      // What is bad stays longest, and of equals what stands first.
      let own = facts.enumerated().map { place, fact in
        let weight = fact.style.role == .critical ? 60 : fact.style.role == .warning ? 40 : 20
        return TextSpan(" \(fact.text)", fact.style, priority: weight - 4 * index - place)
      }
      let spans =
        [TextSpan(isOpen ? "[\(name)" : " \(name)", style)] + own
        + [TextSpan(isOpen ? "] " : "  ", style)]
      return spans.map { $0.standing(for: .part(tab.rawValue)) }
    }
  }

  private func facts(of tab: AlertsState.Tab) -> [TextSpan] {
    let world = scene.world
    switch tab {
    case .alerts: return alertFacts(world.alertBoard)
    case .rules:
      guard let rules = world.rules else { return [] }
      let failing = rules.count(where: RuleTable.isFailing)
      return [TextSpan("\(rules.count)", .muted)]
        + (failing > 0 ? [TextSpan("\(failing) failing", .critical)] : [])
    case .targets:
      guard let targets = world.targets else { return [] }
      let up = targets.count { $0.health == .up }
      let isDown = targets.contains { $0.health == .down }
      return [TextSpan("\(up)/\(targets.count) up", isDown ? .critical : .muted)]
    case .silences:
      guard let silences = world.silences.silences else { return [] }
      let idle = world.silences.idleSince.count
      return [TextSpan("\(silences.count)", .muted)]
        + (idle > 0 ? [TextSpan("\(idle) idle", .warning)] : [])
    }
  }

  private func alertFacts(_ board: AlertBoard) -> [TextSpan] {
    var facts: [TextSpan] = []
    if let worst = board.firing.first?.rank {
      let role: Role = worst == .critical ? .critical : .warning
      facts.append(TextSpan("\(board.firing.count) firing", role, .bold))
    }
    if !board.pending.isEmpty { facts.append(TextSpan("\(board.pending.count) pending", .warning)) }
    if !board.suppressed.isEmpty {
      facts.append(TextSpan("\(board.suppressed.count) quiet", .muted))
    }
    return facts.isEmpty ? [TextSpan("0", .muted)] : facts
  }
}

/// What is known of the row chosen.
extension AlertsPage {
  private func about(width: Int) -> [TextLine] {
    switch tab {
    case .alerts: AlertTable(scene: scene).list.selectedRow.map { about($0, width) } ?? []
    case .rules: RuleTable(scene: scene).list.selectedRow.map { about($0, width) } ?? []
    case .targets: TargetTable(scene: scene).list.selectedRow.map { about($0, width) } ?? []
    case .silences: SilenceTable(scene: scene).list.selectedRow.map { about($0, width) } ?? []
    }
  }

  /// A text over a few lines; none where it is empty.
  private func lines(_ text: String, _ width: Int, _ role: Role, limit: Int) -> [TextLine] {
    text.isEmpty ? [] : scene.wrapped(text, width, Style(role), limit: limit)
  }

  private func about(_ item: AlertBoard.Item, _ width: Int) -> [TextLine] {
    lines(item.summary, width, .text, limit: 2)
      + scene.quietWords(of: item).flatMap { scene.wrapped($0, width, Style(.ok), limit: 2) }
      + lines(text(item.labels), width, .muted, limit: 3)
  }

  private func about(_ rule: AlertRule, _ width: Int) -> [TextLine] {
    lines(rule.lastError ?? "", width, .critical, limit: 3)
      + lines(rule.oneLine, width, .muted, limit: 3)
  }

  private func about(_ target: ScrapeTarget, _ width: Int) -> [TextLine] {
    lines(target.lastError ?? "", width, .critical, limit: 3)
      + lines(text(target.labels), width, .muted, limit: 3)
  }

  private func about(_ silence: AlertSilence, _ width: Int) -> [TextLine] {
    let mark = SilenceTable(scene: scene).words(of: silence)
    let matchers = silence.matchers.map(\.promQL).joined(separator: ", ")
    return lines(mark.text, width, mark.style.role, limit: 1)
      + lines(scene.words(of: silence), width, .text, limit: 2)
      + lines(matchers, width, .muted, limit: 2)
      + lines("ID \(silence.id)", width, .muted, limit: 1)
  }

  private func text(_ labels: LabelSet) -> String {
    labels.labels.filter { $0.name != "alertname" }.map { "\($0.name)=\($0.value)" }
      .joined(separator: " ")
  }
}
