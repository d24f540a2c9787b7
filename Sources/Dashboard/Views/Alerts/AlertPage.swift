import Screen
import Signals
import Telemetry

/// Every alert, every target that is down with its last error, every rule that fails.
struct AlertPage {
  let scene: Scene

  func draw(in area: Rect, on grid: inout Grid) {
    var frame = Frame(title: "Alerts and targets", isFocused: true)
    if scene.timeline.isPast { frame.notes = [TextSpan("now, not past", .past, .bold)] }
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    ScrolledLines(lines: lines(width: inside.width), offset: scene.place[PageState.self].offset)
      .draw(in: inside, on: &grid, symbols: scene.symbols)
  }

  /// How far the page can be scrolled.
  var scrollLimit: Int {
    let body = scene.areas.body
    return ScrolledLines.limit(lines(width: body.width - 4).count, in: body.height - 2)
  }

  /// The lines of the page.
  func lines(width whole: Int) -> [TextLine] {
    let board = scene.world.alertBoard
    let width = whole - ScrolledLines.markWidth
    var lines: [TextLine] = []
    for (id, name) in [
      (Poll.ID.alerts, "alerts"), (.rules, "rules"), (.targets, "targets"),
      (.suppressions, "silences"),
    ] {
      switch scene.world.state(of: id) {
      case .failed(let error, let age):
        let then = age.map(scene.oldText) ?? ""
        lines += scene.wrapped(
          "\(scene.cross) \(name)\(then): \(error.headline)",
          width,
          Style(.critical)
        )
      case .stale(let age):
        lines.append(TextLine("\(scene.clock) \(name)\(scene.oldText(age))", Style(.stale)))
      case .waiting where id == .alerts || id == .targets:
        lines.append(TextLine("\(name): no answer yet", Style(.muted)))
      case .waiting, .fresh, .missing: break
      }
    }
    lines += section("Firing", board.firing, width) { item in
      "\(scene.alarm) \(item.name)\(firingWords(item))"
    }
    lines += section("Pending", board.pending, width) {
      "\(scene.clock) \($0.name)\(scene.progress(of: $0))"
    }
    lines += section("Silenced or inhibited", board.suppressed, width) { item in
      "\(scene.check) \(item.name) (\(scene.suppressedWords([item])))"
    }
    lines += targetLines(width) + ruleLines(width)
    if lines.isEmpty { lines = [TextLine("no alerts, all targets up", Style(.ok))] }
    return lines
  }

  /// How long it has been firing; of Prometheus only the start of its pending time is known, and so
  /// no more than how long it can have been.
  private func firingWords(_ item: AlertBoard.Item) -> String {
    guard let active = item.since.map({ (scene.serverNow - $0).ageText }) else { return "" }
    guard let start = item.firingSince else { return " active for \(active)" }
    let firing = (scene.serverNow - start).ageText
    return firing == active ? " for \(firing)" : " for \(firing), active for \(active)"
  }

  private func section(
    _ title: String,
    _ items: [AlertBoard.Item],
    _ width: Int,
    _ text: (AlertBoard.Item) -> String
  ) -> [TextLine] {
    guard !items.isEmpty else { return [] }
    var lines = [TextLine("\(title) (\(items.count))", Style(.title, .bold))]
    for item in items {
      let role: Role =
        if case .suppressed = item.state { .muted } else {
          item.rank == .critical ? .critical : .warning
        }
      let value = item.value.map { "  value \(SignalUnit.none.text($0))" } ?? ""
      let lead = [TextSpan("  \(text(item))", role, .bold), TextSpan(value, .muted, priority: 2)]
      let summary = item.summary.isEmpty ? [] : [TextSpan("  \(item.summary)", .text)]
      let whole = TextLine(lead + summary)
      // What does not fit beside the name stands below it.
      if whole.width <= width || summary.isEmpty {
        lines.append(whole)
      } else {
        lines +=
          [TextLine(lead)] + scene.wrapped(item.summary, width, Style(.text), indent: 4, limit: 6)
      }
      let labels = item.labels.labels.filter { $0.name != "alertname" }
        .map { "\($0.name)=\($0.value)" }
      lines += scene.wrapped(
        labels.joined(separator: " "),
        width,
        Style(.muted),
        indent: 4,
        limit: 6
      )
    }
    return lines + [TextLine("")]
  }

  private func targetLines(_ width: Int) -> [TextLine] {
    guard let targets = scene.world.targets else { return [] }
    let up = targets.count { $0.health == .up }
    // A target that is up may have something to say too.
    let listed = targets.filter { $0.health != .up || $0.lastError != nil }
    var lines = [TextLine("Targets (\(up) of \(targets.count) up)", Style(.title, .bold))]
    for target in listed.sorted(by: { $0.labels < $1.labels }) {
      let (sign, role, word): (String, Role, String) =
        switch target.health {
        case .up: (scene.alarm, .warning, "up")
        case .down: (scene.cross, .critical, "down")
        case .unknown: (scene.clock, .muted, "not scraped yet")
        }
      let name = "\(target.labels["job"] ?? "") \(target.labels["instance"] ?? "")"
      lines.append(
        TextLine([
          TextSpan("  \(sign) ", role), TextSpan(name, .text, .bold), TextSpan("  \(word)", role),
        ])
      )
      if let error = target.lastError {
        lines += scene.wrapped(error, width, Style(.muted), indent: 4)
      }
    }
    return lines + [TextLine("")]
  }

  private func ruleLines(_ width: Int) -> [TextLine] {
    guard let rules = scene.world.rules else { return [] }
    let bad = rules.filter { $0.lastError != nil || $0.health == .failing }
    guard !bad.isEmpty else { return [] }
    return [TextLine("Failing rules (\(bad.count))", Style(.title, .bold))]
      + bad.flatMap { rule in
        scene.wrapped(
          "\(rule.group) / \(rule.name): \(rule.lastError ?? "")",
          width,
          Style(.critical),
          indent: 2
        )
      }
  }
}
