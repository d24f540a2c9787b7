/// A stretch of a series, compressed and not changed any more.
struct SeriesChunk: Sendable {
  /// Milliseconds of the first sample.
  let start: Int64
  /// Milliseconds of the last sample.
  let end: Int64
  /// The samples as a `SeriesEncoder` wrote them, or as `ChunkColumns`.
  let words: [UInt64]
  /// Whether the words are `ChunkColumns`.
  let isInColumns: Bool
  private let samples: Int32

  init(start: Int64, end: Int64, count: Int, words: [UInt64], isInColumns: Bool = false) {
    self.start = start
    self.end = end
    self.words = words
    self.isInColumns = isInColumns
    samples = Int32(count)
  }

  /// How many samples there are.
  var count: Int { Int(samples) }

  /// Bytes with what the allocation of the words needs.
  var bytes: Int { words.count * 8 + 48 + MemoryLayout<SeriesChunk>.stride }

  /// How many samples a stretch has, or may have at most where that is not known without reading.
  func bound(in stretch: SeriesDecoder.Stretch) -> Int {
    guard isInColumns, start <= stretch.after || end > stretch.through else { return count }
    return words.withUnsafeBufferPointer { words in
      ChunkColumns.bound(words, self, in: stretch)
    }
  }
}
