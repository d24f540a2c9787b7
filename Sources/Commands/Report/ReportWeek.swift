import Reports
import Signals
import Telemetry

/// Asks for what a week's report has beside that of a day.
struct ReportWeek {
  let services: ReportServices
  let thresholds: SignalThresholds

  private static let day = Duration.seconds(86_400)

  private var inquiry: ReportInquiry { services.inquiry }

  /// Four weeks up to the end of the window.
  private var month: Stretch {
    Stretch(from: inquiry.window.end - Self.day * 28, to: inquiry.window.end)
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
    var context = services.context(window.length)
    context.profile = profile
    context.isOfAllServices = true
    guard let percentile = RequestFigure.p95.expression(by: labels, context),
      let rate = RequestFigure.rate.expression(by: labels, context)
    else { return [] }
    // This week and those before it end a week apart: they are points of one question.
    let percentiles = await inquiry.range(
      "p95 of endpoints, of this week and those before it",
      percentile,
      over: Stretch(from: window.end - window.length * 3, to: window.end),
      step: window.length
    )
    let rates = await inquiry.instant("requests of endpoints", rate) ?? []
    let counts = Dictionary(rates.map { ($0.labels, $0.value) }) { first, _ in first }
    let known = services.names
    let earliest = inquiry.earliest ?? Timestamp(nanoseconds: .min)
    return (percentiles ?? []).compactMap { series in
      let service = series.labels[profile.serviceLabel] ?? ""
      guard known.contains(service),
        let route = requests.endpointLabel.flatMap({ series.labels[$0] })
      else { return nil }
      let method = requests.methodLabel.flatMap { series.labels[$0] }
      let samples = series.samples.filter {
        $0.value.isFinite
          && ($0.timestamp == window.end || $0.timestamp - window.length >= earliest)
      }
      return SlowEndpoints.Row(
        service: service,
        endpoint: Endpoint(Route(route), method: method),
        percentiles: samples,
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
        Self.day,
        over: Stretch(from: month.start + Self.day, to: month.end),
        step: Self.day
      )
      let lines = histories.sorted { $0.key < $1.key }.map { service, samples in
        ReportChart.Line(service.name, whole(samples))
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
      let series = await inquiry.range(
        "costs of language models of each day",
        "sum\(by) (increase(\(selector)[1d]))",
        over: Stretch(from: month.start + Self.day, to: month.end),
        step: Self.day
      )
      lines += (series ?? []).map { series in
        let name = model.modelLabel.flatMap { series.labels[$0] } ?? "all models"
        return ReportChart.Line(name, whole(series.samples))
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

  /// The points of days that have history from their start on.
  private func whole(_ samples: [Sample]) -> [Sample] {
    guard let earliest = inquiry.earliest else { return samples }
    return samples.filter { $0.timestamp - Self.day >= earliest }
  }
}
