import PromQL
import Signals
import Telemetry

/// A panel of a dashboard as panels of goldtop's own; the IDs are not unique yet.
struct PanelImport {
  /// One for each unit that its queries have.
  private(set) var panels: [OwnPanel] = []
  /// What differs, and what is left out.
  private(set) var remarks: [GrafanaRemark] = []
  /// The LogQL of its log lines.
  private(set) var logQueries: [String] = []

  private let source: SourcePanel
  private let scope: VariableScope
  private let sources: DataSources
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
      leave("its queries are in a library panel, which the file does not have with it")
    case .none(let reason): leave(reason)
    case .logs: takeLogs()
    case .own(let form, let loss): take(form, loss)
    }
  }

  /// What a panel without a title is called.
  private static func nameless(_ node: GrafanaNode) -> String {
    node["id"].word.map { "Panel \($0)" } ?? "Panel"
  }

  private mutating func leave(_ reason: String) {
    remarks.append(GrafanaRemark(.left, title, reason))
  }

  private mutating func note(_ words: String) {
    let remark = GrafanaRemark(.changed, title, words)
    if !remarks.contains(remark) { remarks.append(remark) }
  }

  // MARK: - Logs

  private mutating func takeLogs() {
    let targets = source.node["targets"].items.filter { !$0["hide"].isTrue }
    if targets.isEmpty { leave("it has no query that shows anything") }
    for target in targets {
      guard let query = target["expr"].text, isOfLoki(target) else {
        leave("its log lines are not Loki's")
        continue
      }
      do throws(QueryText.Problem) {
        logQueries.append(try QueryText.resolved(query, in: scope))
      } catch {
        leave("query \(Self.letter(of: target)): \(error.message)")
      }
    }
  }

  private func isOfLoki(_ target: GrafanaNode) -> Bool {
    switch sources.kind(of: target, in: source.node) {
    case .loki, nil: true
    case .prometheus, .other: false
    }
  }

  // MARK: - Values

  private mutating func take(_ form: OwnPanel.Form, _ loss: String?) {
    var queries = source.node["targets"].items.compactMap { query(of: $0, form) }
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
    let lines = queries.map { query in
      OwnPanel.Line(expression: unit.scaled(query.expression), legend: query.legend)
    }
    let suffix = isFirst ? "" : " (\(unit.unit.rawValue))"
    var panel = OwnPanel(
      id: Self.id(of: title + suffix),
      title: title + suffix,
      unit: unit.unit,
      lines: lines
    )
    panel.form = form
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
      if form == .values { panel.full = style.full.flatMap { $0 > 0 ? unit.scaled($0) : nil } }
    }
    return panel
  }

  // MARK: - Queries

  private mutating func query(of target: GrafanaNode, _ form: OwnPanel.Form) -> PanelQuery? {
    guard !target["hide"].isTrue else { return nil }
    let letter = Self.letter(of: target)
    if let reason = reasonAgainst(target) {
      leave("query \(letter): \(reason)")
      return nil
    }
    do throws(QueryText.Problem) {
      let expression = try QueryText.resolved(target["expr"].text ?? "", in: scope)
      check(expression, letter)
      let legend = target["legendFormat"].text ?? ""
      return PanelQuery(
        letter: letter,
        expression: form == .values ? reduced(expression, of: target, letter) : expression,
        legend: legend == "__auto" ? "" : Self.plain(scope.words(of: legend))
      )
    } catch {
      leave("query \(letter): \(error.message)")
      return nil
    }
  }

  /// Why a query cannot be asked of a metrics server; `nil` where it can.
  private func reasonAgainst(_ target: GrafanaNode) -> String? {
    switch sources.kind(of: target, in: source.node) {
    case .loki:
      return "it counts log lines of Loki, and own panels ask Prometheus"
    case .other("__expr__"), .other("-- Dashboard --"):
      return "Grafana works it out from other queries"
    case .other(let name): return "its data source is '\(name)', and own panels ask Prometheus"
    case .prometheus, nil: break
    }
    guard let expression = target["expr"].text, !expression.trimmed.isEmpty else {
      let foreign = ["rawSql", "query", "target", "rawQuery"].contains { target[$0] != .null }
      return foreign ? "it is not PromQL" : "it has no expression"
    }
    return nil
  }

  /// A remark on an expression that goldtop cannot parse: the server may know more.
  private mutating func check(_ expression: String, _ letter: String) {
    let line = OwnPanel.Line(expression: expression)
    let text = line.promQL(matchers: "", window: .seconds(60), range: .seconds(900))
    do throws(ParseProblem) {
      _ = try Expression.parse(text)
    } catch {
      note("query \(letter) is not PromQL as goldtop knows it, your server may know more: \(error)")
    }
  }

  /// The expression of one value, where the panel shows another one than the last.
  private mutating func reduced(
    _ expression: String,
    of target: GrafanaNode,
    _ letter: String
  ) -> String {
    guard !target["instant"].isTrue, !source.type.hasPrefix("table") else { return expression }
    let functions = [
      "mean": "avg", "avg": "avg", "max": "max", "min": "min",
    ]
    switch style.reduction {
    case "last", "lastNotNull", "current", "": return expression
    case let name:
      if let function = functions[name] { return "\(function)_over_time((\(expression))[$range:])" }
      note("it shows the last value and not '\(name)' of the range")
      return expression
    }
  }

  private static func letter(of target: GrafanaNode) -> String { target["refId"].text ?? "A" }

  // MARK: - Names

  /// A text on one line.
  private static func plain(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : String($0) }
    return scalars.joined().split(separator: " ").joined(separator: " ")
  }

  /// A name of lower-case letters, digits and dashes.
  static func id(of title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "panel" : words.joined(separator: "-")
  }
}
