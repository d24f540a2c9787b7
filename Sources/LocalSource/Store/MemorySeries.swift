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
  private(set) var head = SeriesEncoder()
  private var marks = SeriesMarks()
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

  /// Appends a sample that is later than all before; a chunk that is full has been closed.
  @inline(__always)
  mutating func append(_ time: Int64, _ value: Double) {
    head.append(time, value)
    if head.count % SeriesMark.distance == 0, head.count < Self.chunkSamples {
      marks.add(head.mark)
    }
  }

  /// Seals the growing chunk and returns it.
  mutating func close() -> SeriesChunk {
    let chunk = head.closedChunk
    chunks.append(chunk)
    head.reset()
    marks.close()
    return chunk
  }

  /// Removes so many of the oldest chunks.
  mutating func removeChunks(_ count: Int) {
    chunks.removeFirst(count)
    if chunks.isEmpty { marks.removeClosed() }
  }

  /// A copy for reading, cheap as chunks are shared; `nil` where no chunk meets the stretch.
  func view(_ stretch: SeriesDecoder.Stretch) -> SeriesView? {
    var low = chunks.count
    while low > 0, chunks[low - 1].end > stretch.after { low -= 1 }
    var high = chunks.count
    while high > low, chunks[high - 1].start > stretch.through { high -= 1 }
    let (open, tail) = head.snapshot()
    let meetsOpen = stretch.meets(open)
    guard low < high || meetsOpen else { return nil }
    var view = SeriesView(labels: labels, chunks: chunks, met: low..<high)
    if low < high, high == chunks.count, !chunks[high - 1].isInColumns {
      view.closedMark = marks.last(before: stretch.after, isClosed: true)
    }
    if meetsOpen {
      view.open = open
      view.tail = tail
      if head.end <= stretch.through {
        view.newest = NewestSample(timestamp: head.end, value: Double(bitPattern: head.lastBits))
      }
      view.openMark = marks.last(before: stretch.after, isClosed: false)
    }
    view.countBound(stretch)
    return view
  }
}

/// A snapshot of a series for readers, apart from the store.
struct SeriesView: Sendable {
  let labels: LabelSet
  let chunks: [SeriesChunk]
  /// Which of the chunks meet the stretch.
  let met: Range<Int>
  /// The chunk that grows, if it meets the stretch too.
  var open: SeriesChunk?
  var tail: UInt64 = 0
  /// Where the last chunk that is met is read from.
  var closedMark = SeriesMark()
  var openMark = SeriesMark()
  /// The newest sample, if the growing chunk has it.
  var newest: NewestSample?
  /// How many samples reading gives at most.
  private(set) var bound = 0

  init(labels: LabelSet, chunks: [SeriesChunk], met: Range<Int>) {
    self.labels = labels
    self.chunks = chunks
    self.met = met
  }

  /// Finds the bound, once all else is known.
  fileprivate mutating func countBound(_ stretch: SeriesDecoder.Stretch) {
    bound = (open?.count ?? 0) - Int(closedMark.count) - Int(openMark.count)
    for index in met { bound += chunks[index].bound(in: stretch) }
  }

  /// Reads the samples of a stretch, which is that of the view.
  func read(_ stretch: SeriesDecoder.Stretch, into buffer: inout SampleBuffer) {
    buffer.fill(bound) { timestamps, values in
      var output = SeriesDecoder.Output(timestamps: timestamps, values: values)
      for index in met {
        let mark = index == met.upperBound - 1 ? closedMark : SeriesMark()
        SeriesDecoder.decode(chunks[index], from: mark, in: stretch, to: &output)
      }
      if let open {
        SeriesDecoder.decode(open, tail: tail, from: openMark, in: stretch, to: &output)
      }
      return output.count
    }
  }
}
