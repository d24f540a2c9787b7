import Telemetry

/// The intervals by which lines are counted.
enum LogTimes {
  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600,
  ]

  /// The width of the intervals that a source counts: a hundred and twenty at most.
  static func countStep(for span: Duration) -> Duration { step(for: span, in: 120) }

  /// A round width of intervals of which no more than so many cover a span.
  ///
  /// - Parameters:
  ///   - span: What is covered.
  ///   - columns: The most intervals.
  ///   - whole: The width is a multiple of this.
  /// - Returns: At least the span over the columns.
  static func step(
    for span: Duration,
    in columns: Int,
    multipleOf whole: Duration = .seconds(1)
  ) -> Duration {
    let unit = max(1, whole.nanoseconds / 1_000_000_000)
    let least = span.inSeconds / Double(max(1, columns))
    let step = steps.first { Double($0) >= least && $0 % unit == 0 }
    if let step { return .seconds(step) }
    let day = max(43_200, unit)
    return .seconds(day * max(1, Int64(saturating: (least / Double(day)).rounded(.up))))
  }
}
