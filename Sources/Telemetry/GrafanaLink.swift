/// Where Grafana is, and addresses of its Explore page; the dashboard asks nothing of it.
package struct GrafanaLink: Hashable, Sendable {
  /// The UID that a Prometheus data source has unless somebody says.
  package static let metrics = "prometheus"
  /// The same of a Loki data source.
  package static let logs = "loki"

  /// The base URL, without a slash at its end.
  package let base: String
  private let metrics: String
  private let logs: String

  /// - Parameters:
  ///   - url: The base URL.
  ///   - metrics: The UID of the Prometheus data source.
  ///   - logs: The UID of the Loki data source.
  package init(url: String, metrics: String = Self.metrics, logs: String = Self.logs) {
    base = url.hasSuffix("/") ? String(url.dropLast()) : url
    self.metrics = metrics
    self.logs = logs
  }

  /// The page with a PromQL expression over a stretch.
  package func exploring(promQL expression: String, _ stretch: Stretch) -> String {
    explore(
      ["refId": .text("A"), "expr": .text(expression), "range": .boolean(true)],
      metrics,
      stretch
    )
  }

  /// The page with the lines of a LogQL query over a stretch.
  package func exploring(logQL query: String, _ stretch: Stretch) -> String {
    explore(
      ["refId": .text("A"), "expr": .text(query), "queryType": .text("range")],
      logs,
      stretch
    )
  }

  /// Times are milliseconds in text.
  ///
  /// - Source: <https://grafana.com/docs/grafana/latest/explore/get-started-with-explore/>, the
  ///   generated Explore URL of schema version 1, since Grafana 10.
  private func explore(_ query: JSONValue, _ source: String, _ stretch: Stretch) -> String {
    let pane: JSONValue = [
      "datasource": .text(source),
      "queries": .list([query]),
      "range": [
        "from": .text("\(stretch.start.milliseconds)"),
        "to": .text("\(stretch.end.milliseconds)"),
      ],
    ]
    let panes = String(decoding: JSONText(["a": pane]).bytes, as: UTF8.self)
    return "\(base)/explore?schemaVersion=1&panes=\(PercentEncoding.encode(panes))"
  }
}
