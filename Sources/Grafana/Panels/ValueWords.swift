import Signals

/// The words that a panel shows in place of values, of old and new shapes.
///
/// - Source: <https://grafana.com/docs/grafana/latest/panels-visualizations/configure-value-mappings/>.
struct ValueWords {
  /// Words for numbers, ascending, in the unit of the panel's values.
  private(set) var texts: [ValueText] = []
  /// Whether there are words for anything else than numbers.
  private(set) var hasOthers = false

  init(_ node: GrafanaNode) {
    for mapping in node["fieldConfig", "defaults", "mappings"].items { take(mapping) }
    // A panel of before Grafana 7 uses the one list or the other.
    let isOfRanges = node["mappingType"].number == 2
    for map in node[isOfRanges ? "rangeMaps" : "valueMaps"].items {
      isOfRanges ? takeRange(map, map["text"]) : takeValue(map["value"].word ?? "", map["text"])
    }
    texts.sort { ($0.low, $0.high) < ($1.low, $1.high) }
  }

  private mutating func take(_ mapping: GrafanaNode) {
    let options = mapping["options"]
    switch mapping["type"] {
    case .text("value"):
      for (value, result) in options.members { takeValue(value, result["text"]) }
    case .text("range"): takeRange(options, options["result", "text"])
    // Of Grafana 7.
    case .number(1): takeValue(mapping["value"].word ?? "", mapping["text"])
    case .number(2): takeRange(mapping, mapping["text"])
    case .text("special") where options["match"].text == "null": break
    default: hasOthers = true
    }
  }

  /// A mapping without a word is about colours alone.
  private mutating func takeValue(_ value: String, _ text: GrafanaNode) {
    guard let text = text.text, !text.isEmpty else { return }
    if let number = Double(value), number.isFinite {
      texts.append(ValueText(number, number, PanelImport.plain(text)))
    } else if value != "null" {
      hasOthers = true
    }
  }

  private mutating func takeRange(_ range: GrafanaNode, _ text: GrafanaNode) {
    guard let text = text.text, !text.isEmpty else { return }
    // An end that is not set is open, and `null` where nothing is meant.
    let (low, high) = (range["from"].number, range["to"].number)
    guard low != nil || high != nil else { return }
    let ends = (low ?? -.infinity, high ?? .infinity)
    guard ends.0 <= ends.1 else { return }
    texts.append(ValueText(ends.0, ends.1, PanelImport.plain(text)))
  }
}
