import DashboardConfig
import Reports
import Signals
import Telemetry

/// Asks for the golden signals of the services that were found.
struct ReportServices {
  let inquiry: ReportInquiry
  /// The services that count requests.
  let services: [FoundService]
  /// Matchers for every series.
  let selector: [LabelMatcher]
  /// The names of metrics that the server has.
  let inventory: Set<String>?
  private let roster: ServiceRoster

  init(
    _ inquiry: ReportInquiry,
    _ services: [FoundService],
    selector: [LabelMatcher],
    inventory: Set<String>?
  ) {
    self.inquiry = inquiry
    self.services = services.filter { $0.traits.contains(.requests) }
    self.selector = selector
    self.inventory = inventory
    // All are asked with the window of the report, however far apart their samples are.
    roster = ServiceRoster(self.services) { _ in .zero }
  }

  /// The profiles that they have, each once.
  var profiles: [MetricProfile] { roster.groups.map(\.row) }

  /// Their names, as the label that their profile names has them.
  var names: Set<String> { Set(services.map(\.id.value)) }

  /// What is asked with a window of `rate`.
  func context(_ window: Duration) -> QueryContext {
    QueryContext(selector: selector, rateWindow: window, inventory: inventory)
  }

  /// The expression of a figure for all services; `nil` where none has it.
  func expression(_ figure: ServiceFigure, _ window: Duration) -> String? {
    figure.figure.expression(roster.groups) { _ in context(window) }
  }

  /// Values by service at one moment.
  func values(
    _ what: String,
    _ figure: ServiceFigure,
    _ window: Duration,
    at moment: Timestamp? = nil
  ) async -> [ServiceID: Double] {
    guard let expression = expression(figure, window) else { return [:] }
    let answer = await inquiry.instant("\(what) by service", expression, at: moment)
    return RequestFigure.values(answer ?? [], roster).filter { $0.value.isFinite }
  }

  /// Values by service at the end of each of several stretches, of these.
  func histories(
    _ what: String,
    _ figure: ServiceFigure,
    of stretches: [Stretch]
  ) async -> [ServiceID: [Sample]] {
    guard expression(figure, inquiry.window.length) != nil else { return [:] }
    let answer = await inquiry.figures("\(what) by service", of: stretches) { length in
      expression(figure, length) ?? ""
    }
    return RequestFigure.histories(answer ?? [], roster)
  }

  /// What services did in the window and in the same window of earlier weeks, with points.
  ///
  /// - Parameters:
  ///   - points: The parts of the window that are told of, ascending.
  ///   - comparesPoints: Whether each point is to be compared with those of earlier weeks.
  /// - Returns: What was answered.
  func figures(of points: [Stretch], comparesPoints: Bool) async -> ServiceFigures {
    let (window, calendar) = (inquiry.window, inquiry.calendar)
    var figures = ServiceFigures(window: window, in: calendar)
    let windows = (0...ServiceFigures.weeks).reversed().map { back in
      calendar.stretch(window, daysBefore: 7 * back)
    }
    for figure in ServiceFigure.allCases {
      figures.totals[figure] = await histories(
        "\(figure.title) of the window and of earlier weeks",
        figure,
        of: windows
      )
      figures.hours[figure] = await histories("\(figure.title) by time", figure, of: points)
      guard comparesPoints else { continue }
      for back in 1...ServiceFigures.weeks {
        guard calendar.moment(window.end, daysBefore: 7 * back) > inquiry.earliest else { break }
        figures.earlier[figure, default: []].append(
          await earlier(figure, points, weeks: back)
        )
      }
    }
    return figures.knownSince(inquiry.earliest)
  }

  /// The values of the same times of day some weeks before, each at the point that it is compared with.
  private func earlier(
    _ figure: ServiceFigure,
    _ points: [Stretch],
    weeks: Int
  ) async -> [ServiceID: [Sample]] {
    let pairs = points.map { point in
      let end = inquiry.calendar.moment(point.end, daysBefore: 7 * weeks)
      return (own: point.end, earlier: Stretch(from: end - point.length, to: end))
    }
    let answer = await histories(
      "\(figure.title) by time, \(weeks == 1 ? "a week" : "\(weeks) weeks") before",
      figure,
      of: pairs.map(\.earlier)
    )
    return answer.mapValues { samples in
      let known = Dictionary(samples.map { ($0.timestamp, $0.value) }) { first, _ in first }
      return pairs.compactMap { pair in
        known[pair.earlier.end].map { Sample(pair.own, $0) }
      }
    }
  }

  /// The error budgets.
  func budgets(objective: Double, _ lives: ServiceLives) async -> ReportSection {
    let window = inquiry.window
    let length = ServiceBudgets.length
    let failed = await values("failed requests of 30 days", .errors, length)
    let rate = await values("requests of 30 days", .traffic, length)
    let isSame = window.length == length
    let ownFailed =
      isSame ? failed : await values("failed requests of the window", .errors, window.length)
    let ownRate = isSame ? rate : await values("requests of the window", .traffic, window.length)
    var services: [ServiceID: ServiceBudgets.Figures] = [:]
    for (service, failed) in failed {
      services[service] = ServiceBudgets.Figures(
        failed: failed,
        rate: rate[service] ?? 0,
        failedInWindow: ownFailed[service],
        rateInWindow: ownRate[service]
      )
    }
    let needed = Stretch(from: window.end - length, to: window.end)
    var section = ServiceBudgets(objective: objective, services, over: window).section()
    section.remarks += lives.remarks(needed, in: inquiry.calendar)
    return inquiry.concluded(section, needing: needed)
  }
}
