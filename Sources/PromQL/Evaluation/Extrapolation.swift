/// The change of one series over windows that move forward, extrapolated to their bounds: `rate`,
/// `increase` and `delta`.
///
/// Samples rarely lie on the bounds of a window. Where one lies nearer to a bound than 1.1 times the
/// mean distance of samples, the slope is taken to go on to the bound, else for half that distance;
/// but a counter is never taken to have been below zero.
///
/// - Source: `extrapolatedRate` in `promql/functions.go` of prometheus/prometheus, version 3.
struct Extrapolation {
  private let slope: RangeFunctions.Slope
  /// The indices of the samples that are lower than the one before.
  private let resets: [Int]
  private var nextReset = 0
  /// The reach of the previous window, since most are alike.
  private var reach = Reach()

  /// The change of a series whose values are all known.
  init(_ values: UnsafeBufferPointer<Double>, _ slope: RangeFunctions.Slope) {
    self.slope = slope
    var resets: [Int] = []
    if slope.isCounter {
      for index in 1..<max(1, values.count) where values[index] < values[index - 1] {
        resets.append(index)
      }
    }
    self.resets = resets
  }

  /// The change over a window that is not before the last one; absent for fewer than two samples.
  @inline(__always) mutating func value(_ window: SampleWindow) -> Double {
    guard window.count > 1 else { return StepVectors.absent }
    let first = window.first
    var change = window.last - first
    if !resets.isEmpty { correct(&change, window) }
    if !reach.isThat(of: window) { reach = Reach(window, slope) }
    // From a value of twice the change, zero is farther away than any start.
    if slope.isCounter, change > 0, first >= 0, first < change * 2 {
      let toStart = min(reach.toStart, reach.whole * (first / change))
      return change * reach.factor(toStart: toStart, slope)
    }
    return change * reach.factor
  }

  /// Adds what was lost by the resets inside the window.
  private mutating func correct(_ change: inout Double, _ window: SampleWindow) {
    while nextReset < resets.count, resets[nextReset] <= window.low { nextReset += 1 }
    var index = nextReset
    while index < resets.count, resets[index] < window.high {
      change += window.values[resets[index] - 1]
      index += 1
    }
  }
}

extension Extrapolation {
  /// How far the samples of a window reach, and how far the slope is taken to go on.
  private struct Reach {
    /// From the first sample to the last one, in milliseconds, and how many steps that are.
    private var milliseconds: Int64 = -1
    private var gaps = 0
    /// From the start of the window to the first sample, and from the last one to the end.
    private var before: Int64 = 0
    private var behind: Int64 = 0
    private var length: Int64 = 0
    /// The same in seconds, as far as the slope goes on.
    private(set) var whole = 0.0
    private(set) var toStart = 0.0
    private var toEnd = 0.0
    /// Factor of the change.
    private(set) var factor = 0.0

    init() {}

    init(_ window: SampleWindow, _ slope: RangeFunctions.Slope) {
      let (first, last) = (window.timestamps[window.low], window.timestamps[window.high - 1])
      milliseconds = last - first
      gaps = window.count - 1
      before = first - window.start
      behind = window.end - last
      length = window.end - window.start
      whole = Double(milliseconds) / 1000
      let mean = whole / Double(gaps)
      let threshold = mean * 1.1
      toStart = Double(before) / 1000
      if toStart >= threshold { toStart = mean / 2 }
      toEnd = Double(behind) / 1000
      if toEnd >= threshold { toEnd = mean / 2 }
      factor = factor(toStart: toStart, slope)
    }

    /// Whether a window has its samples at the same places.
    @inline(__always)
    func isThat(of window: SampleWindow) -> Bool {
      let (first, last) = (window.timestamps[window.low], window.timestamps[window.high - 1])
      return gaps == window.count - 1 && milliseconds == last - first
        && before == first - window.start && behind == window.end - last
    }

    @inline(__always)
    func factor(toStart: Double, _ slope: RangeFunctions.Slope) -> Double {
      let factor = (whole + toStart + toEnd) / whole
      return slope.isPerSecond ? factor / (Double(length) / 1000) : factor
    }
  }
}
