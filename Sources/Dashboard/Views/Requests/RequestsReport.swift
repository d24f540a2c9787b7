import Screen
import Signals
import Telemetry

/// The table of endpoints in a snapshot.
struct RequestsReport {
  let scene: Scene

  /// The endpoints, the worst first, and the queries behind them.
  var report: ViewReport {
    let table = RequestTable(scene: scene)
    let rows = table.list.rows
    var report = ViewReport()
    let queries = scene.world.panelQueries[ViewID.requests.name] ?? []
    report.members = [
      ("endpoints", .list(rows.map(member))),
      (
        "endpoint_queries",
        .list(queries.map { ["id": .text($0.id.text), "promql": .text($0.expression)] })
      ),
    ]
    report.severity = rows.compactMap(table.severity).max()
    let page = RequestsPage(scene: scene)
    if rows.isEmpty {
      report.lack = "requests: \(page.absence(table.list))"
    } else if let trouble = page.trouble {
      report.lack = "requests: \(trouble.reason ?? "old figures")"
    }
    return report
  }

  private func member(_ row: EndpointFigures.Entry) -> JSONValue {
    let values: [JSONValue.Member] = RequestFigure.allCases.compactMap { figure in
      row.values[figure].map { (figure.member, .number($0)) }
    }
    return [
      "route": .text(row.id.endpoint.route.text),
      "method": row.id.endpoint.method.map { .text($0) },
      "service": row.id.service.map { .text($0) },
      "paths": .digits("\(row.paths)"),
      "values": .object(values),
    ]
  }
}
