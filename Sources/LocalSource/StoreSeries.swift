import PromQL
import Telemetry

/// A series in memory: compressed stretches, oldest first, and the one that grows.
struct MemorySeries: Sendable {
  /// How many samples make a chunk, which is what is evicted at a time.
  static let chunkSamples = 256

  let labels: LabelSet
  /// Bytes of the labels and of this record.
  let labelBytes: Int
  var chunks: [SeriesChunk] = []
  var head = SeriesEncoder()
  /// How many series had this place before.
  var generation: Int32 = 0
  /// Whether the place is free.
  private(set) var isGone = false
  /// The newest time of the store when the series was added.
  private let born: Int64

  init(_ labels: LabelSet, born: Int64) {
    self.labels = labels
    self.born = born
    let text = labels.labels.reduce(0) { sum, label in
      // Texts of up to fifteen bytes lie in the record itself.
      sum + 32 + (label.name.utf8.count > 15 ? 16 : 0) + 24
        + (label.value.utf8.count > 15 ? label.value.utf8.count + 32 : 0)
    }
    labelBytes = text + MemoryLayout<MemorySeries>.stride + 96
  }

  /// A free place.
  init(goneAfter generation: Int32) {
    self.init(.empty, born: .min)
    self.generation = generation &+ 1
    isGone = true
  }

  /// The time of the newest sample, or of the series' own beginning before there is one.
  var lastLife: Int64 { newest ?? born }

  /// The bits of the newest value; `nil` where that is in a closed chunk.
  var lastBits: UInt64? { head.count > 0 ? head.lastBits : nil }

  /// Milliseconds of the newest sample; `nil` where there is none.
  var newest: Int64? { head.count > 0 ? head.end : chunks.last?.end }

  /// Milliseconds of the oldest sample; `nil` where there is none.
  var oldest: Int64? { chunks.first?.start ?? (head.count > 0 ? head.start : nil) }

  /// A copy for reading, cheap as chunks are shared.
  func view(_ stretch: SeriesDecoder.Stretch) -> SeriesView? {
    let met = chunks.filter { stretch.meets($0) }
    let (open, tail) = head.snapshot()
    let meetsHead = stretch.meets(open)
    guard !met.isEmpty || meetsHead else { return nil }
    return SeriesView(labels: labels, chunks: met, open: meetsHead ? open : nil, tail: tail)
  }
}

/// What a reader needs of a series, apart from the store.
struct SeriesView: Sendable {
  let labels: LabelSet
  let chunks: [SeriesChunk]
  let open: SeriesChunk?
  let tail: UInt64

  /// The samples of a stretch; `nil` where there are none.
  func decoded(_ stretch: SeriesDecoder.Stretch) -> StoredSeries? {
    let most = chunks.reduce(open?.count ?? 0) { $0 + $1.count }
    var values: [Double] = []
    let timestamps = [Int64](unsafeUninitializedCapacity: most) { times, timeCount in
      values = [Double](unsafeUninitializedCapacity: most) { numbers, valueCount in
        var output = SeriesDecoder.Output(timestamps: times, values: numbers)
        for chunk in chunks { SeriesDecoder.decode(chunk, in: stretch, to: &output) }
        if let open { SeriesDecoder.decode(open, tail: tail, in: stretch, to: &output) }
        (timeCount, valueCount) = (output.count, output.count)
      }
    }
    guard !timestamps.isEmpty else { return nil }
    return StoredSeries(labels: labels, timestamps: timestamps, values: values)
  }
}
