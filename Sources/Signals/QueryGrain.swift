import Telemetry

/// The step and the rate window that suit a range, a width and a scrape interval.
package struct QueryGrain: Hashable, Sendable {
  /// The distance of the points of range queries.
  package var step: Duration
  /// The window of `rate` for the points of range queries.
  package var rateWindow: Duration
  /// The window of `rate` for what is asked of one moment: a longer range does not make that one
  /// any longer.
  package var liveWindow: Duration
  /// The distance of points that each fill a column of a chart, of which `step` puts two into one.
  package var columnStep: Duration

  /// Steps that people recognise, in seconds.
  private static let steps: [Int64] = [
    1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600,
    43200, 86400,
  ]

  /// The columns of a panel that its chart does not have: border and labels.
  private static let besideChart = 12

  /// Chooses the grain.
  ///
  /// The step is the smallest of the table that spreads the range over at most `points` points and
  /// is no finer than the scrapes (no new sample can lie between two of them). The rate window is
  /// four scrape intervals, so that one lost scrape leaves samples enough, and for points never less
  /// than the step, so that no sample falls between two windows. A window that is given counts in
  /// place of the four intervals.
  package init(
    range: Duration,
    points: Int,
    scrapeInterval: Duration,
    rateWindow given: Duration? = nil
  ) {
    func step(_ points: Int) -> Duration {
      let wanted = max(range.inSeconds / Double(max(1, points)), scrapeInterval.inSeconds, 1)
      let seconds = Self.steps.first { Double($0) >= wanted - 1e-9 }
      return .seconds(seconds ?? Self.steps[Self.steps.count - 1])
    }
    self.step = step(points)
    columnStep = step(max(20, points / 2 - Self.besideChart))
    liveWindow = given ?? .milliseconds(max(1000, scrapeInterval.nanoseconds / 1_000_000 * 4))
    rateWindow = max(liveWindow, self.step)
  }
}
