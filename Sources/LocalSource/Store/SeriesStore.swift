package import PromQL
import Synchronization
package import Telemetry

/// Series in memory, compressed, bounded by age and bytes.
///
/// Samples are appended in batches; who reads meanwhile sees a batch whole or not at all. Age counts
/// from the newest sample, so that the store needs no clock.
package final class SeriesStore: SampleStore, Sendable {
  private let state: Mutex<StoreState>

  package init(_ limits: StoreLimits = StoreLimits()) {
    state = Mutex(StoreState(limits))
  }

  /// Current contents; visits every series.
  package var status: StoreStatus { state.withLock { $0.currentStatus } }

  /// The series with these labels, each added where it is not there.
  ///
  /// - Parameter labels: All labels with `__name__`, none with an empty value.
  /// - Returns: One for each; `nil` where the store is full of series that are alive.
  package func identify(_ labels: [LabelSet]) -> [SeriesID?] {
    state.withLock { state in labels.map { state.id(for: $0) } }
  }

  /// Appends samples; in each series they must be newer than what is there, as in Prometheus.
  @discardableResult
  package func append(_ samples: [StoredSample]) -> AppendCounts {
    state.withLock { $0.append(samples) }
  }

  /// Marks the end of series, where they have no sample at that time already.
  ///
  /// Rejected samples are not counted, by design.
  ///
  /// - Parameters:
  ///   - series: The series.
  ///   - time: Milliseconds since the epoch.
  package func mark(_ series: [SeriesID], at time: Int64) {
    state.withLock { $0.mark(series, at: time) }
  }

  /// Puts older history before what is there, chunk by chunk and without copying a sample.
  ///
  /// - Parameter earlier: Samples older than all of the same series here.
  /// - Returns: How many samples were left out because they are not older, or find no room.
  @discardableResult
  package func absorb(_ earlier: SeriesStore) -> Int {
    let other = earlier.state.withLock { $0 }
    return state.withLock { $0.absorb(other) }
  }

  package var version: UInt64? { state.withLock { $0.version } }

  package func select(
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [SelectedSeries] {
    let stretch = SeriesDecoder.Stretch(after: after, through: through)
    let views = state.withLock { $0.views(matchers, stretch) }
    let read: @Sendable (Int, inout SampleBuffer) -> Void = { place, buffer in
      views[place].read(into: &buffer)
    }
    return views.enumerated().map { place, view in
      SelectedSeries(
        labels: view.labels,
        bound: view.bound,
        newest: view.newest,
        place: place,
        reading: read
      )
    }
  }

  /// The values that a label has among the series that meet all matchers, in ascending order.
  ///
  /// - Parameters:
  ///   - name: The label; `__name__` for the names of metrics.
  ///   - matchers: The matchers; none for all series.
  ///   - after: The exclusive start of the stretch in which a series must have a sample, in milliseconds.
  ///   - through: Its inclusive end.
  /// - Returns: The values, each once.
  package func labelValues(
    of name: String,
    matching matchers: [LabelMatcher],
    after: Int64,
    through: Int64
  ) -> [String] {
    let stretch = SeriesDecoder.Stretch(after: after, through: through)
    let views = state.withLock { $0.views(matchers, stretch) }
    let values = Set(views.compactMap { $0.labels[name].map(ByteText.init) })
    return values.map(\.text).sorted(by: ByteText.isBefore)
  }
}
