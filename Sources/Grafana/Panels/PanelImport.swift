import PromQL
import Signals
import Telemetry

/// A panel of a dashboard as panels of goldtop's own; the IDs are not unique yet.
struct PanelImport {
  /// One for each unit that its queries have.
  private(set) var panels: [OwnPanel] = []
  /// What differs, and what is left out.
  private(set) var remarks: [GrafanaRemark] = []

  let source: SourcePanel
  let scope: VariableScope
  let sources: DataSources
  private let style: PanelStyle
  private let title: String

  /// - Parameters:
  ///   - source: The panel.
  ///   - scope: The variables where it is.
  ///   - sources: The data sources of the dashboard.
  ///   - value: What it is repeated for, where its title does not say it; empty for nothing.
  init(_ source: SourcePanel, _ scope: VariableScope, _ sources: DataSources, for value: String) {
    (self.source, self.scope, self.sources) = (source, scope, sources)
    style = PanelStyle(source.node)
    let words = Self.plain(scope.words(of: source.title))
    let name = words.isEmpty ? Self.nameless(source.node) : words
    title = value.isEmpty ? name : "\(name) (\(Self.plain(value)))"
    switch PanelForm(source.type) {
    case _ where source.node["libraryPanel"] != .null && source.node["targets"].items.isEmpty:
      leave(
        "its queries are in a library panel, which the file does not have with it: import the "
          + "dashboard by its URL, or export it for sharing"
      )
    case .none(let reason): leave(reason)
    case .logs: takeLogs()
    case .own where source.type.hasPrefix("table") && listsLines:
      note("its columns are drawn as log lines")
      takeLogs()
    case .own(let form, let loss): take(form, loss)
    }
  }

  /// What a panel without a title is called.
  private static func nameless(_ node: GrafanaNode) -> String {
    node["id"].word.map { "Panel \($0)" } ?? "Panel"
  }

  mutating func leave(_ reason: String) {
    remarks.append(GrafanaRemark(.left, title, reason))
  }

  mutating func note(_ words: String) {
    let remark = GrafanaRemark(.changed, title, words)
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  // MARK: - Logs

  private mutating func takeLogs() {
    if shownTargets.isEmpty { leave("it has no query that shows anything") }
    var lines: [OwnPanel.Line] = []
    for target in shownTargets {
      let letter = Self.letter(of: target)
      guard let query = target["expr"].text, isOfLoki(target) else {
        leave("its log lines are not Loki's")
        continue
      }
      guard Self.isOfLines(query) else {
        leave("query \(letter): it counts log lines, and the panel lists them")
        continue
      }
      do throws(QueryText.Problem) {
        let text = try QueryText.resolved(query, in: scope)
        lines.append(OwnPanel.Line(expression: text, language: .logQL))
      } catch {
        leave("query \(letter): \(error.message)")
      }
    }
    guard !lines.isEmpty else { return }
    var panel = OwnPanel(id: Self.id(of: title), title: title, unit: .none, lines: lines)
    panel.form = .logs
    panels.append(panel)
  }

  private func isOfLoki(_ target: GrafanaNode) -> Bool {
    switch sources.kind(of: target, in: source.node) {
    case .loki, nil: true
    case .prometheus, .other: false
    }
  }

  private var shownTargets: [GrafanaNode] {
    source.node["targets"].items.filter { !$0["hide"].isTrue }
  }

  /// Whether all that it shows are log lines.
  private var listsLines: Bool {
    !shownTargets.isEmpty
      && shownTargets.allSatisfy { target in
        sources.kind(of: target, in: source.node) == .loki
          && Self.isOfLines(target["expr"].text ?? "")
      }
  }

  /// Whether LogQL asks for lines, and not for what is counted of them.
  private static func isOfLines(_ logQL: String) -> Bool { logQL.trimmed.hasPrefix("{") }

  // MARK: - Values

  private mutating func take(_ form: OwnPanel.Form, _ loss: String?) {
    var queries = shownTargets.compactMap { query(of: $0, form) }
    var transformations = PanelTransformations(source.node)
    transformations.apply(to: &queries)
    var overrides = PanelOverrides(source.node)
    overrides.apply(to: &queries, rightUnit: style.rightUnit)
    guard !queries.isEmpty else {
      if remarks.isEmpty { leave("it has no query that shows anything") }
      return
    }
    let losses = [loss].compactMap { $0 } + style.losses + transformations.losses + overrides.losses
    for words in losses { note(words) }
    var units: [String] = []
    for query in queries where !units.contains(query.unit ?? style.unit) {
      units.append(query.unit ?? style.unit)
    }
    for unit in units {
      let lines = queries.filter { ($0.unit ?? style.unit) == unit }
      panels.append(panel(lines, form, unit, isFirst: unit == units[0]))
    }
    if units.count > 1 {
      let words = units.map { $0.isEmpty ? "none" : $0 }.joined(separator: ", ")
      note("its units \(words) are a panel each")
    }
  }

  private mutating func panel(
    _ queries: [PanelQuery],
    _ form: OwnPanel.Form,
    _ name: String,
    isFirst: Bool
  ) -> OwnPanel {
    let unit = GrafanaUnit(name)
    if !unit.isKnown { note("the unit '\(name)' is none of goldtop's: values are bare numbers") }
    let lines = queries.map { $0.line(unit) }
    let suffix = isFirst ? "" : " (\(unit.unit.rawValue))"
    var panel = OwnPanel(
      id: Self.id(of: title + suffix),
      title: title + suffix,
      unit: unit.unit,
      lines: lines
    )
    panel.form = form
    panel.isStacked = style.isStacked
    // Bounds and gauge are of the panel's own unit.
    if name == style.unit {
      let bounds = style.bounds
      if let remark = bounds.remark { note(remark) }
      panel.threshold = bounds.threshold.map { threshold in
        Threshold(
          warning: threshold.warning.map(unit.scaled),
          critical: threshold.critical.map(unit.scaled),
          direction: threshold.direction
        )
      }
      panel.texts = ValueWords(source.node).texts.map {
        ValueText(unit.scaled($0.low), unit.scaled($0.high), $0.text)
      }
      if form == .values { panel.full = style.full.flatMap { $0 > 0 ? unit.scaled($0) : nil } }
    }
    return panel
  }

  // MARK: - Queries

  private mutating func query(of target: GrafanaNode, _ form: OwnPanel.Form) -> PanelQuery? {
    let letter = Self.letter(of: target)
    do throws(QueryText.Problem) {
      let (expression, language) = try expression(of: target)
      if language == .promQL { check(expression, letter) }
      let legend = target["legendFormat"].text ?? ""
      var query = PanelQuery(
        letter: letter,
        expression: expression,
        legend: legend == "__auto" ? "" : Self.plain(scope.words(of: legend)),
        language: language
      )
      if form == .values { query.expression = reduced(query, of: target) }
      return query
    } catch {
      leave("query \(letter): \(error.message)")
      return nil
    }
  }

  /// A query as own panels ask it, with its language.
  func expression(
    of target: GrafanaNode
  ) throws(QueryText.Problem) -> (text: String, language: OwnPanel.Line.Language) {
    var language = OwnPanel.Line.Language.promQL
    switch sources.kind(of: target, in: source.node) {
    case .loki: language = .logQL
    case .other("__expr__"): return try formula(of: target)
    case .other("-- Dashboard --"):
      throw QueryText.Problem(message: "it shows the answers of another panel")
    case .other(let name):
      let words = "its data source is '\(name)', and own panels ask Prometheus and Loki"
      throw QueryText.Problem(message: words)
    case .prometheus, nil: break
    }
    guard let expression = target["expr"].text, !expression.trimmed.isEmpty else {
      let foreign = ["rawSql", "query", "target", "rawQuery"].contains { target[$0] != .null }
      throw QueryText.Problem(message: foreign ? "it is not PromQL" : "it has no expression")
    }
    guard language == .promQL || !Self.isOfLines(expression) else {
      throw QueryText.Problem(message: "it lists log lines, and the panel shows numbers")
    }
    return (try QueryText.resolved(expression, in: scope), language)
  }

  /// A remark on an expression that goldtop cannot parse: the server may know more.
  private mutating func check(_ expression: String, _ letter: String) {
    let line = OwnPanel.Line(expression: expression)
    let text = line.resolved(matchers: "", window: .seconds(60), range: .seconds(900))
    do throws(ParseProblem) {
      _ = try Expression.parse(text)
    } catch {
      note("query \(letter) is not PromQL as goldtop knows it, your server may know more: \(error)")
    }
  }

  /// The expression of one value, where the panel shows another one than the last.
  private mutating func reduced(_ query: PanelQuery, of target: GrafanaNode) -> String {
    let expression = query.expression
    guard !target["instant"].isTrue, !source.type.hasPrefix("table") else { return expression }
    let functions = [
      "mean": "avg", "avg": "avg", "max": "max", "min": "min",
    ]
    switch style.reduction {
    case "last", "lastNotNull", "current", "": return expression
    case let name:
      // LogQL has no subqueries.
      if query.language == .promQL, let function = functions[name] {
        return "\(function)_over_time((\(expression))[$range:])"
      }
      note("it shows the last value and not '\(name)' of the range")
      return expression
    }
  }

  static func letter(of target: GrafanaNode) -> String { target["refId"].text ?? "A" }

  // MARK: - Names

  /// A text on one line.
  static func plain(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }
    return scalars.joined().split(separator: " ").joined(separator: " ")
  }

  /// A name of lower-case letters, digits and dashes.
  static func id(of title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "panel" : words.joined(separator: "-")
  }
}
