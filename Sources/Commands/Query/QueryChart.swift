import Screen
import Telemetry

/// The series of a range as a chart of text.
enum QueryChart {
  private static let size = Size(100, 20)
  /// The most series that are told apart.
  private static let limit = 8

  static func text(_ value: QueryValue) -> String {
    guard case .matrix(let matrix) = value, let whole = bounds(of: matrix) else {
      return ""
    }
    let symbols = Symbols.unicode
    let signs = symbols.signs.series
    let shown = matrix.prefix(limit)
    var grid = Grid(size)
    LineChart(
      series: shown.enumerated().map { index, series in
        LineChart.Series(
          series.samples.map { ChartPoint(x: $0.timestamp.nanoseconds, y: $0.value) },
          sign: shown.count > 1 ? signs[index % signs.count] : nil
        )
      },
      after: whole.lowerBound - 1,
      through: whole.upperBound,
      maxGap: .max
    ).draw(in: Rect(size), on: &grid, symbols: symbols)
    var text = SnapshotText.plain(grid)
    let ends = [whole.lowerBound, whole.upperBound].map { nanoseconds in
      QueryTable.moment(Timestamp(nanoseconds: nanoseconds))
    }
    text += ends.joined(separator: " to ") + "\n"
    for (index, series) in shown.enumerated() {
      let sign = shown.count > 1 ? "\(Character(signs[index % signs.count])) " : ""
      let last = series.samples.last.map { QueryJSON.number($0.value) } ?? ""
      text += "\(sign)\(QueryTable.name(series.labels))  \(last)\n"
    }
    if matrix.count > limit { text += "and \(matrix.count - limit) more series\n" }
    return text
  }

  /// The first and the last moment; `nil` where there is no sample.
  private static func bounds(of matrix: [TimeSeries]) -> ClosedRange<Int64>? {
    let moments = matrix.flatMap { [$0.samples.first, $0.samples.last] }
      .compactMap { $0?.timestamp.nanoseconds }
    guard let first = moments.min(), let last = moments.max() else { return nil }
    return first...last
  }
}
