package import Signals
package import Telemetry

/// Hours that were unlike the same hours of the last weeks.
package struct SignalAnomaly: Hashable, Sendable {
  /// Whose.
  package var service: ServiceID
  /// Of what.
  package var figure: ServiceFigure
  /// The hours, from the start of the first to the end of the last.
  package var stretch: Stretch
  /// The value that was furthest from what is usual.
  package var value: Double
  /// The hour of it ends here.
  package var moment: Timestamp
  /// What is usual at that hour.
  package var baseline: Baseline

  /// Whether it was more than usual.
  package var isMore: Bool { value > baseline.median }

  /// How many tolerances away it was.
  var distance: Double {
    (value - baseline.median).magnitude / baseline.tolerance(floor: figure.floor)
  }

  /// How bad: more errors and longer waits are, and so is traffic that has gone.
  package var severity: Severity {
    switch figure {
    case .errors, .latency: isMore ? .warning : .ok
    case .traffic: isMore ? .ok : .warning
    }
  }
}

extension ServiceFigures {
  /// The distance of hourly points.
  package static let hour = Duration.seconds(3600)
  /// How many earlier weeks are looked at.
  package static let weeks = 4

  /// The unusual hours, those beside each other in one, the furthest from what is usual first.
  package func anomalies() -> [SignalAnomaly] {
    ServiceFigure.allCases.flatMap { figure in
      (hours[figure] ?? [:]).sorted { $0.key < $1.key }.flatMap { service, samples in
        anomalies(figure, service, samples)
      }
    }.sorted { ($0.severity, $0.distance) > ($1.severity, $1.distance) }
  }

  private func anomalies(
    _ figure: ServiceFigure,
    _ service: ServiceID,
    _ samples: [Sample]
  ) -> [SignalAnomaly] {
    let weeks = (earlier[figure] ?? []).map { week in
      Dictionary((week[service] ?? []).map { ($0.timestamp, $0.value) }) { first, _ in first }
    }
    var found: [SignalAnomaly] = []
    for sample in samples {
      let same = weeks.compactMap { $0[sample.timestamp] }
      guard let baseline = Baseline(same), baseline.isUnusual(sample.value, floor: figure.floor)
      else { continue }
      let anomaly = SignalAnomaly(
        service: service,
        figure: figure,
        stretch: Stretch(from: sample.timestamp - Self.hour, to: sample.timestamp),
        value: sample.value,
        moment: sample.timestamp,
        baseline: baseline
      )
      if var last = found.last, last.stretch.end == anomaly.stretch.start,
        last.isMore == anomaly.isMore
      {
        if anomaly.distance > last.distance {
          (last.value, last.moment) = (anomaly.value, anomaly.moment)
          last.baseline = anomaly.baseline
        }
        last.stretch.end = anomaly.stretch.end
        found[found.count - 1] = last
      } else {
        found.append(anomaly)
      }
    }
    return found
  }

  /// Whether any hour has enough weeks to be judged.
  package var canJudge: Bool {
    earlier.values.contains { weeks in weeks.count { !$0.isEmpty } >= Baseline.fewest }
  }

  /// The section of unusual hours.
  package func anomalySection() -> ReportSection {
    var section = ReportSection(
      "anomalies",
      "Unlike the same hours of the last weeks",
      over: window
    )
    guard canJudge else {
      section.blocks = [
        .text("not judged: of fewer than \(Baseline.fewest) earlier weeks there is anything")
      ]
      return section
    }
    let anomalies = anomalies()
    section.blocks = [
      anomalies.isEmpty ? .text("every hour was as usual") : .table(table(anomalies))
    ]
    section.remarks = [
      "an hour is compared with the median of the same hour of the last \(Self.weeks) weeks; unusual is "
        + "what is more than three spreads and a quarter away from it"
    ]
    for anomaly in anomalies.filter({ $0.severity > .ok }).prefix(3) {
      section.headlines.append(ReportHeadline(anomaly.severity, words(anomaly)))
    }
    return section
  }

  private func table(_ anomalies: [SignalAnomaly]) -> ReportTable {
    var table = ReportTable(
      "anomalies",
      "",
      [
        "service": "SERVICE", "signal": "SIGNAL", "from": "FROM", "to": "TO", "value": "VALUE",
        "usual": "USUAL", "spread": "SPREAD", "change": "CHANGE",
      ]
    )
    table.rows = anomalies.map { anomaly in
      let unit = anomaly.figure.unit
      return [
        .text(anomaly.service.name, anomaly.severity), .text(anomaly.figure.title),
        .moment(anomaly.stretch.start), .moment(anomaly.stretch.end),
        .number(anomaly.value, unit), .number(anomaly.baseline.median, unit),
        .number(anomaly.baseline.spread, unit),
        .change(from: anomaly.baseline.median, to: anomaly.value),
      ]
    }
    table.limit(to: 20)
    return table
  }

  private func words(_ anomaly: SignalAnomaly) -> String {
    let unit = anomaly.figure.unit
    let times = [anomaly.stretch.start, anomaly.stretch.end].map { calendar.time($0).hourMinute }
    let isPart = anomaly.stretch.length < window.length
    let span = isPart ? "between \(times[0]) and \(times[1])" : "at all hours"
    let texts = [anomaly.value, anomaly.baseline.median].map { unit.format($0).text }
    let name = "\(anomaly.service.name): \(anomaly.figure.title)"
    return "\(name) \(texts[0]) \(span), usually \(texts[1])"
  }
}
