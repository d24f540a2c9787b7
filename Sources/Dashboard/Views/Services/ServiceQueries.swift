import Signals
import Telemetry

/// What the table of services asks: one query a column, whatever the number of services.
struct ServiceQueries {
  /// The columns of which the points over the window are asked too.
  static let charted: [ServiceColumn] = [.rate, .errors]

  let queries: [PanelQuery]

  init(_ scene: Scene) {
    let services = scene.world.services ?? []
    let rows = ServiceColumn.rows(of: services)
    var context = scene.planner.makeQueryContext(within: Scope())
    context.inventory = scene.world.metricNames
    let live = context.ofOneMoment
    let instants = ServiceColumn.allCases.compactMap { column in
      column.expression(rows, live).map {
        PanelQuery(id: Self.id(column, .instant), expression: $0, form: .instant)
      }
    }
    let ranges = Self.charted.compactMap { column in
      column.expression(rows, context).map {
        PanelQuery(id: Self.id(column, .range), expression: $0, form: .range)
      }
    }
    queries = instants + ranges
  }

  /// The poll of a column.
  static func id(_ column: ServiceColumn, _ form: PanelQuery.Form) -> Poll.ID {
    Poll.ID("services.\(column.rawValue)" + (form == .range ? ".range" : ""))
  }
}
