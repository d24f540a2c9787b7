import Signals
import Telemetry

/// What the table of services asks: one query a column, whatever the number of services.
struct ServiceQueries {
  let queries: [PanelQuery]

  init(_ scene: Scene) {
    let roster = scene.world.roster
    let planner = scene.planner
    let contexts = Dictionary(
      uniqueKeysWithValues: roster.spacings.map { ($0, planner.makeFleetContext($0)) }
    )
    func context(_ spacing: Duration) -> QueryContext {
      contexts[spacing] ?? planner.makeFleetContext(spacing)
    }
    let instants = RequestFigure.allCases.compactMap { column in
      column.expression(roster.groups, by: roster.places, { context($0).ofOneMoment }).map {
        PanelQuery(id: .services(column), expression: $0, form: .instant)
      }
    }
    let saturation = ServiceSaturation.expression(roster, { context($0).ofOneMoment }).map {
      PanelQuery(id: .saturation, expression: $0, form: .instant)
    }
    let ranges = FleetFigures.charted.compactMap { column in
      column.expression(roster.groups, by: roster.places, context).map { expression in
        var query = PanelQuery(id: .services(column, .range), expression: expression, form: .range)
        query.window = contexts.values.map(\.rateWindow).max()
        return query
      }
    }
    queries = instants + [saturation].compactMap { $0 } + ranges
  }
}
