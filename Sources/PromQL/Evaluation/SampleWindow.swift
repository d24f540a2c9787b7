/// The samples of one series that a range vector has at one step: those after `start`, through `end`.
///
/// It points into the samples of the whole series, so that moving on by a step costs nothing; it is
/// valid inside the call that it is handed to.
struct SampleWindow {
  /// The timestamps of the whole series, in milliseconds since the epoch.
  let timestamps: UnsafeBufferPointer<Int64>
  /// The values of the whole series, none of them a staleness marker.
  let values: UnsafeBufferPointer<Double>
  /// The index of the first sample of the window.
  var low = 0
  /// The index after its last sample.
  var high = 0
  /// The start of the range, exclusive.
  var start: Int64 = 0
  /// The end of the range, inclusive.
  var end: Int64 = 0
  /// The moment of evaluation, which offsets do not move.
  var time: Int64 = 0

  @inline(__always) var count: Int { high - low }
  @inline(__always) var first: Double { values[low] }
  @inline(__always) var last: Double { values[high - 1] }

  /// Moves the window on to later bounds.
  @inline(__always) mutating func move(start: Int64, end: Int64) {
    self.start = start
    self.end = end
    while high < timestamps.count, timestamps[high] <= end { high += 1 }
    while low < high, timestamps[low] <= start { low += 1 }
  }

  /// Seconds from the epoch to a sample, counted from another moment in milliseconds.
  @inline(__always) func seconds(_ index: Int, since moment: Int64) -> Double {
    Double(timestamps[index] - moment) / 1000
  }
}

/// A range vector: the samples of some series and where each step looks.
struct RangeVectors {
  /// Where the window of a step ends.
  enum Anchor {
    /// So many milliseconds before the step.
    case offset(Int64)
    /// At this moment, at every step.
    case fixed(Int64)
  }

  /// The series, each label set once.
  var series: [SelectedSeries]
  /// Which of the series have lost their names.
  var namesAreDropped: [Bool] = []
  /// The length of the window in milliseconds.
  var range: Int64
  /// Where it ends.
  var anchor: Anchor
  /// Whether the series would still differ without their names.
  var differsWithoutName: Bool

  func labels(_ index: Int) -> SeriesLabels {
    SeriesLabels(
      series[index].labels,
      isNameDropped: namesAreDropped.isEmpty ? false : namesAreDropped[index]
    )
  }

  /// Reads the samples of a series, without staleness markers.
  @inline(__always)
  func read(_ index: Int, into buffer: inout SampleBuffer) {
    series[index].read(into: &buffer)
    buffer.dropStaleMarkers()
  }

  /// Computes the row of one series.
  ///
  /// - Parameters:
  ///   - buffer: What has been read of the series.
  ///   - steps: The moments.
  ///   - varies: Whether the result of one window may differ between steps.
  ///   - checkpoint: Called now and then; what it throws ends the work.
  ///   - body: Gets a step with its window, which is not empty; answers `StepVectors.absent` for
  ///     no sample.
  /// - Returns: A value for each step.
  /// - Throws: What the checkpoint throws.
  @inline(__always)
  func row(
    _ buffer: borrowing SampleBuffer,
    _ steps: EvaluationSteps,
    varies: Bool = false,
    checkpoint: () throws(EvaluationError) -> Void,
    _ body: (Int, SampleWindow) -> Double
  ) throws(EvaluationError) -> [Double] {
    var row = [Double](repeating: StepVectors.absent, count: steps.count)
    var place = 0..<0
    let count = isFixed && !varies ? min(1, steps.count) : steps.count
    for first in stride(from: 0, to: count, by: Self.block) {
      if first > 0 { try checkpoint() }
      let block = first..<min(count, first + Self.block)
      place = buffer.withSamples { timestamps, values in
        var window = SampleWindow(timestamps: timestamps, values: values)
        (window.low, window.high) = (place.lowerBound, place.upperBound)
        fill(&row, block, steps, &window, body)
        return window.low..<window.high
      }
    }
    for step in count..<steps.count { row[step] = row[0] }
    return row
  }

  private var isFixed: Bool {
    if case .fixed = anchor { true } else { false }
  }

  /// How many steps are made between two looks whether to go on.
  private static var block: Int { 256 }

  @inline(__always)
  private func fill(
    _ row: inout [Double],
    _ block: Range<Int>,
    _ steps: EvaluationSteps,
    _ window: inout SampleWindow,
    _ body: (Int, SampleWindow) -> Double
  ) {
    row.withUnsafeMutableBufferPointer { row in
      for step in block {
        window.time = steps[step]
        switch anchor {
        case .offset(let offset):
          window.move(start: window.time - offset - range, end: window.time - offset)
        case .fixed(let end):
          window.move(start: end - range, end: end)
        }
        if window.count > 0 { row[step] = body(step, window) }
      }
    }
  }
}
