import Signals
import Telemetry

/// What the table of endpoints asks: one query a column, whatever the number of endpoints.
struct EndpointQueries {
  let queries: [PanelQuery]

  /// - Parameters:
  ///   - context: What is looked at.
  ///   - isOfOneService: Whether routes need not be told apart by service.
  ///   - step: The distance of points of sparklines.
  init(_ context: QueryContext, isOfOneService: Bool, step: Duration) {
    let profile = context.profile
    guard profile.lackOfEndpoints == nil else {
      queries = []
      return
    }
    let requests = profile.requests
    // Several services may have a route of one name.
    let service = isOfOneService ? nil : profile.serviceLabel
    let labels = [service, requests.endpointLabel, requests.methodLabel].compactMap(\.self)
    var trend = context
    trend.rateWindow = max(context.liveWindow, step)
    let instants = RequestFigure.allCases.compactMap { figure in
      figure.expression(by: labels, context.ofOneMoment).map {
        PanelQuery(id: .endpoints(figure), expression: $0, form: .instant)
      }
    }
    let ranges = EndpointFigures.charted.compactMap { figure in
      figure.expression(by: labels, trend).map { expression in
        var query = PanelQuery(id: .endpoints(figure, .range), expression: expression, form: .range)
        query.step = step
        query.window = trend.rateWindow
        return query
      }
    }
    queries = instants + ranges
  }
}
