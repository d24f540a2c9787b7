/// Reads a dashboard of schema version 2, which is the `spec` of a resource, into the form of version 1.
///
/// - Source: `apps/dashboard/kinds/v2beta1/dashboard_spec.cue` of grafana/grafana, and
///   <https://grafana.com/docs/grafana/latest/as-code/observability-as-code/schema-v2/>. In `v2alpha1` the
///   kind of a query or visualisation is what is its `group` later.
struct ResourceReader {
  /// The panels in the order of the layout.
  private(set) var panels: [SourcePanel] = []
  /// The variables.
  let variables: [GrafanaNode]

  private let elements: [String: GrafanaNode]

  init(_ dashboard: GrafanaNode) {
    elements = dashboard["elements"].members
    variables = dashboard["variables"].items.map(Self.variable)
    add(dashboard["layout"], "", [])
  }

  // MARK: - Layout

  private mutating func add(_ layout: GrafanaNode, _ title: String, _ repeats: [String]) {
    let spec = layout["spec"]
    for item in spec["items"].items {
      let own = repeats + [Self.repeated(item)].compactMap { $0 }
      if let name = item["spec", "element", "name"].text {
        add(element: name, title, own)
      } else {
        // A row of an early version has its elements itself.
        for element in item["spec", "elements"].items {
          guard let name = element["spec", "element", "name"].text else { continue }
          let inner = own + [Self.repeated(element)].compactMap { $0 }
          add(element: name, item["spec", "title"].text ?? title, inner)
        }
      }
    }
    for part in spec["rows"].items + spec["tabs"].items {
      let own = repeats + [Self.repeated(part)].compactMap { $0 }
      add(part["spec", "layout"], part["spec", "title"].text ?? title, own)
    }
  }

  private static func repeated(_ item: GrafanaNode) -> String? {
    item["spec", "repeat", "value"].text
  }

  private mutating func add(element name: String, _ row: String, _ repeats: [String]) {
    guard let element = elements[name] else { return }
    panels.append(SourcePanel(node: Self.panel(element), row: row, repeats: repeats))
  }

  // MARK: - Panels

  private static func panel(_ element: GrafanaNode) -> GrafanaNode {
    let spec = element["spec"]
    guard element["kind"].text != "LibraryPanel" else {
      return .object(["title": spec["title"], "libraryPanel": spec["libraryPanel"]])
    }
    let data = spec["data", "spec"]
    let picture = spec["vizConfig"]
    return .object([
      "type": group(of: picture), "title": spec["title"],
      "targets": .list(data["queries"].items.map(target)),
      "transformations": .list(
        data["transformations"].items.map { transformation in
          let name = transformation["spec", "id"]
          let id = name == .null ? group(of: transformation) : name
          return .object(transformation["spec"].members.merging(["id": id]) { $1 })
        }
      ),
      "fieldConfig": picture["spec", "fieldConfig"], "options": picture["spec", "options"],
      "timeFrom": data["queryOptions", "timeFrom"],
      "timeShift": data["queryOptions", "timeShift"],
    ])
  }

  private static func target(_ query: GrafanaNode) -> GrafanaNode {
    let spec = query["spec"]
    let early = spec["datasource"]
    let source: GrafanaNode = .object([
      "type": group(of: spec["query"]),
      "uid": early == .null ? spec["query", "datasource", "name"] : early["uid"],
    ])
    let own: [String: GrafanaNode] = [
      "refId": spec["refId"], "hide": spec["hidden"], "datasource": source,
    ]
    return .object(spec["query", "spec"].members.merging(own) { $1 })
  }

  private static func group(of node: GrafanaNode) -> GrafanaNode {
    node["group"] == .null ? node["kind"] : node["group"]
  }

  // MARK: - Variables

  private static func variable(_ node: GrafanaNode) -> GrafanaNode {
    let kind = node["kind"].text ?? ""
    let types = [
      "QueryVariable": "query", "TextVariable": "textbox", "ConstantVariable": "constant",
      "DatasourceVariable": "datasource", "IntervalVariable": "interval",
      "CustomVariable": "custom", "SwitchVariable": "custom", "GroupByVariable": "groupby",
      "AdhocVariable": "adhoc",
    ]
    var members = node["spec"].members
    members["type"] = .text(types[kind] ?? kind)
    if let plugin = members["pluginId"] { members["query"] = plugin }
    if kind == "SwitchVariable" { members["current"] = .object(["value": node["spec", "current"]]) }
    return .object(members)
  }
}
