import Signals
import Telemetry

extension SettingsReader {
  /// The user's panels, in the order written; such as are wrong are left out.
  mutating func ownPanels(_ vocabulary: ConfigVocabulary) -> [OwnPanel] {
    var panels: [OwnPanel] = []
    for member in tree["panels", "own"]?.members ?? [] {
      let names = ["panels", "own", member.name]
      if let complaint = complaint(aboutPanel: member.name, vocabulary) {
        complain(ConfigPath(names), at: member.nameOrigin, complaint)
      }
      guard let lines = lines(of: member, names) else { continue }
      panels.append(panel(member.name, lines))
    }
    return panels
  }

  private mutating func panel(_ name: String, _ lines: [OwnPanel.Line]) -> OwnPanel {
    let names = ["panels", "own", name]
    let unit = text("panels", "own", name, "unit").flatMap(SignalUnit.init) ?? .none
    let direction = text("panels", "own", name, "direction")
    let threshold = Threshold(
      warning: bound(names + ["warning"], unit),
      critical: bound(names + ["critical"], unit),
      direction: direction.flatMap(Threshold.Direction.init) ?? .above
    )
    check(threshold, names)
    var panel = OwnPanel(
      id: name,
      title: text("panels", "own", name, "title") ?? name,
      unit: unit,
      threshold: threshold.warning == nil && threshold.critical == nil ? nil : threshold,
      lines: lines
    )
    panel.form = text("panels", "own", name, "form").flatMap(OwnPanel.Form.init) ?? .chart
    panel.full = bound(names + ["full"], unit)
    if case .boolean(let isStacked) = value(names + ["stacked"]) { panel.isStacked = isStacked }
    panel.texts = texts(names)
    check(panel, names)
    return panel
  }

  /// Complains about what the form of a panel has no use for.
  private mutating func check(_ panel: OwnPanel, _ names: [String]) {
    if panel.full == 0 { complain(names + ["full"], "a gauge cannot be full at 0") }
    if panel.full != nil, panel.form != .values {
      complain(names + ["full"], "only values have gauges: set 'form' to 'values'")
    }
    if panel.isStacked, panel.form != .chart {
      complain(names + ["stacked"], "only a chart can be stacked: set 'form' to 'chart'")
    }
    if panel.form == .logs, panel.lines.contains(where: { $0.language == .promQL }) {
      complain(names + ["form"], "log lines are asked for in LogQL: set 'logql' in each query")
    }
  }

  /// Words for values, in the order written.
  private mutating func texts(_ names: [String]) -> [ValueText] {
    var found: [ValueText] = []
    for member in tree[names + ["texts"]]?.members ?? [] {
      let path = names + ["texts", member.name]
      guard case .text(let text) = value(path) else { continue }
      if let word = ValueText(member.name, text) {
        found.append(word)
      } else {
        let words = "write a value such as '1', or two such as '2..5', '..0' or '10..'"
        complain(ConfigPath(path), at: member.nameOrigin, words)
      }
    }
    return found
  }

  private func complaint(
    aboutPanel name: String,
    _ vocabulary: ConfigVocabulary
  ) -> String? {
    let plain = name.allSatisfy {
      $0 == "-" || $0.isASCII && ($0.isNumber || $0.isLetter && $0.isLowercase)
    }
    guard plain else {
      return "panel names use lower-case letters, digits and dashes: rename it"
    }
    if vocabulary.panels.contains(name) {
      return "a built-in panel has that name: choose another"
    }
    // Its page would be opened by the same name.
    return vocabulary.views.contains(name)
      ? "a view has that name: choose another" : nil
  }

  private mutating func lines(
    of member: ConfigNode.Member,
    _ names: [String]
  ) -> [OwnPanel.Line]? {
    let path = ConfigPath(names + ["queries"])
    let list = member.node["queries"] ?? ConfigNode(.list([]))
    guard !list.items.isEmpty else {
      // Anything else than a list has been reported where it stands.
      guard case .list = list.content else { return nil }
      complain(
        path,
        at: member.nameOrigin,
        "a panel needs queries: write [{ \"expr\": \"sum(up)\" }]"
      )
      return nil
    }
    var lines: [OwnPanel.Line] = []
    for (index, item) in list.items.enumerated() {
      guard var line = line(item) else {
        let isTwice = item["expr"] != nil && item["logql"] != nil
        let lack = "has no PromQL: set 'expr', or 'logql'"
        complain(
          path.appending(index: index),
          at: item.origin,
          isTwice ? "has both 'expr' and 'logql': keep one" : lack
        )
        continue
      }
      if case .text(let legend) = item["legend"]?.content { line.legend = legend }
      lines.append(line)
    }
    return lines
  }

  /// The expression in its language; `nil` where there is none, or one in each.
  private func line(_ item: ConfigNode) -> OwnPanel.Line? {
    switch (item["expr"]?.content, item["logql"]?.content) {
    case (.text(let expression)?, nil): OwnPanel.Line(expression: expression)
    case (nil, .text(let expression)?): OwnPanel.Line(expression: expression, language: .logQL)
    default: nil
    }
  }

  /// A bound in the unit of its panel; a bare number is one already.
  private mutating func bound(_ names: [String], _ unit: SignalUnit) -> Double? {
    guard case .measure(let value, let written) = value(names) else { return nil }
    let chosen = Array(names.dropLast() + ["unit"])
    guard tree[chosen] == nil || self.value(chosen) != nil else { return nil }
    let fitting: Bool =
      switch written {
      case nil: true
      case .ratio: unit == .ratio
      case .seconds: unit == .seconds
      case .bytes: unit == .bytes
      case .dollars: unit == .dollars || unit == .dollarsPerHour
      }
    guard fitting else {
      complain(
        names,
        "the threshold's unit differs from the panel's, '\(unit.rawValue)': "
          + "write a number, or set the panel's 'unit'"
      )
      return nil
    }
    return value
  }

  /// Complains about names in `panels.hide` or `panels.order` that no panel has.
  mutating func checkPanelNames(
    _ given: [String],
    _ key: String,
    _ vocabulary: ConfigVocabulary
  ) {
    guard !vocabulary.panels.isEmpty else { return }
    let own = (tree["panels", "own"]?.members ?? []).map(\.name)
    let known = vocabulary.panels + own.filter { !vocabulary.panels.contains($0) }
    for name in given where !known.contains(name) {
      let advice = Words.suggestion(for: name, among: known, plural: "panels")
      complain(["panels", key], "unknown panel \(Words.quoted(name)): \(advice)")
    }
  }

  /// The keys of actions.
  mutating func keys(_ vocabulary: ConfigVocabulary) -> [String: String] {
    var found: [String: String] = [:]
    for member in tree["keys"]?.members ?? [] {
      let names = ["keys", member.name]
      if !vocabulary.actions.isEmpty, !vocabulary.actions.contains(member.name) {
        let advice = Words.suggestion(
          for: member.name,
          among: vocabulary.actions,
          plural: "actions"
        )
        complain(ConfigPath(names), at: member.nameOrigin, "unknown action: \(advice)")
      }
      guard case .text(let key) = value(names) else { continue }
      if let complaint = vocabulary.keyComplaint(key) { complain(names, complaint) }
      if let other = found.first(where: { $0.value == key })?.key {
        complain(names, "\(Words.quoted(key)) is already the key of '\(other)': choose another")
      }
      found[member.name] = key
    }
    if let complaint = vocabulary.keysComplaint(found) { complain(["keys"], complaint) }
    return found
  }
}
