package import Logs
package import Signals

/// What a dashboard shows first.
package struct Opening: Hashable, Sendable {
  /// The name of a view or panel; `nil` for the one that suits the rest.
  package var view: String?
  /// The endpoint looked at; `nil` for all.
  package var endpoint: Endpoint?
  /// The request whose lines are shown; `nil` for all lines.
  package var request: CorrelationID?
  /// A filter of log lines where those are shown, else a text that rows have to have; empty for none.
  package var filter = ""

  /// The overview of everything.
  package init() {}

  /// The name of the view.
  package var name: String {
    if let view { return view }
    return request != nil || (!filter.isEmpty && endpoint == nil)
      ? ViewID.logs.name : ViewID.overview.name
  }

  /// The first view again, with the range, the clock and the columns of other settings.
  static func place(_ view: ViewID, from here: Place, _ settings: DashboardSettings) -> Place {
    var place = here.opening(view)
    place.timeline.range = settings.range
    place.timeline.display = settings.timeDisplay
    place[LogListState.self].columns = nil
    return place
  }

  /// Goes from its view on to what is to be shown of it.
  func take(_ visit: inout Visit) -> Reaction {
    if let endpoint {
      visit.place.scope.endpoint = endpoint
      if view == nil { return .go(EndpointLink.place(of: endpoint, visit.scene)) }
    }
    if !visit.place.view.isOfLines {
      visit.place[RowFilter.self].text = filter
    } else if let filter = try? LogFilter(parsing: filter) {
      visit.place[LogListState.self].search.filter = filter
    }
    guard let request else { return .done }
    var keys = LogKeys(visit)
    defer { visit = keys.visit }
    return view == nil ? keys.openStory(of: request) : keys.correlate(to: request)
  }
}
