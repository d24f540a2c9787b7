/// The samples of one series that a range vector has at one step.
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
  /// The moment of evaluation, which offsets do not move.
  var time: Int64 = 0

  @inline(__always) var count: Int { high - low }
  @inline(__always) var first: Double { values[low] }
  @inline(__always) var last: Double { values[high - 1] }

  /// Seconds from the epoch to a sample, counted from another moment in milliseconds.
  @inline(__always) func seconds(_ index: Int, since moment: Int64) -> Double {
    Double(timestamps[index] - moment) / 1000
  }
}

/// A range vector: the samples of some series and where each step looks.
struct RangeVectors {
  /// The series, each label set once.
  var series: [SelectedSeries]
  /// Which of the series have lost their names.
  var namesAreDropped: [Bool] = []
  /// The windows.
  var span: WindowSpan
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
}
