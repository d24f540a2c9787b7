import Patterns

/// What a panel says of single series: units, in old and new shapes.
struct PanelOverrides {
  private let node: GrafanaNode
  /// What was lost.
  private(set) var losses: [String] = []

  init(_ node: GrafanaNode) { self.node = node }

  /// Gives queries the units of their own.
  mutating func apply(to queries: inout [PanelQuery], rightUnit: String?) {
    for override in node["fieldConfig", "overrides"].items {
      for property in override["properties"].items {
        apply(property, override["matcher"], &queries)
      }
    }
    for override in node["seriesOverrides"].items {
      let alias = override["alias"].text ?? ""
      if override["transform"].text == "negative-Y" {
        lose("'\(alias)' is drawn above the axis and not below")
      }
      guard override["yaxis"].number == 2, let rightUnit else { continue }
      for index in queries.indices where Self.matches(alias, queries[index].legend) {
        queries[index].unit = rightUnit
      }
    }
    for style in node["styles"].items {
      // An old table names a column and its words.
      guard let pattern = style["pattern"].text, pattern.hasPrefix("Value #") else { continue }
      for index in queries.indices where "Value #\(queries[index].letter)" == pattern {
        if let alias = style["alias"].text, !alias.isEmpty { queries[index].legend = alias }
        if style["type"].text == "number" { queries[index].unit = style["unit"].text }
      }
    }
  }

  private mutating func apply(
    _ property: GrafanaNode,
    _ matcher: GrafanaNode,
    _ queries: inout [PanelQuery]
  ) {
    let subject = matcher["options"].word ?? matcher["id"].text ?? ""
    switch property["id"].text {
    case "unit":
      let unit = property["value"].text ?? ""
      let chosen = queries.indices.filter { Self.selects(matcher, queries[$0]) }
      for index in chosen { queries[index].unit = unit }
      if chosen.isEmpty, unit != "none", unit != "short" {
        lose("'\(subject)' has no unit of its own")
      }
    case "displayName":
      let chosen = queries.indices.filter { Self.selects(matcher, queries[$0]) }
      for index in chosen { queries[index].legend = property["value"].text ?? "" }
    case "mappings" where !property["value"].items.isEmpty:
      lose("'\(subject)' has no words for its values")
    case "custom.transform" where property["value"].text == "negative-Y":
      lose("'\(subject)' is drawn above the axis and not below")
    case "custom.hideFrom" where property["value", "viz"].isTrue:
      lose("'\(subject)' is not hidden")
    default: break
    }
  }

  private mutating func lose(_ words: String) {
    if !losses.contains(words) { losses.append(words) }
  }

  private static func selects(_ matcher: GrafanaNode, _ query: PanelQuery) -> Bool {
    let options = matcher["options"].text ?? ""
    let names = [query.legend, "Value #\(query.letter)"]
    return switch matcher["id"].text {
    case "byFrameRefID": options == query.letter
    case "byName": names.contains(options) || options == "Value"
    case "byRegexp": names.contains { matches(options, $0) }
    default: false
    }
  }

  /// Whether a name is the one given, or matches it where it is `/…/`.
  static func matches(_ pattern: String, _ name: String) -> Bool {
    guard pattern.count > 1, pattern.hasPrefix("/"), let end = pattern.lastIndex(of: "/"),
      end > pattern.startIndex
    else { return pattern == name }
    let source = pattern[pattern.index(after: pattern.startIndex)..<end]
    return (try? Pattern(String(source)))?.matches(name) ?? false
  }
}
