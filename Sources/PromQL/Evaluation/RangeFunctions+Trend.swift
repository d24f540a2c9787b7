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
    let (sums, isConstant) = sums(window, origin: origin)
    if isConstant {
      return window.first.isInfinite ? (.nan, .nan) : (0, window.first)
    }
    let n = Double(window.count)
    let (x, y, xy, xx) = (sums[0], sums[1], sums[2], sums[3])
    let covariance = xy - x * y / n
    let variance = xx - x * x / n
    let slope = covariance / variance
    return (slope, y / n - slope * x / n)
  }

  /// The sums of x, y, xy and xx, and whether all y are the same.
  private static func sums(
    _ window: SampleWindow,
    origin: Int64
  ) -> (sums: SIMD4<Double>, isConstant: Bool) {
    var sums = SIMD4<Double>.zero
    var lost = SIMD4<Double>.zero
    var isConstant = true
    for index in window.low..<window.high {
      let numbers = numbers(window, index, origin)
      if numbers[1] != window.first, index > window.low { isConstant = false }
      // What rounding loses, exactly and without a branch.
      let next = sums + numbers
      let taken = next - sums
      lost += (sums - (next - taken)) + (numbers - taken)
      sums = next
    }
    // Of infinities this would lose more than rounding does.
    guard (sums + lost - (sums + lost)) == .zero else {
      return (exceptionalSums(window, origin: origin), isConstant)
    }
    return (sums + lost, isConstant)
  }

  @inline(__always)
  private static func numbers(
    _ window: SampleWindow,
    _ index: Int,
    _ origin: Int64
  ) -> SIMD4<Double> {
    let x = window.seconds(index, since: origin)
    let y = window.values[index]
    return SIMD4(x, y, x * y, x * x)
  }

  private static func exceptionalSums(
    _ window: SampleWindow,
    origin: Int64
  ) -> SIMD4<Double> {
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: 4)
    for index in window.low..<window.high {
      let numbers = numbers(window, index, origin)
      for place in 0..<4 { sums[place].add(numbers[place]) }
    }
    return SIMD4(sums[0].total, sums[1].total, sums[2].total, sums[3].total)
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
