import Screen
import Signals
import Telemetry

/// Firing and pending alerts and targets on one line, the worst first.
struct AlertStrip {
  let scene: Scene

  func draw(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    grid.mark(area, as: .part(ViewID.alerts.name))
    var spans: [TextSpan] = [TextSpan(" ")]
    if scene.place.focus == ViewID.alerts.name { spans = [TextSpan(">", .focus, .bold)] }
    if scene.timeline.isPast || scene.timeline.cursor != nil {
      spans.append(TextSpan("now: ", .past, .bold))
    }
    let right = targetSpans
    let board = scene.world.alertBoard
    let parts = fixedParts
    func left(_ firing: AlertForm, _ pending: AlertForm?) -> [TextSpan] {
      guard !parts.isAll else { return spans + parts.head.joined() }
      var all = parts.head
      if !board.firing.isEmpty { all.append(firingSpans(board.firing, firing)) }
      if !board.pending.isEmpty { all.append(pendingSpans(board.pending, pending)) }
      all += parts.tail
      return all.enumerated().reduce(into: spans) { spans, part in
        // A gap goes with what follows it.
        if part.offset > 0 { spans.append(TextSpan("  ", priority: part.element[0].priority)) }
        spans += part.element
      }
    }
    func line(_ firing: AlertForm, _ pending: AlertForm?) -> TextLine {
      TextLine(left(firing, pending), right: right, gap: 2)
    }
    func fitting(_ firing: AlertForm, _ pending: AlertForm?) -> TextLine? {
      let line = line(firing, pending)
      return line.width <= area.width ? line : nil
    }
    // What fires is told in full first, and of what is pending what there is room for.
    let shown =
      AlertForm.pairs.lazy.compactMap { fitting($0.firing, $0.pending) }.first
      ?? AlertForm.allCases.first { fitting($0, nil) != nil }.map { line($0, .counted) }
      ?? line(.counted, .counted)
    shown.draw(in: area, on: &grid, symbols: scene.symbols)
  }

  /// What the strip says before and after what fires and is pending, and whether that is all of it.
  private var fixedParts: (head: [[TextSpan]], tail: [[TextSpan]], isAll: Bool) {
    let state = scene.world.state(of: .alerts)
    let board = scene.world.alertBoard
    let failure = scene.world.metricsServerFailure
    var head: [[TextSpan]] = []
    switch state {
    case .failed(let error, nil):
      let reason = TextSpan("alerts \(scene.cross) \(error.headline)", .critical)
      return ([[failure.map(outageSpan) ?? reason]], [], true)
    case .failed(let error, let age?):
      head.append([
        TextSpan("\(scene.cross) alerts\(scene.oldText(age))", .stale),
        reasonSpan(error, priority: 45),
      ])
    case .waiting:
      return ([[TextSpan("alerts …", .muted)]], [], true)
    case .stale(let age):
      head.append([TextSpan("\(scene.clock) alerts\(scene.oldText(age))", .stale)])
    case .fresh, .missing: break
    }
    if let silence = silenceSpan { head.append([silence]) }
    if board.firing.isEmpty, board.pending.isEmpty { head.append([quietSpan(state)]) }
    var tail: [[TextSpan]] = []
    if !board.suppressed.isEmpty {
      let text = "\(board.suppressed.count) \(scene.suppressedWords(board.suppressed))"
      tail.append([TextSpan(text, .muted, priority: 30)])
    }
    if let doubt = silencesDoubt { tail.append(doubt) }
    if let failure { tail.append([outageSpan(failure)]) }
    return (head, tail, false)
  }

  /// That the service looked at has stopped; `nil` where it has not, and where the past is shown.
  private var silenceSpan: TextSpan? {
    guard !scene.timeline.isPast, let silence = scene.silence else { return nil }
    let sign = silence.isStop ? scene.cross : scene.alarm
    let name = scene.world.service(in: scene.place.scope)?.id.name ?? ""
    let text = "\(sign) \(name) \(silence.words)"
    return TextSpan(text, silence.isStop ? .critical : .warning, priority: 86)
  }

  private func firingSpans(_ items: [AlertBoard.Item], _ form: AlertForm) -> [TextSpan] {
    // The worst stands first.
    let role: Role = items.first?.rank == .critical ? .critical : .warning
    let lead = TextSpan("\(scene.alarm) \(items.count) firing", role, .bold)
    let texts = form.groups(of: items).prefix(AlertForm.limit + 1).map { group in
      (name: form.name(of: group, ellipsis: scene.symbols.ellipsis), age: firingAge(of: group))
    }
    // What fires worst is the last that may be left out.
    return [lead] + listed(texts, role) { $0 == 0 ? 85 : 60 - 2 * $0 }
  }

  /// How long the latest of a group has been firing; where only the start of its pending time is
  /// known, that.
  private func firingAge(of group: [AlertBoard.Item]) -> String {
    if let start = group.compactMap(\.firingSince).max() {
      return " \((scene.serverNow - start).ageText)"
    }
    return group.compactMap(\.since).max().map { " active \((scene.serverNow - $0).ageText)" } ?? ""
  }

  private func pendingSpans(_ items: [AlertBoard.Item], _ form: AlertForm?) -> [TextSpan] {
    let lead = TextSpan("\(scene.clock) \(items.count) pending", .warning, priority: 70)
    guard let form else { return [lead] }
    // Of a group the one is shown that fires first.
    let texts = form.groups(of: items).prefix(AlertForm.limit + 1).map { group in
      (
        name: form.name(of: group, ellipsis: scene.symbols.ellipsis),
        age: scene.progress(of: group[0])
      )
    }
    return [lead] + listed(texts, .warning) { 40 - 2 * $0 }
  }

  /// Names with their ages, which are left out before their names are.
  private func listed(
    _ texts: [(name: String, age: String)],
    _ role: Role,
    priority: (Int) -> Int
  ) -> [TextSpan] {
    let more =
      texts.count > AlertForm.limit ? [TextSpan(" \(Character(scene.symbols.ellipsis))", role)] : []
    let shown = texts.prefix(AlertForm.limit).enumerated().flatMap { index, text in
      let lead = index == 0 ? " " : " \(scene.separator) "
      return [
        TextSpan(lead + text.name, role, priority: priority(index)),
        TextSpan(text.age, role, priority: priority(index) - 1),
      ]
    }
    return shown + more
  }

  /// That nothing fires, which says something only where there are rules.
  private func quietSpan(_ state: ReadingState) -> TextSpan {
    if let reading = scene.world.readings[.rules] {
      if case .failed(_, nil) = reading.state(at: scene.now) {
        return TextSpan("no alerts firing, rules unknown", .stale)
      }
      if case .rules(let rules)? = reading.reading.held?.value, rules.isEmpty {
        return TextSpan("no alerting rules", .muted)
      }
    }
    guard state == .fresh else { return TextSpan("no alerts were firing", .stale) }
    return TextSpan("\(scene.check) no alerts firing", .ok)
  }

  /// Why a part failed; nothing if the whole server is down, which is shown once.
  private func reasonSpan(_ error: SourceError, priority: Int) -> TextSpan {
    guard scene.world.metricsServerFailure != error else {
      return TextSpan("", .stale, priority: priority)
    }
    let reason = VisibleText.truncated(error.headline, to: 56, ellipsis: scene.symbols.ellipsis)
    return TextSpan(": \(reason)", .stale, priority: priority)
  }

  /// Where it is not known which alerts are kept quiet: since when, and why; `nil` where it is.
  private var silencesDoubt: [TextSpan]? {
    guard scene.settings.servers.contains(.alertmanager),
      case .failed(let error, let age)? = scene.world.readings[.suppressions]?.state(at: scene.now)
    else { return nil }
    let words = age.map(scene.oldText) ?? " unknown"
    return [
      TextSpan("\(scene.cross) silences\(words)", .stale, priority: 46),
      reasonSpan(error, priority: 44),
    ]
  }

  /// The one place that says why all panels fail.
  private func outageSpan(_ failure: SourceError) -> TextSpan {
    TextSpan("\(scene.cross) \(scene.settings.metricsName): \(failure.headline)", .critical)
  }

  private var targetSpans: [TextSpan] {
    guard scene.world.metricsServerFailure == nil else { return [] }
    switch scene.world.state(of: .targets) {
    case .waiting: return [TextSpan("targets … ", .muted, priority: 20)]
    case .failed(let error, nil):
      return [TextSpan("targets \(scene.cross) \(error.headline) ", .stale, priority: 20)]
    case .failed(let error, let age?):
      return oldTargetSpans(scene.cross, age) + [reasonSpan(error, priority: 43), TextSpan(" ")]
    case .stale(let age):
      return oldTargetSpans(scene.clock, age) + [TextSpan(" ")]
    case .fresh, .missing: return knownTargetSpans()
    }
  }

  private func oldTargetSpans(_ sign: String, _ age: Duration) -> [TextSpan] {
    [TextSpan("\(sign) targets ", .stale, priority: 78)] + knownTargetSpans(lead: "")
      + [TextSpan("\(age.ageText) old", .stale, priority: 78)]
  }

  private func knownTargetSpans(lead: String = "targets ") -> [TextSpan] {
    let targets = scene.targets
    // What pushes its samples has none.
    guard !targets.isEmpty else {
      return [TextSpan("\(lead.isEmpty ? "" : "no targets ")", .muted, priority: 50)]
    }
    let down = targets.filter { $0.health == .down }
    let up = targets.count { $0.health == .up }
    guard !down.isEmpty else {
      return [TextSpan("\(lead)\(up)/\(targets.count) up ", .muted, priority: 50)] + lossSpans
    }
    guard let first = down.min(by: { $0.labels < $1.labels }) else { return [] }
    let name = first.labels["job"] ?? first.labels["instance"] ?? "?"
    let more = down.count > 1 ? " and \(down.count - 1) more" : ""
    return [
      TextSpan("\(lead)\(up)/\(targets.count) ", .critical, priority: 80),
      TextSpan("(\(name)\(more) down", .critical, priority: 55),
      TextSpan(first.lastError.map { ": \(shortened($0))" } ?? "", .muted, priority: 10),
      TextSpan(") ", .critical, priority: 55),
    ]
  }

  /// Rejected samples of the first target that is up but incomplete.
  private var lossSpans: [TextSpan] {
    let lossy = scene.targets.filter { $0.lastError != nil }
    guard let first = lossy.min(by: { $0.labels < $1.labels }), let loss = first.lastError else {
      return []
    }
    let name = first.labels["job"] ?? first.labels["instance"] ?? "?"
    return [TextSpan("(\(name): \(shortened(loss))) ", .warning, priority: 10)]
  }

  private func shortened(_ error: String) -> String {
    VisibleText.truncated(
      ServiceOutage.shortened(error),
      to: 40,
      ellipsis: scene.symbols.ellipsis
    )
  }
}

/// Words that the strip and the page of alerts share.
extension Scene {
  /// How far a pending alert is: ` 4m05s/10m`.
  func progress(of item: AlertBoard.Item) -> String {
    guard let since = item.since else { return "" }
    let age = (serverNow - since).ageText
    return " \(age)" + (item.holdFor.map { "/\($0.prometheusText)" } ?? "")
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
}

/// How much the strip says of alerts of one name, the most telling first.
private enum AlertForm: CaseIterable {
  /// Each by itself: `HighLatency pay 7m24s`.
  case each
  /// Together, by what tells them apart: `HighLatency (auth, pay) 7m24s`.
  case together
  /// Together, with their number, and one alone by what tells it from those of its name elsewhere on
  /// the strip: `HighLatency pay 7m24s`.
  case named
  /// Together, with their number: `HighLatency ×2 7m24s`.
  case counted

  /// Forms of firing and pending alerts, the longest first.
  static let pairs: [(firing: AlertForm, pending: AlertForm)] = [
    (.each, .each), (.each, .together), (.each, .named), (.each, .counted),
    (.together, .counted), (.named, .counted), (.counted, .counted),
  ]

  /// The most names on the strip.
  static let limit = 8
  /// The most alerts of one name that are told apart.
  private static let markLimit = 20

  /// The items in groups, in their order; by name where there are more than the strip lists.
  func groups(of items: [AlertBoard.Item]) -> [[AlertBoard.Item]] {
    if self == .each, items.count <= Self.limit { return items.map { [$0] } }
    var groups: [[AlertBoard.Item]] = []
    var places: [String: Int] = [:]
    for item in items {
      if let place = places[item.name] {
        groups[place].append(item)
      } else {
        places[item.name] = groups.count
        groups.append([item])
      }
    }
    return groups
  }

  /// The name of a group with what tells its alerts from others.
  func name(of group: [AlertBoard.Item], ellipsis: Unicode.Scalar) -> String {
    let name = group[0].name
    // What tells so many apart has no room on a line.
    guard group.count <= Self.markLimit else { return "\(name) ×\(group.count)" }
    let marks = group.map { VisibleText.truncated($0.distinction, to: 24, ellipsis: ellipsis) }
      .filter { !$0.isEmpty }
    switch self {
    case .each where group.count == 1, .named where group.count == 1:
      return marks.isEmpty ? name : "\(name) \(marks[0])"
    case .each where !marks.isEmpty, .together where !marks.isEmpty:
      return "\(name) (\(marks.joined(separator: ", ")))"
    default: return group.count > 1 ? "\(name) ×\(group.count)" : name
    }
  }
}
