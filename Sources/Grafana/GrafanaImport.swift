import FoundationEssentials
package import Signals
package import Telemetry

/// A dashboard of Grafana as panels of goldtop's own, with all that differs and all that is left out.
package struct GrafanaImport {
  /// The title of the dashboard.
  package let title: String
  /// How many panels the dashboard has, each once, without rows.
  package private(set) var count = 0
  /// How many of them have become panels, one or several each.
  package private(set) var carriedCount = 0
  /// Of how many of those some query is left out.
  package private(set) var partialCount = 0
  /// The panels, with IDs that are unique.
  package private(set) var panels: [OwnPanel] = []
  /// What differs and what is left out, in the order of the panels; then the variables.
  package private(set) var remarks: [GrafanaRemark] = []

  private var takenIDs: Set<String>
  /// More than any dashboard that a person has made.
  private static let panelLimit = 1000
  /// The most panels that one is repeated as; beyond it one has all series.
  private static let repeatLimit = 30

  /// Reads a dashboard.
  ///
  /// - Parameters:
  ///   - json: The dashboard, or the answer of an API that holds it.
  ///   - library: Answers of Grafana's API with library panels that it names.
  ///   - chosen: Values of variables, by name.
  ///   - taken: Names that own panels cannot have.
  /// - Throws: `GrafanaProblem` where the text is no dashboard.
  package init(
    json: [UInt8],
    library: [[UInt8]] = [],
    chosen: [String: [String]] = [:],
    taken: Set<String> = []
  ) throws(GrafanaProblem) {
    let reader = try DashboardReader(
      try Self.document(json),
      library: library.compactMap { try? Self.document($0)["result"] }
    )
    guard reader.panels.count <= Self.panelLimit else {
      throw GrafanaProblem(message: "it has more than \(Self.panelLimit) panels")
    }
    title = reader.title
    takenIDs = taken
    let scope = VariableScope(reader.variables, inputs: reader.inputs, chosen: chosen)
    let sources = DataSources(inputs: reader.inputs, variables: reader.variables)
    for panel in reader.panels where panel.type != "row" {
      count += 1
      take(panel, scope, sources, reader)
    }
    remark(on: reader.variables, scope, chosen)
  }

  /// The UIDs of the library panels that a dashboard names and does not have with it.
  package static func lackingLibraryPanels(
    in json: [UInt8]
  ) throws(GrafanaProblem) -> [String] {
    try DashboardReader(try document(json), library: []).lackingLibraryPanels
  }

  private static func document(_ json: [UInt8]) throws(GrafanaProblem) -> GrafanaNode {
    do {
      return try JSONDecoder().decode(GrafanaNode.self, from: Data(json))
    } catch {
      throw GrafanaProblem(message: DecodingFault.text(error))
    }
  }

  /// The configuration to paste.
  package var configuration: JSONValue {
    ["panels": ["own": .object(panels.map { ($0.id, Self.json(of: $0)) })]]
  }

  // MARK: - Panels

  private mutating func take(
    _ panel: SourcePanel,
    _ scope: VariableScope,
    _ sources: DataSources,
    _ reader: DashboardReader
  ) {
    var scopes = scopes(of: panel.repeats[...], scope)
    if scopes.count > Self.repeatLimit {
      let words = "it is repeated more than \(Self.repeatLimit) times: one panel has all series"
      remarks.append(GrafanaRemark(.changed, scope.words(of: panel.title), words))
      scopes = [scope]
    }
    let before = panels.count
    var isPartial = false
    let titles = Set(scopes.map { $0.words(of: panel.title) })
    for scope in scopes {
      let values = panel.repeats.compactMap { scope.variables[$0]?.words }
      let value = titles.count < scopes.count ? values.joined(separator: ", ") : ""
      let part = PanelImport(panel, scope, sources, for: value)
      for remark in part.remarks where !remarks.contains(remark) { remarks.append(remark) }
      isPartial = isPartial || part.remarks.contains { $0.kind == .left }
      let isNamesake = Self.isNamesake(panel, in: reader.panels)
      for own in part.panels { add(own, row: isNamesake ? scope.words(of: panel.row) : "") }
    }
    guard panels.count > before else { return }
    carriedCount += 1
    if isPartial { partialCount += 1 }
  }

  private static func isNamesake(_ panel: SourcePanel, in all: [SourcePanel]) -> Bool {
    !panel.row.isEmpty && all.count { $0.title == panel.title && $0.type != "row" } > 1
  }

  /// One for each value that a panel is repeated for; one for all where they are not listed.
  private func scopes(of repeats: ArraySlice<String>, _ scope: VariableScope) -> [VariableScope] {
    guard let name = repeats.first else { return [scope] }
    guard let values = scope.variables[name]?.repeated, !values.isEmpty else {
      return scopes(of: repeats.dropFirst(), scope)
    }
    let inner = values.prefix(Self.repeatLimit + 1)
    return inner.flatMap { scopes(of: repeats.dropFirst(), scope.with(name, $0)) }
  }

  private mutating func add(_ panel: OwnPanel, row: String) {
    var panel = panel
    if !row.isEmpty {
      panel.title = "\(row): \(panel.title)"
      panel.id = PanelImport.id(of: panel.title)
    }
    let base = panel.id
    var number = 1
    while !takenIDs.insert(panel.id).inserted {
      number += 1
      panel.id = "\(base)-\(number)"
    }
    panels.append(panel)
  }

  // MARK: - Variables

  private mutating func remark(
    on nodes: [GrafanaNode],
    _ scope: VariableScope,
    _ chosen: [String: [String]]
  ) {
    for node in nodes {
      guard let name = node["name"].text else { continue }
      if node["type"].text == "adhoc" {
        remarks.append(GrafanaRemark(.variable, name, "its filters are not applied"))
      }
      guard let variable = scope.variables[name], variable.isChoice else { continue }
      let words: String
      switch variable.value {
      case .all(let expression): words = "all, by the regular expression '\(expression)'"
      case .values(let values), .chosen(let values): words = values.joined(separator: ", ")
      case .window, .unknown: continue
      }
      remarks.append(GrafanaRemark(.variable, name, words))
    }
    for name in chosen.keys.sorted() where !nodes.contains(where: { $0["name"].text == name }) {
      remarks.append(GrafanaRemark(.variable, name, "the dashboard has no such variable"))
    }
  }

  // MARK: - Configuration

  private static func json(of panel: OwnPanel) -> JSONValue {
    let threshold = panel.threshold
    return [
      "title": .text(panel.title),
      "unit": panel.unit == .none ? nil : .text(panel.unit.rawValue),
      "form": panel.form == .chart ? nil : .text(panel.form.rawValue),
      "stacked": panel.isStacked ? .boolean(true) : nil,
      "full": panel.full.map { .number($0) },
      "warning": threshold?.warning.map { .number($0) },
      "critical": threshold?.critical.map { .number($0) },
      "direction": threshold?.direction == .below ? .text("below") : nil,
      "texts": panel.texts.isEmpty
        ? nil : .object(panel.texts.map { ($0.values, .text($0.text)) }),
      "queries": .list(
        panel.lines.map { line -> JSONValue in
          [
            "expr": line.language == .promQL ? .text(line.expression) : nil,
            "logql": line.language == .logQL ? .text(line.expression) : nil,
            "legend": line.legend.isEmpty ? nil : .text(line.legend),
          ]
        }
      ),
    ]
  }
}
