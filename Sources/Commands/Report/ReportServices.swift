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

  private static let week = Duration.seconds(7 * 86_400)

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

  /// Values by service over time.
  func histories(
    _ what: String,
    _ figure: ServiceFigure,
    _ window: Duration,
    over stretch: Stretch,
    step: Duration
  ) async -> [ServiceID: [Sample]] {
    guard let expression = expression(figure, window) else { return [:] }
    let answer = await inquiry.range(
      "\(what) by service",
      expression,
      over: stretch,
      step: step
    )
    return RequestFigure.histories(answer ?? [], roster)
  }

  /// What services did in the window and in the same window of earlier weeks, with points of a length.
  ///
  /// - Parameters:
  ///   - point: The distance of the points within the window.
  ///   - comparesPoints: Whether each point is to be compared with those of earlier weeks.
  /// - Returns: What was answered.
  func figures(point: Duration, comparesPoints: Bool) async -> ServiceFigures {
    let window = inquiry.window
    var figures = ServiceFigures(window: window)
    let points = Stretch(from: window.start + point, to: window.end)
    let earliest = inquiry.earliest ?? Timestamp(nanoseconds: .min)
    for figure in ServiceFigure.allCases {
      // The window and those of earlier weeks end a week apart: they are points of one question.
      figures.totals[figure] = await histories(
        "\(figure.title) of the window and of earlier weeks",
        figure,
        window.length,
        over: Stretch(from: window.end - Self.week * ServiceFigures.weeks, to: window.end),
        step: Self.week
      )
      figures.hours[figure] = await histories(
        "\(figure.title) by time",
        figure,
        point,
        over: points,
        step: point
      )
      guard comparesPoints else { continue }
      for back in 1...ServiceFigures.weeks {
        let shift = Self.week * back
        guard window.end - shift > earliest else { break }
        let week = await histories(
          "\(figure.title) by time, \(back == 1 ? "a week" : "\(back) weeks") before",
          figure,
          point,
          over: Stretch(from: points.start - shift, to: points.end - shift),
          step: point
        )
        figures.earlier[figure, default: []].append(week)
      }
    }
    return figures.knownSince(earliest)
  }

  /// The error budgets.
  func budgets(objective: Double) async -> ReportSection {
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
    let budgets = ServiceBudgets(objective: objective, services, over: window)
    return inquiry.concluded(
      budgets.section(),
      needing: Stretch(from: window.end - length, to: window.end)
    )
  }
}
