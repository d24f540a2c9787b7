package import Telemetry

/// How many series there are, and how that grows.
package struct SeriesGrowth: Hashable, Sendable {
  private let lines: [ReportChart.Line]
  private let window: Stretch
  private let step: Duration

  private static let week = 7 * 86_400.0

  /// Takes counts over time by job.
  package init(_ lines: [ReportChart.Line], step: Duration, over window: Stretch) {
    self.lines = lines
    self.step = step
    self.window = window
  }

  /// The section, the largest first.
  package func section() -> ReportSection {
    var section = ReportSection("cardinality", "Growth of series", over: window)
    let known = lines.filter { !$0.samples.isEmpty }.sorted { left, right in
      (last(right) ?? 0, left.name) < (last(left) ?? 0, right.name)
    }
    guard !known.isEmpty else {
      section.blocks = [.text("no metric tells how many samples scrapes have")]
      return section
    }
    var chart = ReportChart("series", "Series by job", .count, over: window, step: step)
    chart.lines = known
    section.blocks = [.table(table(known)), .chart(chart)]
    let grown = known.filter { line in
      let (first, last) = (first(line) ?? 0, last(line) ?? 0)
      return last > first * 1.5 && last - first > 1000
    }
    section.headlines = grown.prefix(3).map { line in
      let before = first(line).map(UnitNumber.compact) ?? "none"
      let words = "\(UnitNumber.compact(last(line) ?? 0)) series after \(before)"
      return ReportHeadline(.warning, "\(line.name): \(words)")
    }
    return section
  }

  /// The value where history begins; `nil` for a job that came later.
  private func first(_ line: ReportChart.Line) -> Double? {
    guard let begin = lines.compactMap(\.samples.first?.timestamp).min(),
      let first = line.samples.first, first.timestamp - begin <= step * 3 / 2
    else { return nil }
    return first.value
  }

  /// The value at the end; `nil` for a job that has gone.
  private func last(_ line: ReportChart.Line) -> Double? {
    guard let last = line.samples.last, window.end - last.timestamp <= step * 3 / 2 else {
      return nil
    }
    return last.value
  }

  private func thinned(_ line: ReportChart.Line) -> [Double] {
    ReportChart("", "", .count, over: window, step: step).columns(of: line, count: 20)
  }

  private func table(_ known: [ReportChart.Line]) -> ReportTable {
    var table = ReportTable(
      "jobs",
      "",
      [
        "job": "JOB", "first": "AT THE START", "last": "AT THE END", "change": "CHANGE",
        "per_week": "A WEEK", "history": "HISTORY",
      ]
    )
    table.rows = known.map { line in
      let trend = TrendLine(line.samples)
      let perWeek = trend.map { $0.slope * Self.week }
      let (first, last) = (first(line), last(line))
      return [
        .text(line.name), .number(first, .count), .number(last, .count),
        .change(from: first, to: last), .number(perWeek, .none),
        ReportCell(.history(line.samples.count > 30 ? thinned(line) : line.samples.map(\.value))),
      ]
    }
    table.limit(to: 20)
    return table
  }
}
