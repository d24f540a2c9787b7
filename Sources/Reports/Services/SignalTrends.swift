package import Telemetry

/// How figures of each day go, and where they lead.
package struct SignalTrends: Hashable, Sendable {
  /// How the days of a week become one number.
  package enum Fold: Hashable, Sendable {
    /// Their mean.
    case mean
    /// All of them together.
    case sum
  }

  private let id: String
  private let title: String
  private let unit: Unit
  private let fold: Fold
  private let window: Stretch
  private let lines: [ReportChart.Line]

  private static let day = Duration.seconds(86_400)

  /// Figures of each day.
  ///
  /// - Parameters:
  ///   - id: Their name for programs.
  ///   - title: Their name.
  ///   - measure: Their unit, and how the days of a week become one number.
  ///   - lines: One line each, with a point at the end of each day; the last one at the end of the window.
  ///   - window: What the report looks at, in whole days.
  package init(
    _ id: String,
    _ title: String,
    _ measure: (unit: Unit, fold: Fold),
    _ lines: [ReportChart.Line],
    over window: Stretch
  ) {
    self.id = id
    self.title = title
    (unit, fold) = measure
    self.lines = lines
    self.window = window
  }

  /// The figures of a stretch as one number; `nil` where there are none.
  private func value(_ line: ReportChart.Line, _ stretch: Stretch) -> Double? {
    // A day belongs where its middle is, be it of 23 or 25 hours.
    let values = line.samples.filter {
      stretch.contains($0.timestamp - Self.day / 2) && $0.value.isFinite
    }.map(\.value)
    guard !values.isEmpty else { return nil }
    let sum = values.reduce(0, +)
    return fold == .sum ? sum : sum / Double(values.count)
  }

  /// What the line through all days gives for as long a time after the window, with the residual of it.
  ///
  /// - Returns: `nil` where there are too few days.
  package func forecast(_ line: ReportChart.Line) -> (likely: Double, spread: Double)? {
    guard let trend = TrendLine(line.samples) else { return nil }
    let count = max(1, Int(saturating: (window.length / Self.day).rounded()))
    let values = (1...count).map { max(0, trend.value(at: window.end + Self.day * $0)) }
    let (sum, days) = (values.reduce(0, +), Double(count))
    return fold == .sum
      ? (sum, trend.residual * days.squareRoot()) : (sum / days, trend.residual / days.squareRoot())
  }

  /// The values of a line on all days that any line has.
  private func history(_ line: ReportChart.Line, _ days: [Timestamp]) -> [Double] {
    let known = Dictionary(line.samples.map { ($0.timestamp, $0.value) }) { first, _ in first }
    return days.map { known[$0] ?? .nan }
  }

  /// The section, the largest first; `nil` where there is nothing.
  package func section() -> ReportSection? {
    let known = lines.compactMap { line in value(line, window).map { (line, $0) } }
      .sorted { ($1.1, $0.0.name) < ($0.1, $1.0.name) }
    guard !known.isEmpty else { return nil }
    var section = ReportSection(id, title, over: window)
    let before = Stretch(from: window.start - window.length, to: window.start)
    let length = window.daysTitle
    var table = ReportTable(
      "trend",
      "",
      [
        "name": "NAME", "value": length, "before": "\(length) BEFORE", "change": "CHANGE",
        "days": "BY DAY", "forecast": "NEXT \(length)", "forecast_spread": "±",
      ]
    )
    let days = Set(known.flatMap { $0.0.samples.map(\.timestamp) }).sorted()
    table.rows = known.map { line, value in
      let forecast = forecast(line)
      return [
        .text(line.name), .number(value, unit), .number(self.value(line, before), unit),
        .change(from: self.value(line, before), to: value),
        ReportCell(.history(history(line, days))), .number(forecast?.likely, unit),
        .number(forecast?.spread, unit),
      ]
    }
    table.limit(to: 20)
    section.blocks.append(.table(table))
    let points = known.flatMap(\.0.samples).map(\.timestamp)
    if let first = points.min(), points.count > known.count {
      let whole = Stretch(from: first - Self.day, to: window.end)
      var chart = ReportChart("chart", "\(title), by day", unit, over: whole, step: Self.day)
      chart.lines = known.map(\.0)
      section.blocks.append(.chart(chart))
    }
    section.remarks = [
      "the forecast goes on along a straight line through the days shown; ± is how far days are from it"
    ]
    return section
  }
}
