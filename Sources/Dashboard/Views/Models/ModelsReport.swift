import Screen
import Signals
import Telemetry

/// The table of language models in a snapshot.
struct ModelsReport {
  let scene: Scene

  /// The models, the dearest first, and the queries behind them.
  var report: ViewReport {
    let rows = ModelTable(scene: scene).list.rows
    var report = ViewReport()
    let queries = scene.world.panelQueries["models"] ?? []
    report.members = [
      ("models", .list(rows.map(member))),
      (
        "model_queries",
        .list(queries.map { ["id": .text($0.id.text), "promql": .text($0.expression)] })
      ),
    ]
    report.severity = ModelSpending(scene: scene).severity(rows)
    let page = ModelsPage(scene: scene)
    if rows.isEmpty {
      report.lack = "llm: \(page.absence)"
    } else if let trouble = page.trouble {
      report.lack = "llm: \(trouble.reason ?? "old figures")"
    }
    return report
  }

  private func member(_ row: ModelRow) -> JSONValue {
    let values: [JSONValue.Member] = ModelFigure.allCases.compactMap { figure in
      row.values[figure].map { (figure.rawValue, .number($0)) }
    }
    return [
      "model": .text(row.id.model),
      "operation": row.id.operation.isEmpty ? nil : .text(row.id.operation),
      "values": .object(values),
      "tokens": .object(
        row.tokens.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) }
      ),
      "failing": row.failing.map { .number($0) },
      "dollars_per_1000_calls": row.dollarsPerThousandCalls.map { .number($0) },
    ]
  }
}
