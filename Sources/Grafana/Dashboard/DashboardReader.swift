/// Reads the panels and variables of a dashboard: of files, of answers of Grafana's and grafana.com's APIs,
/// and of all shapes since schema version 12.
///
/// - Source: <https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/>.
struct DashboardReader {
  /// The title.
  let title: String
  /// The panels in the order of the screen.
  private(set) var panels: [SourcePanel] = []
  /// The variables, in the form of schema version 1.
  private(set) var variables: [GrafanaNode] = []
  /// What whoever imports the dashboard is to give, by name: data sources and constants.
  let inputs: [String: GrafanaNode]

  /// The UIDs of library panels without their models, each once.
  private(set) var lackingLibraryPanels: [String] = []

  private let elements: [String: GrafanaNode]

  /// - Parameters:
  ///   - document: The dashboard, or what holds it.
  ///   - library: Library panels, with UID and model.
  /// - Throws: `GrafanaProblem` where the document is no dashboard.
  init(_ document: GrafanaNode, library: [GrafanaNode]) throws(GrafanaProblem) {
    let dashboard = Self.unwrapped(document)
    let inputs = dashboard["__inputs"].items.compactMap { input in
      input["name"].text.map { ($0, input) }
    }
    self.inputs = Dictionary(inputs) { first, _ in first }
    let models = library.compactMap { panel in panel["uid"].text.map { ($0, panel) } }
    elements = dashboard["__elements"].members.merging(models) { own, _ in own }
    title = dashboard["title"].text ?? "dashboard"
    if dashboard["elements"] != .null, dashboard["layout"] != .null {
      let reader = ResourceReader(dashboard)
      variables = reader.variables
      for panel in reader.panels {
        let node = resolved(panel.node)
        panels.append(SourcePanel(node: node, row: panel.row, repeats: panel.repeats))
      }
      return
    }
    guard dashboard["panels"] != .null || dashboard["rows"] != .null else {
      throw GrafanaProblem(
        message: "no dashboard of Grafana: it has neither 'panels' nor 'rows' nor 'elements'"
      )
    }
    variables = dashboard["templating", "list"].items
    for row in dashboard["rows"].items { add(row["panels"].items, of: row) }
    add(dashboard["panels"].items)
  }

  /// The dashboard inside the answer of an API: `dashboard` of Grafana's, `json` of grafana.com's, `spec` of
  /// a resource.
  private static func unwrapped(_ document: GrafanaNode) -> GrafanaNode {
    for name in ["dashboard", "json", "spec"] where !document[name].members.isEmpty {
      return unwrapped(document[name])
    }
    return document
  }

  /// Adds the panels of a row.
  private mutating func add(_ nodes: [GrafanaNode], of row: GrafanaNode) {
    let title = row["showTitle"] == .boolean(false) ? "" : row["title"].text ?? ""
    for node in nodes { add(node, title, [row["repeat"].text]) }
  }

  /// Adds panels, among which a row is a panel too: those behind it are its own up to the next, unless it
  /// is collapsed and holds them.
  private mutating func add(_ nodes: [GrafanaNode]) {
    var row = GrafanaNode.null
    for node in nodes {
      if node["type"].text == "row" {
        row = node
        add(node["panels"].items, of: node)
      } else {
        add(node, row["title"].text ?? "", [row["repeat"].text])
      }
    }
  }

  private mutating func add(_ node: GrafanaNode, _ row: String, _ repeats: [String?]) {
    let node = resolved(node)
    let own = (repeats + [node["repeat"].text]).compactMap { $0 }.filter { !$0.isEmpty }
    // Copies that a repeated panel has left in the file are made again.
    guard node["repeatPanelId"] == .null || node["repeat"] != .null else { return }
    panels.append(SourcePanel(node: node, row: row, repeats: own))
  }

  /// A library panel with its model, which files that were exported for sharing have with them.
  private mutating func resolved(_ node: GrafanaNode) -> GrafanaNode {
    guard let uid = node["libraryPanel", "uid"].text, node["targets"].items.isEmpty else {
      return node
    }
    let model = elements[uid]?["model"] ?? node["libraryPanel", "model"]
    guard !model.members.isEmpty else {
      if !lackingLibraryPanels.contains(uid) { lackingLibraryPanels.append(uid) }
      return node
    }
    let place = node.members.filter { ["gridPos", "id", "repeat"].contains($0.key) }
    var members = model.members.merging(place) { $1 }
    members["libraryPanel"] = nil
    return .object(members)
  }
}
