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
}

extension Model {
  /// Goes to what is to be shown first, before the start.
  ///
  /// - Parameter opening: Its view is one of `viewNames`.
  package mutating func show(_ opening: Opening) {
    if let endpoint = opening.endpoint {
      journey.here.scope.endpoint = endpoint
      if opening.view == nil {
        journey.push(scene.endpointPlace(endpoint))
        return
      }
    }
    show(opening.name)
    let isOfLines = journey.here.view.isOfLines
    if isOfLines, let filter = try? LogFilter(parsing: opening.filter) {
      journey.here[LogListState.self].search.filter = filter
    } else if !isOfLines {
      journey.here[RowFilter.self].text = opening.filter
    }
    if let id = opening.request {
      _ = visit { visit in
        var keys = LogKeys(visit)
        defer { visit = keys.visit }
        return opening.view == nil ? keys.openStory(of: id) : keys.correlate(to: id)
      }
    }
  }
}
