import Screen
import Signals
import Telemetry

/// Language models in columns.
struct ModelTable {
  /// The list.
  typealias List = TableView<ModelRow, ModelRow.ID>

  let scene: Scene

  /// The list as the place orders and filters it.
  var list: List {
    let rows = ModelRow.all(in: scene)
    return List(
      columns(rows),
      rows,
      id: { $0.id },
      state: scene.place[TableState<ModelRow.ID>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  private func columns(_ rows: [ModelRow]) -> [List.Column] {
    let hasOperations = rows.contains { !$0.id.operation.isEmpty }
    let total = rows.compactMap { $0.values[.hour] }.reduce(0, +)
    var columns = [
      List.Column(Table.Column("model", .flexible(min: 14, weight: 2))) {
        TextSpan($0.id.model.isEmpty ? "no model" : $0.id.model, .text, .bold)
      }
    ]
    if hasOperations {
      columns.append(
        List.Column(Table.Column("operation", .flexible(min: 9), priority: 9)) {
          TextSpan($0.id.operation, .muted)
        }
      )
    }
    let numbers = numbers(share: total)
    // What no model has is not shown as missing from each.
    return columns
      + numbers.filter { column in rows.contains { column.value($0) != nil } }.map(\.column)
  }

  /// The figures, each with its value, so that what no model has can be left out.
  private func numbers(
    share total: Double
  ) -> [(column: List.Column, value: (ModelRow) -> Double?)] {
    [
      number(Table.Column("$/h", .fixed(8), .right), .dollarsPerHour) { $0.values[.hour] },
      number(Table.Column("share", .fixed(6), .right, priority: 6), .ratio) {
        total > 0 ? ($0.values[.hour] ?? 0) / total : nil
      },
      number(Table.Column("24 h", .fixed(9), .right, priority: 8), .dollars) { $0.values[.day] },
      number(Table.Column("month", .fixed(9), .right, priority: 5), .dollars) { $0.values[.month] },
      number(Table.Column("in/s", .fixed(8), .right, priority: 7), .tokens) { $0.rate(of: .input) },
      number(Table.Column("out/s", .fixed(8), .right, priority: 7), .tokens) {
        $0.rate(of: .output)
      },
      number(Table.Column("cached/s", .fixed(8), .right, priority: 2), .tokens) {
        $0.rate(of: .cached)
      },
      number(Table.Column("first token", .fixed(11), .right, priority: 4), .seconds) {
        $0.values[.firstToken]
      },
      number(Table.Column("$/1k calls", .fixed(10), .right, priority: 3), .dollars) {
        $0.dollarsPerThousandCalls
      },
      number(
        Table.Column("errors", .fixed(7), .right),
        .ratio,
        judged: scene.settings.thresholds.errorRatio
      ) { $0.failing },
      number(Table.Column("limited", .fixed(7), .right, priority: 1), .perSecond) {
        $0.values[.rateLimits]
      },
    ]
  }

  private func number(
    _ layout: Table.Column,
    _ unit: SignalUnit,
    judged threshold: Threshold? = nil,
    _ value: @escaping (ModelRow) -> Double?
  ) -> (column: List.Column, value: (ModelRow) -> Double?) {
    let column = List.Column.number(layout, scene, judged: threshold, value) { number, _ in
      Self.text(number, unit)
    }
    return (column, value)
  }

  private static func text(_ value: Double, _ unit: SignalUnit) -> String {
    switch unit {
    // The title says per what.
    case .dollarsPerHour: SignalUnit.dollars.text(value)
    case .perSecond: unit.unit.format(value).number
    default: unit.text(value)
    }
  }
}
