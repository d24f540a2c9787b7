import Screen
import Signals
import Telemetry

/// One alert: what its rule measures with the threshold, since when and how often, and what is told of it.
struct AlertPage {
  let scene: Scene
  /// The alert's labels.
  let labels: LabelSet

  /// The alert on the board; `nil` where it has ended.
  var item: AlertBoard.Item? { scene.world.alertBoard.item(with: labels) }

  /// Its rule; `nil` where none is known.
  var rule: AlertRule? { scene.world.rule(of: labels) }

  /// What it asks.
  var queries: [PanelQuery] {
    guard let rule else { return [AlertHistory.query(labels, every: nil)] }
    let measured = AlertCondition(rule.expression)?.measured ?? rule.expression
    var value = PanelQuery(id: .alertValue, expression: measured, form: .range)
    // It may be a scalar.
    value.isBatchable = false
    return [value, AlertHistory.query(labels, every: rule.interval)]
  }

  /// Where a runbook is; `nil` where its annotations name none.
  var runbook: String? {
    let annotations = item?.annotations ?? [:]
    return annotations["runbook_url"] ?? annotations["runbook"]
  }

  func draw(in area: Rect, on grid: inout Grid) {
    let drawing = PanelDrawing(scene: scene, content: content)
    var frame = Frame(title: labels["alertname"] ?? "alert", isFocused: true)
    frame.badge = item.map(scene.state) ?? TextSpan("not active", .ok)
    frame.notes = drawing.notes
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let parts = split(area)
    drawing.chart.draw(in: parts.chart, on: &grid)
    ScrolledLines(lines: lines(parts.lines.width), offset: scene.place[PageState.self].offset)
      .draw(in: parts.lines, on: &grid, symbols: scene.symbols)
  }

  /// How far the lines below the chart can be scrolled.
  var scrollLimit: Int {
    let area = split(scene.areas.body).lines
    return ScrolledLines.limit(lines(area.width).count, in: area.height)
  }

  /// The chart has what the lines leave, and never less than two fifths; on a small screen the words come
  /// first.
  private func split(_ area: Rect) -> (chart: Rect, lines: Rect) {
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    let wanted = max(inside.height * 2 / 5, inside.height - lines(inside.width).count - 1)
    let height = rule == nil ? 0 : inside.height < 10 ? 2 : wanted
    let parts = Layout.split(
      inside,
      .rows,
      [.fixed(height), .fixed(inside.height < 10 || height == 0 ? 0 : 1), .flexible()]
    )
    return (parts[0], parts[2])
  }

  // MARK: Chart

  /// What the rule measures, for the drawing of panels.
  private var content: PanelContent {
    let reading = scene.world.readings[.alertValue]
    var content = PanelContent(id: ViewID.alert.name, title: "")
    content.state = reading?.state(at: scene.now) ?? .waiting
    content.warnings = reading?.warnings ?? []
    content.isLoading = reading?.isSuperseded ?? false
    let lines = series.prefix(PanelContent.elementLimit).map { series in
      Chart.Line(series.labels.description, series.samples)
    }
    content.chart = Chart(lines: Array(lines), unit: .none, threshold: threshold)
    content.chart?.showsWarning = true
    return content
  }

  /// The series of this alert among those that the rule measures; all where none can be told.
  private var series: [TimeSeries] {
    let all = scene.world.readings[.alertValue]?.matrix ?? []
    let own = all.filter { series in
      series.labels.labels.allSatisfy { $0.name == "__name__" || labels[$0.name] == $0.value }
    }
    return own.isEmpty ? all : own
  }

  private var condition: AlertCondition? { rule.flatMap { AlertCondition($0.expression) } }

  private var threshold: Threshold? {
    condition.map { condition in
      item?.rank == .critical
        ? Threshold(critical: condition.bound) : Threshold(warning: condition.bound)
    }
  }

  // MARK: Lines

  /// The lines below the chart.
  private func lines(_ whole: Int) -> [TextLine] {
    let width = whole - ScrolledLines.markWidth
    var lines = scene.troubles([(.alertValue, "expression"), (.alertHistory, "history")], width)
    lines += stateLines(width) + historyLines(width)
    if let item {
      if !item.summary.isEmpty {
        lines += scene.wrapped(item.summary, width, Style(.text, .bold), limit: 4)
      }
      let rest = item.annotations.filter { $0.key != "summary" && $0.value != item.summary }
      for (name, text) in rest.sorted(by: { $0.key < $1.key }) {
        let isRunbook = name == "runbook_url" || name == "runbook"
        lines += named(name, text, width).map { isRunbook ? $0.leading(to: text) : $0 }
      }
      if runbook != nil {
        lines.append(TextLine("\(scene.keyText(.copy)) copies the runbook", Style(.muted)))
      }
    }
    let others = labels.labels.filter { $0.name != "alertname" }
    let text = others.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    if !text.isEmpty { lines += named("labels", text, width) }
    return lines + ruleLines(width)
  }

  private func stateLines(_ width: Int) -> [TextLine] {
    guard let item else {
      return scene.wrapped("resolved, or not known any more", width, Style(.ok))
    }
    let value = item.value.map { ", value \(SignalUnit.none.text($0))" } ?? ""
    let state: String
    switch item.state {
    case .pending:
      let left = item.since.flatMap { since in item.holdFor.map { since + $0 - scene.serverNow } }
      let rest = left.map { ", fires in \($0.leftText)" } ?? ""
      state = "pending \(scene.age(of: item))\(rest)"
    case .firing, .suppressed:
      let since = (item.firingSince ?? item.since).map { ", since \(scene.timeText.moment($0))" }
      let age = scene.age(of: item)
      state = "firing \(item.firingSince == nil ? "" : "for ")\(age)\(since ?? "")"
    }
    let role = item.state == .firing ? severityRole(item) : Role.text
    var lines = scene.wrapped(state + value, width, Style(role, .bold))
    for words in scene.quietWords(of: item) { lines += scene.wrapped(words, width, Style(.ok)) }
    let test = scene.world.silences.silences?.filter { $0.state == .pending } ?? []
    for silence in test where MatcherTest(silence.matchers)?.matches(item.sentLabels) == true {
      let start = (silence.start - scene.alertmanagerNow).leftText
      lines += scene.wrapped(
        "will be silenced in \(start) \(scene.words(of: silence))",
        width,
        Style(.muted)
      )
    }
    return lines
  }

  private func severityRole(_ item: AlertBoard.Item) -> Role {
    item.rank == .critical ? .critical : item.rank == .warning ? .warning : .text
  }

  private func historyLines(_ width: Int) -> [TextLine] {
    guard let reading = scene.world.readings[.alertHistory], reading.reading.held != nil else {
      return []
    }
    let history = AlertHistory(reading.matrix, at: scene.serverNow)
    let reach = scene.world.health[.prometheus]?.holding.map { $0.reach } ?? AlertHistory.length
    let span = min(reach, AlertHistory.length).ageText
    let ended = history.isOngoing ? history.times.dropLast() : history.times[...]
    // Points are two minutes apart: what has begun since the last one has none.
    let isFiring = history.isOngoing || item.map { $0.state != .pending } ?? false
    let count = ended.count + (isFiring ? 1 : 0)
    guard count > 0 else {
      return scene.wrapped("in \(span): not fired, by ALERTS", width, Style(.muted))
    }
    var words = "in \(span): fired \(count == 1 ? "once" : "\(count) times")"
    if let usual = history.usual, let longest = history.times.map(\.length).max() {
      words += ", usually for about \(usual.leftText)"
      if count > 1 { words += ", at most \(longest.leftText)" }
    }
    if isFiring, let last = ended.last {
      words += ", before that \(scene.timeText.words(for: last))"
    }
    return scene.wrapped(words, width, Style(.text))
  }

  private func ruleLines(_ width: Int) -> [TextLine] {
    guard let rule else {
      return [TextLine("its rule is not known to this server", Style(.muted))]
    }
    var lines: [TextLine] = []
    if let error = rule.lastError { lines += scene.wrapped(error, width, Style(.critical)) }
    lines += named("rule", rule.oneLine, width)
    if let condition {
      lines += named(
        "threshold",
        "\(condition.sign) \(SignalUnit.none.text(condition.bound))",
        width
      )
    } else {
      lines += named("threshold", "no single one to split off; drawn where the rule holds", width)
    }
    let hold = rule.holdFor > .zero ? ", for \(rule.holdFor.prometheusText)" : ""
    return lines + named("group", rule.group + hold, width)
  }

  private func named(_ name: String, _ text: String, _ width: Int) -> [TextLine] {
    let lead = "\(name): "
    let rows = VisibleText.wrapped(text, to: max(8, width - 2))
    guard rows.count > 1 || VisibleText.width(of: lead + text) > width else {
      return [TextLine([TextSpan(lead, .muted), TextSpan(text, .text)])]
    }
    return [TextLine(lead, Style(.muted))]
      + scene.wrapped(text, width, Style(.text), indent: 2, limit: 12)
  }
}
