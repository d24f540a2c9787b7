package import Telemetry

/// Where an evaluator finds its samples.
package protocol SampleStore: Sendable {
  /// A number that is another one after every change of the store; `nil` where changes are not
  /// counted, so that nothing may be remembered of the store.
  var version: UInt64? { get }

  /// Finds all series that meet every matcher and may have a sample in the stretch.
  ///
  /// A matcher on a label that a series lacks sees the empty text, and `__name__` is a label like
  /// any other. Regular expressions are anchored, as Prometheus does it. No sample is read yet, so
  /// that an evaluator can refuse what would be too much.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - after: Milliseconds since the epoch, exclusive.
  ///   - through: Milliseconds since the epoch, inclusive.
  /// - Returns: The series in any order, each label set once.
  func select(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [SelectedSeries]
}

extension SampleStore {
  package var version: UInt64? { nil }

  /// The series that meet every matcher, with their samples of the stretch, of which each has one.
  ///
  /// - Parameters:
  ///   - matchers: At least one.
  ///   - after: Milliseconds since the epoch, exclusive.
  ///   - through: Milliseconds since the epoch, inclusive.
  /// - Returns: The series in any order, each label set once.
  package func series(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [StoredSeries] {
    var buffer = SampleBuffer()
    var read: [StoredSeries] = []
    for series in select(matching: matchers, after: after, through: through) {
      series.read(into: &buffer)
      guard buffer.count > 0 else { continue }
      read.append(
        buffer.withSamples { timestamps, values in
          StoredSeries(
            labels: series.labels,
            timestamps: Array(timestamps),
            values: Array(values)
          )
        }
      )
    }
    return read
  }
}

/// A series that a store has found, whose samples are read when they are wanted.
package struct SelectedSeries: Sendable {
  /// All labels, with `__name__`.
  package let labels: LabelSet
  /// How many samples reading gives at most.
  package let bound: Int
  /// The newest sample of the stretch, where the store knows it without reading.
  package let newest: NewestSample?

  private let place: Int
  private let reading: @Sendable (Int, inout SampleBuffer) -> Void

  /// - Parameters:
  ///   - labels: All labels, with `__name__`.
  ///   - bound: The most samples.
  ///   - newest: The newest sample, if that is known.
  ///   - place: Which series it is to `reading`, which all series of a selection may share.
  ///   - reading: Fills a buffer with those samples that the stretch has.
  package init(
    labels: LabelSet,
    bound: Int,
    newest: NewestSample? = nil,
    place: Int = 0,
    reading: @escaping @Sendable (Int, inout SampleBuffer) -> Void
  ) {
    self.labels = labels
    self.bound = bound
    self.newest = newest
    self.place = place
    self.reading = reading
  }

  /// A series of samples in memory.
  package init(_ stored: StoredSeries) {
    self.init(labels: stored.labels, bound: stored.timestamps.count) { _, buffer in
      buffer.fill(stored.timestamps.count) { timestamps, values in
        for index in stored.timestamps.indices {
          timestamps[index] = stored.timestamps[index]
          values[index] = stored.values[index]
        }
        return stored.timestamps.count
      }
    }
  }

  /// Reads the samples in place of those that a buffer has.
  @inline(__always)
  package func read(into buffer: inout SampleBuffer) { reading(place, &buffer) }

  /// Reads the samples, or the newest one alone where that is all that is wanted and it is known.
  func read(into buffer: inout SampleBuffer, newestAlone: Bool) {
    if newestAlone, let newest { buffer.fill(newest) } else { read(into: &buffer) }
  }
}

/// The newest sample of a series in a stretch of time.
package struct NewestSample: Hashable, Sendable {
  /// Milliseconds since the epoch.
  package var timestamp: Int64
  /// The value; `StaleMarker.value` where the series ended.
  package var value: Double

  package init(timestamp: Int64, value: Double) {
    self.timestamp = timestamp
    self.value = value
  }
}

/// The samples of one series.
package struct StoredSeries: Sendable {
  /// All labels, with `__name__`.
  package var labels: LabelSet
  /// Milliseconds since the epoch, strictly ascending.
  package var timestamps: [Int64]
  /// One value for each timestamp; `StaleMarker.value` where the series ended.
  package var values: [Double]

  package init(labels: LabelSet, timestamps: [Int64], values: [Double]) {
    self.labels = labels
    self.timestamps = timestamps
    self.values = values
  }
}

/// The NaN by which Prometheus marks that a series has ended.
///
/// - Source: `model/value/value.go` of prometheus/prometheus, `StaleNaN`.
package enum StaleMarker {
  /// The value; compare by bits alone, since it is a NaN.
  package static let value = Double(bitPattern: 0x7ff0_0000_0000_0002)

  /// Whether a value is the marker, and not another NaN.
  package static func isStale(_ value: Double) -> Bool {
    value.bitPattern == 0x7ff0_0000_0000_0002
  }
}
