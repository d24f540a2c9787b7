import PromQL
import Telemetry

/// All that a store holds; its owner guards it.
struct StoreState: Sendable {
  let limits: StoreLimits
  private(set) var series: [MemorySeries] = []
  private(set) var index = StoreIndex()
  private(set) var status = StoreStatus()
  /// How often something has changed.
  private(set) var version: UInt64 = 0
  /// The places that matchers have found, as long as no series comes or goes.
  private var selections: [[LabelMatcher]: [Int]] = [:]
  /// Milliseconds of the newest sample.
  private(set) var newest = Int64.min
  /// Places of series that are gone, to be taken again.
  private var free: [Int] = []
  /// The newest time at which the age was looked at.
  private var prunedAt = Int64.min

  init(_ limits: StoreLimits) {
    self.limits = limits
    status.limits = limits
  }

  /// Milliseconds of the age bound.
  private var age: Int64 { limits.age.nanoseconds / 1_000_000 }

  /// Samples before this are not kept.
  private var horizon: Int64 { newest.subtractingSaturating(age) }

  // MARK: - Adding

  /// A series, which is added where it is not there; `nil` where there is no room.
  mutating func id(for labels: LabelSet) -> SeriesID? {
    if let place = index.place(of: labels) { return id(at: place) }
    var one = MemorySeries(index.shared(labels), born: newest)
    guard makeRoom(one.labelBytes) else {
      status.refusedSeries += 1
      return nil
    }
    let place = free.popLast() ?? series.count
    if place < series.count {
      one.generation = series[place].generation
      series[place] = one
    } else {
      series.append(one)
    }
    index.add(one.labels, at: place)
    selections.removeAll()
    status.bytes += one.labelBytes
    status.series += 1
    return id(at: place)
  }

  private func id(at place: Int) -> SeriesID {
    SeriesID(index: Int32(place), generation: series[place].generation)
  }

  /// Appends samples, each no older than the ones before of its series.
  mutating func append(_ samples: [StoredSample]) -> AppendCounts {
    var counts = AppendCounts()
    let horizon = self.horizon
    var newest = self.newest
    samples.withUnsafeBufferPointer { samples in
      for sample in samples {
        let place = Int(sample.series.index)
        guard series[place].generation == sample.series.generation else {
          counts.gone += 1
          continue
        }
        guard sample.timestamp >= horizon else {
          counts.tooOld += 1
          continue
        }
        if let last = series[place].newest, sample.timestamp <= last {
          refuse(sample, after: last, at: place, &counts)
          continue
        }
        store(sample, at: place)
        counts.appended += 1
        newest = max(newest, sample.timestamp)
      }
    }
    self.newest = newest
    status.counts += counts
    version &+= 1
    prune()
    return counts
  }

  /// Appends a staleness marker to the series whose last sample is older and no marker.
  mutating func mark(_ ids: [SeriesID], at time: Int64) {
    let marker = StaleMarker.value
    let samples = ids.filter { id in
      let one = series[Int(id.index)]
      guard one.generation == id.generation, let newest = one.newest else { return false }
      return newest < time && one.lastBits != marker.bitPattern
    }
    _ = append(samples.map { StoredSample($0, time, marker) })
  }

  private func refuse(
    _ sample: StoredSample,
    after last: Int64,
    at place: Int,
    _ counts: inout AppendCounts
  ) {
    if sample.timestamp < last {
      counts.outOfOrder += 1
    } else if series[place].lastBits == sample.value.bitPattern {
      counts.appended += 1
    } else {
      counts.duplicates += 1
    }
  }

  @inline(__always)
  private mutating func store(_ sample: StoredSample, at place: Int) {
    let before = series[place].head.bytes
    if series[place].head.count >= MemorySeries.chunkSamples { close(place) }
    series[place].append(sample.timestamp, sample.value)
    status.samples += 1
    status.bytes += series[place].head.bytes - before
  }

  private mutating func close(_ place: Int) {
    status.bytes += series[place].close().bytes
  }
}

// MARK: - Finding

extension StoreState {
  /// How many selections are remembered; a dashboard has some dozens.
  private static let rememberedSelections = 128

  /// Copies for reading of the series that meet all matchers and have chunks in a stretch.
  mutating func views(
    _ matchers: [LabelMatcher],
    _ stretch: SeriesDecoder.Stretch
  ) -> [SeriesView] {
    let places = places(matchers)
    var views: [SeriesView] = []
    views.reserveCapacity(places.count)
    // In place: a series is large to be copied.
    series.withUnsafeBufferPointer { series in
      guard let base = series.baseAddress else { return }
      for place in places {
        if let view = SeriesView(of: base + place, in: stretch) { views.append(view) }
      }
    }
    return views
  }

  private mutating func places(_ matchers: [LabelMatcher]) -> [Int] {
    if let known = selections[matchers] { return known }
    let found = index.places(matchers, in: series)
    if selections.count >= Self.rememberedSelections { selections.removeAll() }
    selections[matchers] = found
    return found
  }
}

// MARK: - Bounds

extension StoreState {
  /// Drops what is too old, now and then, and what is too much, at once.
  private mutating func prune() {
    let pause = max(1, age / 64)
    if prunedAt == .min { prunedAt = newest }
    if newest &- prunedAt >= pause {
      prunedAt = newest
      status.agedSamples += drop(before: horizon)
    }
    if status.bytes > limits.bytes { dropOldest(to: limits.bytes - limits.bytes / 16) }
  }

  private mutating func makeRoom(_ bytes: Int) -> Bool {
    if status.bytes + bytes > limits.bytes {
      dropOldest(to: limits.bytes - limits.bytes / 16 - bytes)
    }
    return status.bytes + bytes <= limits.bytes
  }

  /// Drops the oldest chunks until no more than so many bytes are left.
  private mutating func dropOldest(to bytes: Int) {
    var ends: [(end: Int64, bytes: Int)] = []
    for one in series where !one.isGone {
      for chunk in one.chunks { ends.append((chunk.end, chunk.bytes)) }
      // What still grows is not dropped; what has ended long ago goes with its labels.
      if one.lastLife < lifeline { ends.append((one.lastLife, one.head.bytes + one.labelBytes)) }
    }
    ends.sort { $0.end < $1.end }
    var excess = status.bytes - bytes
    var time = Int64.min
    for one in ends where excess > 0 {
      excess -= one.bytes
      time = one.end
    }
    guard time > .min else { return }
    status.evictedSamples += drop(before: time &+ 1)
  }

  /// A series without samples since then may be dropped as a whole.
  private var lifeline: Int64 { newest.subtractingSaturating(min(age, 300_000)) }

  /// Drops chunks that end before a time, and series that have ended before it.
  private mutating func drop(before time: Int64) -> Int {
    var gone = 0
    var hasGone = false
    let lifeline = self.lifeline
    for place in series.indices where !series[place].isGone {
      let old = series[place].chunks.prefix { $0.end < time }
      if !old.isEmpty {
        gone += old.reduce(0) { $0 + $1.count }
        status.bytes -= old.reduce(0) { $0 + $1.bytes }
        series[place].removeChunks(old.count)
      }
      guard series[place].chunks.isEmpty, series[place].lastLife < min(time, lifeline) else {
        continue
      }
      gone += series[place].head.count
      status.bytes -= series[place].head.bytes + series[place].labelBytes
      status.series -= 1
      series[place] = MemorySeries(goneAfter: series[place].generation)
      free.append(place)
      hasGone = true
    }
    status.samples -= gone
    version &+= 1
    if hasGone {
      index.rebuild(series)
      selections.removeAll()
    }
    return gone
  }

  /// The counts with what only a look at all series tells.
  var currentStatus: StoreStatus {
    var current = status
    let oldest = series.lazy.compactMap(\.oldest).min()
    current.oldest = oldest.map { Timestamp(milliseconds: $0) }
    current.newest = newest > .min ? Timestamp(milliseconds: newest) : nil
    return current
  }
}

extension StoreState {
  /// Adds the chunks of a store whose samples are all older than those of this one.
  ///
  /// - Returns: Samples that were left out because this store has as old ones.
  mutating func absorb(_ earlier: StoreState) -> Int {
    var left = 0
    for one in earlier.series where !one.isGone {
      var chunks = one.chunks
      if one.head.count > 0 { chunks.append(one.head.chunk()) }
      let added = chunks.reduce(0) { $0 + $1.count }
      guard let end = chunks.last?.end, let id = id(for: one.labels) else {
        left += added
        continue
      }
      let place = Int(id.index)
      guard series[place].oldest.map({ end < $0 }) ?? true else {
        left += added
        continue
      }
      series[place].chunks.insert(contentsOf: chunks, at: 0)
      status.samples += added
      status.bytes += chunks.reduce(0) { $0 + $1.bytes }
      newest = max(newest, end)
    }
    version &+= 1
    prune()
    return left
  }
}
