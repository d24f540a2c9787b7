package import Signals
import Telemetry

/// The overview as a dashboard of Grafana: the signals of goldtop's panels, with the same PromQL.
package struct GrafanaDashboard {
  private let profile: MetricProfile
  private let thresholds: SignalThresholds
  private let dataSource: String?
  private let hasLogs: Bool
  private let mark: String

  /// The variable of the service.
  private static let service = "service"

  /// Makes a dashboard.
  ///
  /// - Parameters:
  ///   - profile: The names of metrics.
  ///   - thresholds: The bounds that panels show.
  ///   - dataSource: The UID of a data source; `nil` lets the viewer choose.
  ///   - hasLogs: Whether there is Loki.
  ///   - version: The version of goldtop that writes it.
  package init(
    profile: MetricProfile = .prometheusClient,
    thresholds: SignalThresholds = SignalThresholds(),
    dataSource: String? = nil,
    hasLogs: Bool = true,
    version: String
  ) {
    (self.profile, self.thresholds) = (profile, thresholds)
    (self.dataSource, self.hasLogs) = (dataSource, hasLogs)
    mark = StackMark.unsealed(version)
  }

  /// The JSON that Grafana imports and provisions.
  package var text: String { StackMark.sealed(JSONText(value, .spread).text + "\n") }

  private var value: JSONValue {
    [
      "uid": .text("goldtop-\(profile.name)"),
      "title": .text("Service Overview"),
      "description": .text("Golden signals of a service. \(mark)."),
      "tags": .list([.text("goldtop")]),
      "schemaVersion": .number(39),
      "version": .number(1),
      "editable": .boolean(true),
      "refresh": .text("30s"),
      "time": ["from": .text("now-1h"), "to": .text("now")],
      "timezone": .text("browser"),
      "graphTooltip": .number(1),
      "templating": ["list": .list(variables)],
      "annotations": ["list": .list([JSONValue]())],
      "panels": .list(panels),
    ]
  }

  // MARK: - Variables

  private var variables: [JSONValue] {
    var variables: [JSONValue] = []
    if dataSource == nil { variables.append(sourceVariable("datasource", "prometheus", "Metrics")) }
    if hasLogs { variables.append(sourceVariable("logs", "loki", "Logs")) }
    return variables + [serviceVariable]
  }

  private func sourceVariable(_ name: String, _ type: String, _ label: String) -> JSONValue {
    [
      "name": .text(name), "label": .text(label), "type": .text("datasource"),
      "query": .text(type), "refresh": .number(1), "hide": .number(0),
    ]
  }

  private var serviceVariable: JSONValue {
    let counted =
      profile.requests.counter ?? profile.requests.duration.map { $0 + "_count" } ?? "up"
    let query = "label_values(\(PromQLText.selector(counted)), \(profile.serviceLabel))"
    return [
      "name": .text(Self.service), "label": .text("Service"), "type": .text("query"),
      "datasource": source, "refresh": .number(2), "sort": .number(1),
      "includeAll": .boolean(true), "multi": .boolean(true), "allValue": .text(".+"),
      "current": ["text": .text("All"), "value": .text("$__all")],
      "definition": .text(query),
      "query": ["query": .text(query), "refId": .text("services")],
    ]
  }

  private var source: JSONValue {
    ["type": .text("prometheus"), "uid": .text(dataSource ?? "${datasource}")]
  }

  private static var logSource: JSONValue { ["type": .text("loki"), "uid": .text("${logs}")] }

  // MARK: - Panels

  private var panels: [JSONValue] {
    var panels: [JSONValue] = []
    var (column, row) = (0, 0)
    let rows = GrafanaPanel.all(profile, thresholds)
    for panel in rows {
      if column + GrafanaPanel.width > 24 { (column, row) = (0, row + GrafanaPanel.height) }
      let place = (column, row)
      panels.append(json(of: panel, id: panels.count + 1, at: place))
      column += GrafanaPanel.width
    }
    if hasLogs { panels.append(logPanel(id: panels.count + 1, row: row + GrafanaPanel.height)) }
    return panels
  }

  private func json(
    of panel: GrafanaPanel,
    id: Int,
    at place: (column: Int, row: Int)
  ) -> JSONValue {
    [
      "id": .number(Double(id)),
      "title": .text(panel.title),
      "type": .text("timeseries"),
      "datasource": source,
      "gridPos": Self.place(place.column, place.row, GrafanaPanel.width, GrafanaPanel.height),
      "targets": .list(panel.lines.enumerated().map(target)),
      "fieldConfig": [
        "defaults": panel.defaults(link: logLink), "overrides": .list(overrides(panel)),
      ],
      "options": [
        "legend": ["displayMode": .text("list"), "placement": .text("bottom")],
        "tooltip": ["mode": .text("multi"), "sort": .text("desc")],
      ],
    ]
  }

  private func overrides(_ panel: GrafanaPanel) -> [JSONValue] {
    panel.lines.filter { $0.unit != panel.unit }.map { line in
      [
        "matcher": ["id": .text("byFrameRefID"), "options": .text(line.letter)],
        "properties": .list([
          ["id": .text("unit"), "value": .text(GrafanaPanel.unit(line.unit))] as JSONValue
        ]),
      ]
    }
  }

  private func target(_ index: Int, _ line: GrafanaPanel.Line) -> JSONValue {
    [
      "refId": .text(line.letter),
      "datasource": source,
      "expr": .text(line.signal.expression(context)),
      "legendFormat": .text(line.legend),
      "exemplar": .boolean(line.signal.id.rawValue.hasPrefix("latency")),
    ]
  }

  private var context: QueryContext {
    var context = QueryContext(
      profile: profile,
      selector: [LabelMatcher(profile.serviceLabel, .matches, "$\(Self.service)")],
      rateWindow: .seconds(60)
    )
    context.windowVariable = "$__rate_interval"
    return context
  }

  // MARK: - Logs

  /// From a metric to the log lines of the services shown, at the same time.
  private var logLink: JSONValue? {
    guard hasLogs else { return nil }
    let query: JSONValue = [
      "refId": .text("A"), "expr": .text("{job=~\"${\(Self.service):regex}\"}"),
    ]
    let pane: JSONValue = [
      "datasource": .text("${logs}"), "queries": .list([query]),
      "range": ["from": .text("${__from}"), "to": .text("${__to}")],
    ]
    let panes = Self.encoded(JSONText(["logs": pane]).text)
    return [
      "title": .text("Logs of this service"), "targetBlank": .boolean(true),
      "url": .text("/explore?schemaVersion=1&panes=\(panes)"),
    ]
  }

  /// A text for the query of a URL, with Grafana's variables as they are.
  private static func encoded(_ text: String) -> String {
    var encoded = ""
    var rest = text[...]
    while let open = rest.firstRange(of: "${"),
      let close = rest[open.upperBound...].firstIndex(of: "}")
    {
      let end = rest.index(after: close)
      encoded += PercentEncoding.encode(String(rest[..<open.lowerBound]))
      encoded += rest[open.lowerBound..<end]
      rest = rest[end...]
    }
    return encoded + PercentEncoding.encode(String(rest))
  }

  private func logPanel(id: Int, row: Int) -> JSONValue {
    let query = "{job=~\"$\(Self.service)\"}"
    return [
      "id": .number(Double(id)),
      "title": .text("Logs"),
      "type": .text("logs"),
      "datasource": Self.logSource,
      "gridPos": Self.place(0, row, 24, 10),
      "targets": .list([
        ["refId": .text("A"), "datasource": Self.logSource, "expr": .text(query)] as JSONValue
      ]),
      "options": [
        "showTime": .boolean(true), "wrapLogMessage": .boolean(false),
        "enableLogDetails": .boolean(true), "sortOrder": .text("Descending"),
      ],
    ]
  }

  private static func place(_ x: Int, _ y: Int, _ width: Int, _ height: Int) -> JSONValue {
    [
      "x": .number(Double(x)), "y": .number(Double(y)), "w": .number(Double(width)),
      "h": .number(Double(height)),
    ]
  }
}
