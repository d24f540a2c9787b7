package import Telemetry

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// Reads one scrape after another of one target.
package struct ExpositionParser {
  /// One sample of a scrape.
  package struct ParsedSample: Hashable, Sendable {
    /// The series, as a place in the parser.
    package var place: Int
    /// Milliseconds since the epoch; `nil` where the target tells none.
    package var timestamp: Int64?
    /// The value.
    package var value: Double
  }

  /// The contents of one exposition.
  package struct Scrape: Sendable {
    /// In the order of the exposition; of duplicate series without timestamps, the
    /// first sample alone.
    package var samples: [ParsedSample] = []
    /// The labels of the series that the parser had not known, by place.
    package var newSeries: [(place: Int, labels: LabelSet)] = []
    /// How many samples were exposed, refused duplicates too.
    package var exposed = 0
    /// How many samples were refused as duplicates.
    package var duplicates = 0
  }

  var cache = SeriesCache()
  private var format: ExpositionFormat?
  /// Series that were known by their bytes in the other format.
  private var orphans: [SeriesID] = []
  /// Whether the series before was new.
  private var isAmongNew = false

  package init() {}

  /// Reads a whole exposition.
  ///
  /// - Parameters:
  ///   - body: The bytes, decompressed.
  ///   - format: How they are to be read.
  ///   - limit: The most samples; 0 for any number.
  /// - Returns: The samples.
  /// - Throws: `ExpositionProblem`, after which no sample of this exposition counts.
  package mutating func parse(
    _ body: [UInt8],
    as format: ExpositionFormat,
    limit: Int = 0
  ) throws(ExpositionProblem) -> Scrape {
    // The same bytes may be a series in one format and an error in the other.
    if self.format != format { orphans += endAll() }
    self.format = format
    cache.begin()
    isAmongNew = false
    let outcome: Result<Scrape, ExpositionProblem> = body.withUnsafeBufferPointer { bytes in
      do throws(ExpositionProblem) {
        return .success(try parse(bytes, limit: limit))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  /// Ties a place to the store's series, once its first sample is there.
  package mutating func identify(_ place: Int, as id: SeriesID) {
    cache.identify(place, id)
  }

  /// The store's series of a place; `nil` before it is told.
  package func series(at place: Int) -> SeriesID? { cache.entries[place].id }

  /// Forgets the series that the last scrape did not have.
  ///
  /// - Returns: Those whose end is to be marked; some may go on under other bytes.
  package mutating func endUnseen() -> [SeriesID] {
    defer { orphans = [] }
    return orphans + cache.removeUnseen()
  }

  /// Forgets all series, as after a scrape that failed.
  ///
  /// - Returns: Those whose end is to be marked.
  package mutating func endAll() -> [SeriesID] {
    cache.begin()
    return endUnseen()
  }

  /// More lines than this may be anything, such as one series again and again, and get no room
  /// before they are read.
  private static let mostReserved = 200_000

  private mutating func parse(
    _ bytes: UnsafeBufferPointer<UInt8>,
    limit: Int
  ) throws(ExpositionProblem) -> Scrape {
    var reader = ExpositionReader(bytes, format == .openMetrics ? .openMetrics : .text)
    var scrape = Scrape()
    if cache.entries.isEmpty {
      let lines = Self.sampleLines(bytes)
      if lines.count <= Self.mostReserved {
        cache.reserve(lines.count, bytes: lines.bytes)
        scrape.newSeries.reserveCapacity(lines.count)
        scrape.samples.reserveCapacity(lines.count)
      }
    } else {
      scrape.samples.reserveCapacity(cache.entries.count)
    }
    while try reader.advance() {
      let place = try readSeries(&reader, &scrape)
      scrape.exposed += 1
      if limit > 0, scrape.exposed > limit {
        throw reader.problem("more than the limit of \(limit) samples")
      }
      try reader.readSample()
      guard cache.mark(place, tracked: reader.timestamp == nil) || reader.timestamp != nil else {
        scrape.duplicates += 1
        continue
      }
      scrape.samples.append(
        ParsedSample(place: place, timestamp: reader.timestamp, value: reader.value)
      )
    }
    return scrape
  }

  /// The lines that are neither empty nor comments: how many there are, and their bytes.
  private static func sampleLines(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (count: Int, bytes: Int) {
    guard let base = UnsafeRawPointer(bytes.baseAddress) else { return (0, 0) }
    var lines = (count: 0, bytes: 0)
    var start = 0
    while start < bytes.count {
      let found = memchr(base + start, Int32(Byte.lineFeed), bytes.count - start)
      let end = found.map { UnsafeRawPointer($0) - base } ?? bytes.count
      if end > start, bytes[start] != Byte.hash {
        lines.count += 1
        lines.bytes += end - start
      }
      start = end + 1
    }
    return lines
  }

  /// The series at the reader, which is moved behind it.
  private mutating func readSeries(
    _ reader: inout ExpositionReader,
    _ scrape: inout Scrape
  ) throws(ExpositionProblem) -> Int {
    if let place = cache.follow(&reader) { return place }
    let start = reader.position
    // Where one series is new, the next one mostly is, and its labels are read in any case.
    if !isAmongNew {
      if reader.skipSeries(),
        let place = cache.find(.init(reader.bytes, start..<reader.position), in: reader.bytes)
      {
        return place
      }
      reader.position = start
    }
    let line = reader.line
    let labels = try reader.readLabels()
    let key = SeriesCache.Key(reader.bytes, start..<reader.position)
    if let place = cache.find(key, in: reader.bytes) {
      isAmongNew = false
      return place
    }
    isAmongNew = true
    let place = cache.add(key, of: reader.bytes, lineFeeds: reader.line - line)
    scrape.newSeries.append((place, labels))
    return place
  }
}
