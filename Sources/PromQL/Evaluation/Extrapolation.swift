/// The change of series over windows, extrapolated to their bounds: `rate`, `increase` and `delta`.
///
/// Samples rarely lie on the bounds of a window. Where one lies nearer to a bound than 1.1 times the
/// mean distance of samples, the slope is taken to go on to the bound, else for half that distance;
/// but a counter is never taken to have been below zero.
///
/// How far a slope goes on depends on times alone, and so is found once for series of the same
/// times.
///
/// - Source: `extrapolatedRate` in `promql/functions.go` of prometheus/prometheus, version 3.
struct Extrapolation {
  private let slope: RangeFunctions.Slope
  /// How the windows of the steps reach, each reach once as long as it stays the same.
  private var reaches: [Reach] = []
  private var spans: [Span] = []
  /// The indices of the samples that are lower than the one before.
  private var resets: [Int] = []
  private var nextReset = 0

  /// The window of a step.
  private struct Span {
    /// The index of the first sample.
    var low: Int32
    /// The index of the last one; below the first where there are not two.
    var last: Int32
    /// The index of its reach.
    var reach: Int32
  }

  init(_ slope: RangeFunctions.Slope) {
    self.slope = slope
  }

  /// Gets ready for another series of the times that are known.
  mutating func begin(_ buffer: borrowing SampleBuffer) {
    nextReset = 0
    resets.removeAll(keepingCapacity: true)
    guard slope.isCounter else { return }
    buffer.withSamples { _, values in
      // Most series have none, and counting them takes no branch.
      var falls = 0
      for index in 1..<max(1, values.count) where values[index] < values[index - 1] { falls &+= 1 }
      guard falls > 0 else { return }
      for index in 1..<values.count where values[index] < values[index - 1] {
        resets.append(index)
      }
    }
  }

  /// Finds how far slopes go on in other windows.
  ///
  /// - Parameters:
  ///   - windows: The windows.
  ///   - buffer: The samples of a series that has them.
  ///   - span: How long they are.
  ///   - steps: The moments.
  mutating func adopt(
    _ windows: StepWindows,
    of buffer: borrowing SampleBuffer,
    _ span: WindowSpan,
    _ steps: EvaluationSteps
  ) {
    buffer.withSamples { times, _ in findReaches(times, windows, span, steps) }
  }

  private mutating func findReaches(
    _ times: UnsafeBufferPointer<Int64>,
    _ windows: StepWindows,
    _ span: WindowSpan,
    _ steps: EvaluationSteps
  ) {
    reaches.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    spans.reserveCapacity(steps.count)
    for step in 0..<steps.count {
      let (low, high) = (windows.lows[step], windows.highs[step])
      guard high - low > 1 else {
        spans.append(Span(low: 0, last: -1, reach: 0))
        continue
      }
      let end = span.end(at: steps[step])
      let reach = Reach(
        first: times[Int(low)],
        last: times[Int(high) - 1],
        gaps: Int(high - low) - 1,
        window: (start: end - span.length, end: end)
      )
      if reaches.last?.isAlike(reach) != true { reaches.append(reach.extended(slope)) }
      spans.append(Span(low: low, last: high - 1, reach: Int32(reaches.count - 1)))
    }
  }

  /// Computes the changes at some steps, which are not before those of the call before.
  mutating func fill(
    _ row: inout [Double],
    _ block: Range<Int>,
    _ buffer: borrowing SampleBuffer
  ) {
    let isCounter = slope.isCounter
    let hasResets = !resets.isEmpty
    let (reaches, spans) = (reaches, spans)
    row.withUnsafeMutableBufferPointer { row in
      buffer.withSamples { _, values in
        for step in block {
          let span = spans[step]
          guard span.last > span.low else {
            row[step] = StepVectors.absent
            continue
          }
          let first = values[Int(span.low)]
          var change = values[Int(span.last)] - first
          if hasResets { correct(&change, span, values) }
          let reach = reaches[Int(span.reach)]
          // From a value of twice the change, zero is farther away than any start.
          if isCounter, change > 0, first >= 0, first < change * 2 {
            let toStart = min(reach.toStart, reach.whole * (first / change))
            row[step] = change * reach.factor(toStart: toStart, slope)
          } else {
            row[step] = change * reach.factor
          }
        }
      }
    }
  }

  /// Adds what was lost by the resets inside the window.
  private mutating func correct(
    _ change: inout Double,
    _ span: Span,
    _ values: UnsafeBufferPointer<Double>
  ) {
    while nextReset < resets.count, resets[nextReset] <= span.low { nextReset += 1 }
    var index = nextReset
    while index < resets.count, resets[index] <= span.last {
      change += values[resets[index] - 1]
      index += 1
    }
  }
}

/// How far the samples of a window reach, and how far the slope is taken to go on.
private struct Reach {
  /// From the first sample to the last one, in milliseconds, and how many steps that are.
  private let milliseconds: Int64
  private let gaps: Int
  /// From the start of the window to the first sample, and from the last one to the end.
  private let before: Int64
  private let behind: Int64
  private let length: Int64
  /// The same in seconds, as far as the slope goes on.
  private(set) var whole = 0.0
  private(set) var toStart = 0.0
  private var toEnd = 0.0
  /// Factor of the change.
  private(set) var factor = 0.0

  init(first: Int64, last: Int64, gaps: Int, window: (start: Int64, end: Int64)) {
    milliseconds = last - first
    self.gaps = gaps
    before = first - window.start
    behind = window.end - last
    length = window.end - window.start
  }

  /// Whether another window has its samples at the same places.
  func isAlike(_ other: Reach) -> Bool {
    gaps == other.gaps && milliseconds == other.milliseconds && before == other.before
      && behind == other.behind
  }

  /// The reach with what the slope makes of it.
  func extended(_ slope: RangeFunctions.Slope) -> Reach {
    var reach = self
    reach.whole = Double(milliseconds) / 1000
    let mean = reach.whole / Double(gaps)
    let threshold = mean * 1.1
    reach.toStart = Double(before) / 1000
    if reach.toStart >= threshold { reach.toStart = mean / 2 }
    reach.toEnd = Double(behind) / 1000
    if reach.toEnd >= threshold { reach.toEnd = mean / 2 }
    reach.factor = reach.factor(toStart: reach.toStart, slope)
    return reach
  }

  @inline(__always)
  func factor(toStart: Double, _ slope: RangeFunctions.Slope) -> Double {
    let factor = (whole + toStart + toEnd) / whole
    return slope.isPerSecond ? factor / (Double(length) / 1000) : factor
  }
}
