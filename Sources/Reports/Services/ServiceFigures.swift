package import Signals
package import Telemetry

/// The golden signals that requests tell, as a report has them.
package enum ServiceFigure: String, Hashable, Sendable, CaseIterable {
  /// Requests a second.
  case traffic
  /// Failed requests of all.
  case errors
  /// The 95th percentile of durations.
  case latency

  /// What is asked.
  package var figure: RequestFigure {
    switch self {
    case .traffic: .rate
    case .errors: .errors
    case .latency: .p95
    }
  }

  /// The unit of its values.
  package var unit: Unit {
    switch self {
    case .traffic: .perSecond(of: "req")
    case .errors: .ratio
    case .latency: .seconds
    }
  }

  /// Its name in a table.
  package var title: String {
    switch self {
    case .traffic: "requests"
    case .errors: "errors"
    case .latency: "p95"
    }
  }

  /// A distance that is too little to matter.
  var floor: Double {
    switch self {
    case .traffic: 0.05
    case .errors: 0.005
    case .latency: 0.01
    }
  }
}

/// What services did in a window, and what was usual.
package struct ServiceFigures: Hashable, Sendable {
  /// Values of the whole window by service: those of the windows of earlier weeks, oldest first, and the
  /// window's own last.
  package var totals: [ServiceFigure: [ServiceID: [Sample]]] = [:]
  /// Values of each hour of the window by service, ascending.
  package var hours: [ServiceFigure: [ServiceID: [Sample]]] = [:]
  /// Values of the same hours of earlier weeks, the latest week first, each with the moment of the hour
  /// that it is compared with.
  package var earlier: [ServiceFigure: [[ServiceID: [Sample]]]] = [:]
  /// What was asked about.
  package let window: Stretch
  let calendar: ReportCalendar

  package init(window: Stretch, in calendar: ReportCalendar) {
    self.window = window
    self.calendar = calendar
  }

  /// All services of which anything is known, in order.
  package var services: [ServiceID] {
    Set(totals.values.flatMap(\.keys)).union(hours.values.flatMap(\.keys)).sorted()
  }

  /// The value of the window; `nil` where there is none.
  package func value(_ figure: ServiceFigure, _ service: ServiceID) -> Double? {
    guard let last = totals[figure]?[service]?.last, last.timestamp == window.end else {
      return nil
    }
    return last.value.isFinite ? last.value : nil
  }

  /// The median of the earlier windows; `nil` where there are too few.
  package func usual(_ figure: ServiceFigure, _ service: ServiceID) -> Baseline? {
    Baseline((totals[figure]?[service] ?? []).filter { $0.timestamp < window.end }.map(\.value))
  }
}

extension ServiceFigures {
  /// Without what looks back further than history goes, and would pass for a whole window.
  ///
  /// The window itself stays, since its section says how much of it is known; requests a second are of the
  /// known part, where `rate` spreads them over all of it.
  package func knownSince(_ earliest: Timestamp) -> ServiceFigures {
    var figures = self
    let known = (window.end - max(window.start, earliest)).inSeconds
    let spread = known > 0 ? window.length.inSeconds / known : 1
    for (figure, services) in totals {
      figures.totals[figure] = services.mapValues { samples in
        samples.compactMap { sample in
          guard sample.timestamp == window.end else {
            return sample.timestamp - window.length >= earliest ? sample : nil
          }
          var own = sample
          if figure == .traffic { own.value *= spread }
          return own
        }
      }
    }
    return figures
  }
}
