package import Telemetry

/// A straight line through values over time, by least squares.
package struct TrendLine: Hashable, Sendable {
  /// The change in a second.
  package let slope: Double
  /// The moment that `level` is of.
  package let origin: Timestamp
  /// The value of the line at its origin.
  package let level: Double
  /// How far values are from the line, as the root of the mean square.
  package let residual: Double

  /// The fewest points that make a line worth the name.
  package static let fewest = 3

  /// Fits a line; `nil` where there are too few values, or all are of one moment.
  package init?(_ samples: [Sample]) {
    let samples = samples.filter(\.value.isFinite)
    guard samples.count >= Self.fewest, let last = samples.last else { return nil }
    let count = Double(samples.count)
    let points = samples.map { (x: ($0.timestamp - last.timestamp).inSeconds, y: $0.value) }
    let meanX = points.reduce(0) { $0 + $1.x } / count
    let meanY = points.reduce(0) { $0 + $1.y } / count
    let square = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard square > 0 else { return nil }
    let product = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) }
    let (slope, level) = (product / square, meanY - product / square * meanX)
    self.slope = slope
    self.level = level
    origin = last.timestamp
    residual =
      (points.reduce(0) { sum, point in
        let distance = point.y - (level + slope * point.x)
        return sum + distance * distance
      } / count).squareRoot()
  }

  /// The value at a moment, before or after.
  package func value(at moment: Timestamp) -> Double {
    level + slope * (moment - origin).inSeconds
  }

  /// How long from the origin until the line falls or rises to a value; `nil` where it never does.
  package func time(until value: Double) -> Duration? {
    guard slope != 0 else { return nil }
    let seconds = (value - level) / slope
    guard seconds >= 0, seconds < 9e9 else { return nil }
    return .seconds(Int64(saturating: seconds))
  }
}
