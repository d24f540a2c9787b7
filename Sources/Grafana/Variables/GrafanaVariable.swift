/// What a variable of a dashboard stands for.
struct GrafanaVariable: Hashable, Sendable {
  /// The value of the variable.
  enum Value: Hashable, Sendable {
    /// One or several values, as they are.
    case values([String])
    /// A choice of whoever imports the dashboard, which may be a regular expression.
    case chosen([String])
    /// All of them, as a regular expression.
    case all(String)
    /// The rate window: an interval that Grafana works out.
    case window
    /// Nothing that can be known.
    case unknown
  }

  /// The value.
  var value: Value
  /// The values that it can have, where the dashboard lists them; what it is repeated for.
  var options: [String] = []
  /// Whether the dashboard's user can choose it, so that it is worth a remark.
  var isChoice = false

  /// What matches every value, where the dashboard does not say.
  static let anything = ".+"

  /// A variable of a dashboard at its current value.
  ///
  /// - Parameters:
  ///   - node: The variable.
  ///   - chosen: The values that whoever imports it has chosen; `nil` for none.
  init(_ node: GrafanaNode, chosen: [String]?) {
    let type = node["type"].text ?? "query"
    let listed = Self.options(node, type)
    options = listed
    isChoice = ["query", "custom", "textbox"].contains(type)
    if let chosen {
      let isAll = chosen.contains { $0 == "$__all" || $0 == "All" }
      value = isAll ? .all(Self.everything(node, listed, type)) : .chosen(chosen)
      return
    }
    let current = node["current", "value"]
    let words = current.items.isEmpty ? [current.word] : current.items.map(\.word)
    let values = words.compactMap { $0 }.filter { !$0.isEmpty }
    switch type {
    case "interval":
      let isAuto = values.first.map { $0.hasPrefix("$__auto") || $0 == "auto" } ?? true
      value = isAuto ? .window : .values(Array(values.prefix(1)))
    case "constant", "textbox":
      let text = values.first ?? node["query"].word ?? ""
      value = text.isEmpty && type == "constant" ? .unknown : .values([text])
    case "adhoc", "groupby": value = .unknown
    default:
      let isAll = values.contains { $0 == "$__all" || $0 == "All" }
      if isAll || values.isEmpty && (listed.isEmpty || node["includeAll"].isTrue) {
        value = .all(Self.everything(node, listed, type))
      } else {
        value = .values(values.isEmpty ? Array(listed.prefix(1)) : values)
      }
    }
  }

  /// A variable with a value.
  init(_ value: Value) { self.value = value }

  /// The values that a panel is repeated for; `nil` where they are not known, or are all.
  var repeated: [String]? {
    switch value {
    case .values(let values), .chosen(let values): values
    case .all: options.isEmpty ? nil : options
    case .window, .unknown: nil
    }
  }

  /// The value in words, as titles and legends have it.
  var words: String {
    switch value {
    case .values(let values), .chosen(let values): values.joined(separator: " + ")
    case .all: "All"
    case .window: "auto"
    case .unknown: ""
    }
  }

  private static func everything(
    _ node: GrafanaNode,
    _ options: [String],
    _ type: String
  ) -> String {
    if let all = node["allValue"].text, !all.isEmpty { return all }
    guard type == "custom", !options.isEmpty else { return anything }
    return options.map(VariableText.escaped).joined(separator: "|")
  }

  /// The options as the file lists them, without "All".
  private static func options(_ node: GrafanaNode, _ type: String) -> [String] {
    let listed = node["options"].items.compactMap { $0["value"].word }.filter { $0 != "$__all" }
    guard listed.isEmpty, type == "custom" else { return listed }
    return (node["query"].text ?? "").split(separator: ",").map { part in
      // `text : value`.
      let value = part.split(separator: ":", maxSplits: 1).last ?? part
      return String(part.contains(" : ") ? value : part).trimmed
    }
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    var text = self[...]
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
