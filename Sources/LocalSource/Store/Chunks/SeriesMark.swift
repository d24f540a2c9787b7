/// A place in a chunk where decoding may begin, so that its newest samples are found at once.
struct SeriesMark: Sendable {
  /// How many samples lie between two marks.
  static let distance = 64

  /// Decoder state after the sample at the mark.
  var state = SampleState()
  /// The bits before the next sample.
  var position: Int32 = 0
  /// The samples up to the mark and with it; zero stands for the beginning of the chunk.
  var count: Int32 = 0
  /// Whether the chunk is the newest one of those that are closed, and not the open one.
  var isClosed = false
}

/// The newest two marks of a series.
struct SeriesMarks: Sendable {
  private(set) var older = SeriesMark()
  private(set) var newer = SeriesMark()

  mutating func add(_ mark: SeriesMark) {
    (older, newer) = (newer, mark)
  }

  /// Notes that the open chunk is closed.
  mutating func close() {
    older.isClosed = true
    newer.isClosed = true
  }

  /// Forgets the marks of the closed chunk.
  mutating func removeClosed() {
    if older.isClosed { older = SeriesMark() }
    if newer.isClosed { newer = SeriesMark() }
  }

  /// The last mark before all samples that are wanted, or the chunk's beginning.
  func last(before after: Int64, isClosed: Bool) -> SeriesMark {
    for mark in [newer, older]
    where mark.count > 0 && mark.isClosed == isClosed && mark.state.time <= after {
      return mark
    }
    return SeriesMark()
  }
}
