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
  private(set) var marks = SeriesMarks()
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
}

/// A snapshot of a series for readers, apart from the store; cheap as chunks are shared.
final class SeriesView: Sendable {
  let labels: LabelSet
  /// The newest sample, if the growing chunk has it.
  let newest: NewestSample?
  /// How many samples reading gives at most.
  let bound: Int
  private let stretch: SeriesDecoder.Stretch
  private let chunks: [SeriesChunk]
  /// Which of the chunks meet the stretch.
  private let met: Range<Int>
  /// The chunk that grows, if it meets the stretch too, and the bits after its words.
  private let open: SeriesChunk?
  private let tail: UInt64
  /// Where the last of those chunks is read from; the growing one where it is the only one.
  private let mark: SeriesMark

  /// `nil` where no chunk meets the stretch.
  ///
  /// - Parameters:
  ///   - series: The series in its place, since it is large to be copied.
  ///   - stretch: What will be read.
  init?(of series: UnsafePointer<MemorySeries>, in stretch: SeriesDecoder.Stretch) {
    let chunks = series.pointee.chunks
    var low = chunks.count
    while low > 0, chunks[low - 1].end > stretch.after { low -= 1 }
    var high = chunks.count
    while high > low, chunks[high - 1].start > stretch.through { high -= 1 }
    let head = series.pointee.head
    let meetsHead = head.count > 0 && head.end > stretch.after && head.start <= stretch.through
    guard low < high || meetsHead else { return nil }
    if low == high {
      mark = series.pointee.marks.last(before: stretch.after, isClosed: false)
    } else if high == chunks.count, !chunks[high - 1].isInColumns {
      mark = series.pointee.marks.last(before: stretch.after, isClosed: true)
    } else {
      mark = SeriesMark()
    }
    (open, tail) = meetsHead ? (head.openChunk, head.tail) : (nil, 0)
    newest = meetsHead && head.end <= stretch.through ? head.newest : nil
    var bound = (meetsHead ? head.count : 0) - Int(mark.count)
    for index in low..<high { bound += chunks[index].bound(in: stretch) }
    self.bound = bound
    labels = series.pointee.labels
    met = low..<high
    self.chunks = chunks
    self.stretch = stretch
  }

  /// Reads the samples of the stretch.
  func read(into buffer: inout SampleBuffer) {
    buffer.fill(bound) { timestamps, values in
      var output = SeriesDecoder.Output(timestamps: timestamps, values: values)
      for index in met {
        let mark = index == met.upperBound - 1 ? mark : SeriesMark()
        SeriesDecoder.decode(chunks[index], from: mark, in: stretch, to: &output)
      }
      if let open {
        let mark = met.isEmpty ? mark : SeriesMark()
        SeriesDecoder.decode(open, tail: tail, from: mark, in: stretch, to: &output)
      }
      return output.count
    }
  }
}
