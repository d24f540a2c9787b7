import Signals
import Telemetry

/// How a panel shows its values: unit, bounds and reduction, of old and new shapes.
struct PanelStyle {
  private let node: GrafanaNode
  private let defaults: GrafanaNode

  init(_ node: GrafanaNode) {
    self.node = node
    defaults = node["fieldConfig", "defaults"]
  }

  private var type: String { node["type"].text ?? "" }

  /// Whether its shape is that of before Grafana 7.
  private var isOld: Bool { ["graph", "singlestat", "grafana-singlestat-panel"].contains(type) }

  /// The ID of the unit; empty for none.
  var unit: String {
    let old =
      type == "graph" ? node["yaxes"].items.first?["format"].text : node["format"].text
    return (isOld ? old : nil) ?? defaults["unit"].text ?? oldTableUnit ?? ""
  }

  /// The unit of the right axis of an old chart.
  var rightUnit: String? {
    guard type == "graph", node["yaxes"].items.count > 1 else { return nil }
    return node["yaxes"].items[1]["format"].text
  }

  /// The unit of the only column of numbers of an old table.
  private var oldTableUnit: String? {
    let units = node["styles"].items.filter { $0["type"].text == "number" }.compactMap {
      $0["unit"].text
    }
    return Set(units).count == 1 ? units.first : nil
  }

  /// The value of a full gauge; `nil` where there is no gauge, or nothing says when it is full.
  var full: Double? {
    switch type {
    case "gauge", "bargauge":
      if let max = defaults["max"].number { return max }
    case "singlestat", "grafana-singlestat-panel":
      guard node["gauge", "show"].isTrue else { return nil }
      if let max = node["gauge", "maxValue"].number { return max }
    default: return nil
    }
    switch unit {
    case "percent": return 100
    case "percentunit": return 1
    default: return nil
    }
  }

  /// Where an empty gauge begins, which own panels take for 0.
  var empty: Double {
    (isOld ? node["gauge", "minValue"].number : defaults["min"].number) ?? 0
  }

  // MARK: - Bounds

  /// The bounds in the panel's unit.
  var bounds: GrafanaBounds {
    switch type {
    case "graph": oldChartBounds
    case "singlestat", "grafana-singlestat-panel": singleBounds
    default: newBounds
    }
  }

  private var newBounds: GrafanaBounds {
    let thresholds = defaults["thresholds"]
    guard showsBounds else { return GrafanaBounds([]) }
    var steps = thresholds["steps"].items.map { step in
      GrafanaBounds.Step(
        value: step["value"].number,
        severity: GrafanaBounds.severity(of: step["color"].text ?? "")
      )
    }
    if !steps.isEmpty { steps[0] = GrafanaBounds.Step(value: nil, severity: steps[0].severity) }
    let isShare = thresholds["mode"].text == "percentage"
    if isShare {
      let (low, high) = (defaults["min"].number, defaults["max"].number ?? full)
      guard let high else {
        var none = GrafanaBounds([])
        none.remark = "its bounds are shares of a maximum that it does not say"
        return none
      }
      let base = low ?? 0
      steps = steps.map { step in
        GrafanaBounds.Step(
          value: step.value.map { base + $0 / 100 * (high - base) },
          severity: step.severity
        )
      }
    }
    if Self.isUntouched(thresholds, unit) {
      var none = GrafanaBounds([])
      none.remark = "the bound of 80 that Grafana gives to every new panel was left out"
      return none
    }
    return GrafanaBounds(steps)
  }

  /// Whether the bounds are on the screen: every new panel has some.
  private var showsBounds: Bool {
    let line = defaults["custom", "thresholdsStyle", "mode"].text ?? "off"
    let isColour = defaults["color", "mode"].text.map { $0 == "thresholds" }
    return type == "timeseries" || type == "trend"
      ? line != "off" || isColour == true : isColour ?? true
  }

  /// Whether the bounds are those of a new panel, which say nothing of values that are no percentages.
  private static func isUntouched(_ thresholds: GrafanaNode, _ unit: String) -> Bool {
    let steps = thresholds["steps"].items
    return steps.count == 2 && steps[1]["value"].number == 80 && steps[0]["color"].text == "green"
      && steps[1]["color"].text == "red" && unit != "percent"
      && thresholds["mode"].text != "percentage"
  }

  private var oldChartBounds: GrafanaBounds {
    let rows = node["thresholds"].items.compactMap { row -> (Double, Bool, Severity)? in
      guard let value = row["value"].number, row["colorMode"].text != "ok" else { return nil }
      let severity: Severity =
        switch row["colorMode"].text {
        case "warning": .warning
        case "custom":
          GrafanaBounds.severity(
            of: row["lineColor"].text ?? row["fillColor"].text ?? ""
          )
        default: .critical
        }
      return severity == .ok ? nil : (value, row["op"].text != "lt", severity)
    }
    let (above, below) = (rows.filter(\.1), rows.filter { !$0.1 })
    // As steps: what is bad below comes first, then what is good, then what is bad above.
    var steps: [GrafanaBounds.Step] = []
    var start: Double?
    for row in below.sorted(by: { $0.0 < $1.0 }) {
      steps.append(GrafanaBounds.Step(value: start, severity: row.2))
      start = row.0
    }
    steps.append(GrafanaBounds.Step(value: start, severity: .ok))
    steps += above.map { GrafanaBounds.Step(value: $0.0, severity: $0.2) }
    return GrafanaBounds(steps)
  }

  private var singleBounds: GrafanaBounds {
    let isShown = [node["colorValue"], node["colorBackground"], node["gauge", "show"]].contains {
      $0.isTrue
    }
    guard isShown else { return GrafanaBounds([]) }
    let values = (node["thresholds"].text ?? "").split(separator: ",").compactMap {
      Double(String($0).trimmed)
    }
    let colours = node["colors"].items.map { GrafanaBounds.severity(of: $0.text ?? "") }
    guard !values.isEmpty, colours.count > values.count else { return GrafanaBounds([]) }
    let steps = zip([nil] + values.map(Optional.some), colours).map {
      GrafanaBounds.Step(value: $0, severity: $1)
    }
    return GrafanaBounds(steps)
  }

  // MARK: - Stacking

  private var isChart: Bool { PanelForm(type) == .own(.chart, loss: nil) }

  /// How series are put one on the other: `none`, `normal` or `percent`.
  private var stacking: String {
    if node["stack"].isTrue { return node["percentage"].isTrue ? "percent" : "normal" }
    return defaults["custom", "stacking", "mode"].text ?? "none"
  }

  /// Whether series are drawn as areas, one on the other.
  var isStacked: Bool { isChart && stacking == "normal" }

  // MARK: - Reduction

  /// What becomes of the points of a series where one value is shown, such as `mean`.
  var reduction: String {
    let new = node["options", "reduceOptions", "calcs"].items.first?.text
    let old = node["valueName"].text ?? node["options", "fieldOptions", "calcs"].items.first?.text
    return new ?? old ?? "last"
  }

  /// What is drawn otherwise; none where nothing is.
  var losses: [String] {
    var losses: [String] = []
    if stacking == "percent" || stacking != "none" && !isChart {
      losses.append("series are not drawn as shares of their sum")
    }
    if ValueWords(node).hasOthers {
      losses.append("words for texts, expressions and missing values are left out")
    }
    for key in ["timeFrom", "timeShift"] {
      guard let time = node[key].text, !time.isEmpty else { continue }
      losses.append("'\(key): \(time)' does not apply: it shows the range of the dashboard")
    }
    if full != nil, empty != 0 { losses.append("its gauge begins at 0 and not at \(empty)") }
    return losses
  }
}
