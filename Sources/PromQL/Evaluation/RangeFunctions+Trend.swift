extension RangeFunctions {
  /// The slope of the least-squares line per second.
  static func derivative(_ window: SampleWindow) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    // Times near those of the samples keep the sums small.
    return line(window, origin: window.timestamps[window.low]).slope
  }

  /// The value of the least-squares line so many seconds after the evaluation.
  static func prediction(_ window: SampleWindow, after seconds: Double) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    let line = line(window, origin: window.time)
    return line.slope * seconds + line.intercept
  }

  private static func line(
    _ window: SampleWindow,
    origin: Int64
  ) -> (slope: Double, intercept: Double) {
    var sums = (
      x: CompensatedSum(), y: CompensatedSum(), xy: CompensatedSum(), xx: CompensatedSum()
    )
    var isConstant = true
    for index in window.low..<window.high {
      let x = window.seconds(index, since: origin)
      let y = window.values[index]
      if y != window.first, index > window.low { isConstant = false }
      sums.x.add(x)
      sums.y.add(y)
      sums.xy.add(x * y)
      sums.xx.add(x * x)
    }
    if isConstant {
      return window.first.isInfinite ? (.nan, .nan) : (0, window.first)
    }
    let n = Double(window.count)
    let covariance = sums.xy.total - sums.x.total * sums.y.total / n
    let variance = sums.xx.total - sums.x.total * sums.x.total / n
    let slope = covariance / variance
    return (slope, sums.y.total / n - slope * sums.x.total / n)
  }

  /// Double exponential smoothing (Holt's linear method) up to the last sample.
  ///
  /// - Parameters:
  ///   - window: The samples.
  ///   - smoothing: Between 0 and 1; low values weigh the past more.
  ///   - trend: Between 0 and 1; high values weigh the latest trend more.
  /// - Returns: The level; absent for fewer than two samples.
  static func smoothed(_ window: SampleWindow, smoothing: Double, trend: Double) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    var before = 0.0
    var level = window.first
    var rise = window.values[window.low + 1] - window.first
    for index in window.low + 1..<window.high {
      if index > window.low + 1 {
        rise = trend * (level - before) + (1 - trend) * rise
      }
      let next = smoothing * window.values[index] + (1 - smoothing) * (level + rise)
      (before, level) = (level, next)
    }
    return level
  }
}
