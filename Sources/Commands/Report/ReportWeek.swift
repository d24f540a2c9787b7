import Reports
import Signals
import Telemetry

/// Asks for what a week's report has beside that of a day.
struct ReportWeek {
  let services: ReportServices
  let thresholds: SignalThresholds

  private var inquiry: ReportInquiry { services.inquiry }

  /// Four weeks up to the end of the window.
  private var month: Stretch {
    Stretch(
      from: inquiry.calendar.moment(inquiry.window.end, daysBefore: 28),
      to: inquiry.window.end
    )
  }

  /// Their days of which there is all history.
  private var days: [Stretch] {
    inquiry.calendar.days(28, through: inquiry.window.end).filter { $0.start >= inquiry.earliest }
  }

  // MARK: Endpoints

  /// The slowest endpoints.
  func endpoints() async -> ReportSection {
    let window = inquiry.window
    var rows: [SlowEndpoints.Row] = []
    for profile in services.profiles where profile.requests.endpointLabel != nil {
      rows += await endpoints(of: profile)
    }
    let section = SlowEndpoints(rows, over: window, thresholds).section()
    return inquiry.concluded(section, needing: Stretch(from: month.start, to: window.end))
  }

  private func endpoints(of profile: MetricProfile) async -> [SlowEndpoints.Row] {
    let (window, requests) = (inquiry.window, profile.requests)
    let labels =
      [profile.serviceLabel] + [requests.endpointLabel, requests.methodLabel].compactMap(\.self)
    func expression(_ figure: RequestFigure, _ length: Duration) -> String? {
      var context = services.context(length)
      context.profile = profile
      context.isOfAllServices = true
      return figure.expression(by: labels, context)
    }
    guard expression(.p95, window.length) != nil,
      let rate = expression(.rate, window.length)
    else { return [] }
    let weeks = (0...3).reversed().map { inquiry.calendar.stretch(window, daysBefore: 7 * $0) }
    let percentiles = await inquiry.figures(
      "p95 of endpoints, of this week and those before it",
      of: weeks.filter { $0.end == window.end || $0.start >= inquiry.earliest }
    ) { expression(.p95, $0) ?? "" }
    let rates = await inquiry.instant("requests of endpoints", rate) ?? []
    let counts = Dictionary(rates.map { ($0.labels, $0.value) }) { first, _ in first }
    let known = services.names
    return (percentiles ?? []).compactMap { series in
      let service = series.labels[profile.serviceLabel] ?? ""
      guard known.contains(service),
        let route = requests.endpointLabel.flatMap({ series.labels[$0] })
      else { return nil }
      let method = requests.methodLabel.flatMap { series.labels[$0] }
      return SlowEndpoints.Row(
        service: service,
        endpoint: Endpoint(Route(route), method: method),
        percentiles: series.samples.filter(\.value.isFinite),
        requests: (counts[series.labels] ?? 0) * window.length.inSeconds
      )
    }
  }

  // MARK: Trends

  /// How errors, requests and costs go.
  func trends() async -> [ReportSection] {
    var sections: [ReportSection] = []
    for (figure, title) in [
      (ServiceFigure.errors, "Trend of errors"), (ServiceFigure.traffic, "Trend of requests"),
    ] {
      let histories = await services.histories(
        "\(figure.title) of each day",
        figure,
        of: days
      )
      let lines = histories.sorted { $0.key < $1.key }.map { service, samples in
        ReportChart.Line(service.name, samples)
      }
      sections += conclude(figure.rawValue + "_trend", title, (figure.unit, .mean), lines)
    }
    return sections + (await costs())
  }

  private func costs() async -> [ReportSection] {
    let metrics = Set(
      services.services.compactMap { service -> ModelMetrics? in
        guard service.traits.contains(.model) else { return nil }
        return service.profile?.model
      }
    )
    var lines: [ReportChart.Line] = []
    for model in metrics {
      guard let cost = model.cost else { continue }
      let selector = PromQLText.selector(cost, services.selector)
      let by = model.modelLabel.map { " by (\(PromQLText.name($0)))" } ?? ""
      let series = await inquiry.figures("costs of language models of each day", of: days) {
        "sum\(by) (increase(\(selector)[\($0.prometheusText)]))"
      }
      lines += (series ?? []).map { series in
        let name = model.modelLabel.flatMap { series.labels[$0] } ?? "all models"
        return ReportChart.Line(name, series.samples)
      }
    }
    guard !lines.isEmpty else { return [] }
    return conclude("cost_trend", "Cost of language models", (.money(currency: "USD"), .sum), lines)
  }

  private func conclude(
    _ id: String,
    _ title: String,
    _ measure: (unit: Unit, fold: SignalTrends.Fold),
    _ lines: [ReportChart.Line]
  ) -> [ReportSection] {
    let trends = SignalTrends(id, title, measure, lines, over: inquiry.window)
    guard let section = trends.section() else { return [] }
    return [inquiry.concluded(section, needing: month)]
  }
}
