package import Telemetry

/// Loads a file of metrics with their history.
///
/// Both text formats are read, with several samples for a series in any order, negative and
/// fractional timestamps, quoted names, `# EOF` or none, exemplars passed over, and the word `stale`
/// as the value of a staleness marker.
package enum MetricsFile {
  /// The unit of timestamps.
  package enum TimeUnit: Hashable, Sendable {
    /// As in OpenMetrics.
    case seconds
    /// As in the text format.
    case milliseconds
  }

  private struct Written {
    var place: Int
    var time: Double?
    var value: Double
  }

  /// Reads a file into a store that keeps everything.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - unit: What timestamps count; `nil` finds it out: seconds where the file has `# EOF` or any
  ///     fraction or negative number, else milliseconds where any is beyond 10^11, which seconds
  ///     reach in the year 5138.
  ///   - now: The time of samples without a timestamp.
  /// - Returns: The store.
  /// - Throws: `ExpositionProblem`; also where a series has two values at one time, then on the last
  ///   line.
  package static func read(
    _ bytes: [UInt8],
    unit: TimeUnit? = nil,
    now: Timestamp
  ) throws(ExpositionProblem) -> SeriesStore {
    var cache = SeriesCache()
    var labels: [LabelSet] = []
    var lines = 0
    let parsed: Result<[Written], ExpositionProblem> = bytes.withUnsafeBufferPointer { bytes in
      do throws(ExpositionProblem) {
        var reader = ExpositionReader(bytes, .history)
        defer { lines = reader.line }
        return .success(try readSamples(&reader, &cache, &labels))
      } catch {
        return .failure(error)
      }
    }
    let written = try parsed.get()
    let isSeconds = (unit ?? guessedUnit(written, bytes)) == .seconds
    let store = SeriesStore(.unbounded)
    let ids = store.identify(labels)
    var samples: [StoredSample] = []
    samples.reserveCapacity(written.count)
    for one in written {
      guard let id = ids[one.place] else { continue }
      // 1.001 s times 1000 lies below 1001, and would fall on the sample before.
      let time =
        one.time.map { Int64(isSeconds ? ($0 * 1000).rounded() : $0) }
        ?? now.milliseconds
      samples.append(StoredSample(id, time, one.value))
    }
    try append(samples, to: store, lastLine: max(1, lines - 1))
    return store
  }

  private static func readSamples(
    _ reader: inout ExpositionReader,
    _ cache: inout SeriesCache,
    _ labels: inout [LabelSet]
  ) throws(ExpositionProblem) -> [Written] {
    var written: [Written] = []
    cache.begin()
    while try reader.advance() {
      let start = reader.position
      var place = cache.follow(&reader)
      if place == nil, reader.skipSeries() {
        let key = SeriesCache.Key(reader.bytes, start..<reader.position)
        place = cache.find(key, in: reader.bytes)
      }
      if place == nil {
        reader.position = start
        labels.append(try reader.readLabels())
        let key = SeriesCache.Key(reader.bytes, start..<reader.position)
        place = cache.add(key, of: reader.bytes, lineFeeds: 0)
      }
      let line = reader.line
      try reader.readSample()
      guard (reader.writtenTime ?? 0).magnitude < 9e15 else {
        throw ExpositionProblem(line: line, reason: "the timestamp is too far from now")
      }
      written.append(Written(place: place ?? 0, time: reader.writtenTime, value: reader.value))
    }
    return written
  }

  private static func guessedUnit(_ written: [Written], _ bytes: [UInt8]) -> TimeUnit {
    var end = bytes.count
    while end > 0, bytes[end - 1] == Byte.lineFeed || bytes[end - 1] == Byte.space { end -= 1 }
    if bytes[..<end].hasSuffix("# EOF".utf8) { return .seconds }
    let times = written.compactMap(\.time)
    guard times.allSatisfy({ $0 >= 0 && $0 == $0.rounded(.towardZero) }) else { return .seconds }
    return times.contains { $0 >= 1e11 } ? .milliseconds : .seconds
  }

  private static func append(
    _ samples: [StoredSample],
    to store: SeriesStore,
    lastLine: Int
  ) throws(ExpositionProblem) {
    let counts = store.append(isOrdered(samples) ? samples : sorted(samples))
    guard counts.refused == 0 else {
      throw ExpositionProblem(
        line: lastLine,
        reason: "\(counts.duplicates) samples have a duplicate timestamp"
      )
    }
  }
}

extension MetricsFile {
  /// Whether each series has its samples in order, as programs write them.
  private static func isOrdered(_ samples: [StoredSample]) -> Bool {
    var last: [SeriesID: Int64] = [:]
    return samples.allSatisfy { sample in
      defer { last[sample.series] = sample.timestamp }
      return last[sample.series].map { $0 <= sample.timestamp } ?? true
    }
  }

  /// Stable, so that of two samples at one time the order of the file tells.
  private static func sorted(_ samples: [StoredSample]) -> [StoredSample] {
    samples.enumerated().sorted {
      ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset)
    }.map(\.element)
  }
}

extension Collection<UInt8> {
  /// Whether the last bytes are these.
  fileprivate func hasSuffix(_ suffix: some Collection<UInt8>) -> Bool {
    self.suffix(suffix.count).elementsEqual(suffix)
  }
}
