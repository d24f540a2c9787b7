#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// How long the windows of a selector are, and where they end.
struct WindowSpan {
  /// Where the window of a step ends.
  enum Anchor {
    /// So many milliseconds before the step.
    case offset(Int64)
    /// At this moment, at every step.
    case fixed(Int64)
  }

  /// Milliseconds, the start exclusive and the end inclusive.
  var length: Int64
  var anchor: Anchor

  /// The end of the window of a moment.
  @inline(__always)
  func end(at moment: Int64) -> Int64 {
    switch anchor {
    case .offset(let offset): moment - offset
    case .fixed(let end): end
    }
  }

  /// Whether the windows of all steps are the same.
  var isFixed: Bool {
    if case .fixed = anchor { true } else { false }
  }
}

/// Which samples of a series the windows of a range vector have, step after step.
///
/// Series that are scraped together have the same timestamps: their windows are found once.
struct StepWindows {
  /// The index of the first sample of each window.
  private(set) var lows: [Int32] = []
  /// The index after the last one.
  private(set) var highs: [Int32] = []
  /// The timestamps for which this holds.
  private var timestamps: [Int64] = []

  /// Finds the windows among the samples of another series.
  ///
  /// - Parameters:
  ///   - times: The timestamps of the series.
  ///   - span: The length of the windows and where they end; the same in all calls.
  ///   - steps: The moments; the same in all calls.
  /// - Returns: Whether the windows are others than before.
  mutating func move(
    to times: UnsafeBufferPointer<Int64>,
    _ span: WindowSpan,
    _ steps: EvaluationSteps
  ) -> Bool {
    guard lows.count != steps.count || !isKnown(times) else { return false }
    timestamps = Array(times)
    lows = []
    highs = []
    lows.reserveCapacity(steps.count)
    highs.reserveCapacity(steps.count)
    var (low, high) = (0, 0)
    for step in 0..<steps.count {
      let end = span.end(at: steps[step])
      let start = end - span.length
      while high < times.count, times[high] <= end { high += 1 }
      while low < high, times[low] <= start { low += 1 }
      lows.append(Int32(truncatingIfNeeded: low))
      highs.append(Int32(truncatingIfNeeded: high))
    }
    return true
  }

  private func isKnown(_ times: UnsafeBufferPointer<Int64>) -> Bool {
    guard times.count == timestamps.count else { return false }
    guard let base = times.baseAddress, !times.isEmpty else { return true }
    return timestamps.withUnsafeBytes { known in
      known.baseAddress.map { memcmp($0, base, known.count) == 0 } ?? false
    }
  }
}
