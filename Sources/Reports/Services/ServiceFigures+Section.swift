package import Signals
import Telemetry

extension ServiceFigures {
  /// The section of what services did in the whole window.
  ///
  /// - Parameter thresholds: Where values are bad.
  /// - Returns: A row for each service.
  package func overviewSection(_ thresholds: SignalThresholds) -> ReportSection {
    var section = ReportSection("services", "Golden signals", over: window)
    let isShort = window.isDay
    var table = ReportTable(
      "services",
      "",
      [
        "service": "SERVICE", "traffic": "REQUESTS", "traffic_change": "VS USUAL",
        "history": isShort ? "BY HOUR" : "BY DAY", "errors": "ERRORS", "errors_usual": "USUAL",
        "latency_p95": "P95", "latency_p95_usual": "USUAL",
      ]
    )
    table.rows = services.map { service in
      let errors = value(.errors, service)
      let latency = value(.latency, service)
      return [
        .text(service.name), .number(value(.traffic, service), ServiceFigure.traffic.unit),
        .change(from: usual(.traffic, service)?.median, to: value(.traffic, service)),
        ReportCell(.history(history(service))),
        .number(errors, .ratio, errors.flatMap(thresholds.errorRatio.judge) ?? .ok),
        .number(usual(.errors, service)?.median, .ratio),
        .number(latency, .seconds, latency.flatMap(thresholds.latencyP95.judge) ?? .ok),
        .number(usual(.latency, service)?.median, .seconds),
      ]
    }
    table.limit(to: 40)
    section.blocks = [table.rows.isEmpty ? .text("no service that counts requests") : .table(table)]
    if !table.rows.isEmpty, canCompare {
      section.remarks = [
        "usual is the median of the same \(isShort ? "day" : "stretch") of the last \(Self.weeks) weeks"
      ]
    }
    section.headlines = services.compactMap { headline($0, thresholds) }
      .limited { "\($0) more services are past a threshold" }
    return section
  }

  private var canCompare: Bool {
    services.contains { service in ServiceFigure.allCases.contains { usual($0, service) != nil } }
  }

  private func headline(_ service: ServiceID, _ thresholds: SignalThresholds) -> ReportHeadline? {
    let judged: [(ServiceFigure, Threshold)] = [
      (.errors, thresholds.errorRatio), (.latency, thresholds.latencyP95),
    ]
    let bad = judged.compactMap { figure, threshold -> (Severity, String)? in
      guard let value = value(figure, service), let severity = threshold.judge(value),
        severity > .ok
      else { return nil }
      return (severity, "\(figure.title) \(figure.unit.format(value).text)")
    }
    guard let worst = bad.map(\.0).max() else { return nil }
    let words = bad.map(\.1).joined(separator: ", ")
    return ReportHeadline(worst, "\(service.name): \(words) over the whole window")
  }

  /// The hours of a day, or the days of a longer window, which are not all as long where clocks are changed.
  private var slots: [Stretch] {
    let days = Int(saturating: (window.length.inSeconds / 86_400).rounded())
    return window.isDay
      ? calendar.hours(of: window) : calendar.days(min(60, days), through: window.end)
  }

  /// Requests by hour or by day, with gaps.
  private func history(_ service: ServiceID) -> [Double] {
    let samples = hours[.traffic]?[service] ?? []
    let known = Dictionary(samples.map { ($0.timestamp, $0.value) }) { first, _ in first }
    guard !samples.isEmpty else { return [] }
    return slots.map { known[$0.end] ?? .nan }
  }
}
