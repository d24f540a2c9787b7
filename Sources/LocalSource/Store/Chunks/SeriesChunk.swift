/// A stretch of a series, compressed and not changed any more.
struct SeriesChunk: Sendable {
  /// Milliseconds of the first sample.
  var start: Int64
  /// Milliseconds of the last sample.
  var end: Int64
  var count: Int
  var words: [UInt64]

  /// Bytes with what the allocation of the words needs.
  var bytes: Int { words.count * 8 + 48 + MemoryLayout<SeriesChunk>.stride }
}
