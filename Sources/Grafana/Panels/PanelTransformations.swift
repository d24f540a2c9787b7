/// What a panel does with the answers before it shows them.
struct PanelTransformations {
  private let nodes: [GrafanaNode]
  /// What is not done.
  private(set) var losses: [String] = []

  init(_ node: GrafanaNode) {
    nodes = node["transformations"].items.filter { !$0["disabled"].isTrue }
  }

  /// Those that only lay out what a row for each series shows as well.
  private static let layouts: Set = [
    "merge", "joinByField", "seriesToColumns", "seriesToRows", "labelsToFields", "concatenate",
    "prepareTimeSeries", "timeSeriesTable", "convertFieldType", "formatTime", "joinByLabels",
  ]

  /// Applies what can be: filters and names.
  mutating func apply(to queries: inout [PanelQuery]) {
    for node in nodes {
      let options = node["options"]
      switch node["id"].text ?? "" {
      case let id where Self.layouts.contains(id): break
      case "filterByRefId":
        let wanted = options["include"].text ?? options["include", "options"].text ?? ""
        let isOut = options["exclude"].text != nil
        let pattern = options["exclude"].text ?? wanted
        queries.removeAll { query in
          let names = pattern.split(separator: "|").map(String.init)
          let isNamed =
            names.contains(query.letter) || PanelOverrides.matches(pattern, query.letter)
          return isNamed == isOut
        }
      case "organize": organize(options, &queries)
      case "reduce":
        let names = options["reducers"].items.compactMap(\.text)
        let other = names.filter { !["last", "lastNotNull"].contains($0) }
        guard !other.isEmpty else { break }
        lose("it shows the last value and not '\(other.joined(separator: ", "))'")
      case "sortBy": lose("rows are in the order of the queries")
      case let id: lose("the transformation '\(id)' is not applied")
      }
    }
  }

  private mutating func organize(_ options: GrafanaNode, _ queries: inout [PanelQuery]) {
    let isOnly = queries.count == 1
    func column(_ query: PanelQuery) -> [String] {
      ["Value #\(query.letter)", query.legend] + (isOnly ? ["Value"] : [])
    }
    let hidden = options["excludeByName"].members.filter { $0.value.isTrue }
    // A table without its only column of values still lists labels.
    if !isOnly { queries.removeAll { column($0).contains { hidden[$0] != nil } } }
    for index in queries.indices {
      for name in column(queries[index]) {
        guard let new = options["renameByName", name].text, !new.isEmpty else { continue }
        queries[index].legend = new
        break
      }
    }
  }

  private mutating func lose(_ words: String) {
    if !losses.contains(words) { losses.append(words) }
  }
}
