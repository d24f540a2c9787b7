import Signals
import Telemetry

/// What the table of endpoints asks: one query a column, whatever the number of endpoints.
struct RequestQueries {
  let queries: [PanelQuery]

  init(_ scene: Scene, _ context: QueryContext) {
    guard scene.requestsLack(context) == nil else {
      queries = []
      return
    }
    let profile = context.profile
    let requests = profile.requests
    // Several services may have a route of one name.
    let service = scene.isOfOneService ? nil : profile.serviceLabel
    let labels = [service, requests.endpointLabel, requests.methodLabel].compactMap(\.self)
    let step = ServiceTrend.step(for: scene.timeline)
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

extension Scene {
  /// Whether one service is looked at, or the only one there is.
  var isOfOneService: Bool {
    place.scope.service != nil || (world.services ?? []).filter(\.isMain).count <= 1
  }

  /// Why requests cannot be told by endpoint; `nil` where they can.
  func requestsLack(_ context: QueryContext) -> String? {
    let profile = context.profile
    guard profile.requests.counted != nil else {
      return profile.lack(of: .traffic) ?? "no request counter"
    }
    guard profile.requests.endpointLabel != nil || profile.requests.methodLabel != nil else {
      return "\(profile.origin.library) has no route label"
    }
    return nil
  }
}
