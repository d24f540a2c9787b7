package import Telemetry

/// Known points of one expression over a stretch of time.
package struct KnownWindow: Hashable, Sendable {
  /// A window that somebody wants to see.
  package struct Want: Hashable, Sendable {
    /// The window to show.
    package var span: Stretch
    /// The distance of the points.
    package var step: Duration
    /// How much of the known end may still change.
    package var overlap: Duration
    /// Whether the end is now, so that nothing can be known beyond it.
    package var isLive: Bool

    package init(_ span: Stretch, step: Duration, overlap: Duration, isLive: Bool) {
      self.span = span
      self.step = step
      self.overlap = overlap
      self.isLive = isLive
    }

    /// The first moment that is kept: one point before the window, so that a line can come in
    /// from the left edge.
    var firstKept: Timestamp { span.start - step }
  }

  /// The stretch that was asked for and answered.
  ///
  /// Where a series has no point in it there is none.
  package private(set) var span: Stretch
  /// Ordered by labels; none is empty.
  package private(set) var series: [TimeSeries]
  /// All points of all series, among which each bucket of a native histogram counts.
  package private(set) var points: Int

  /// Takes a whole answer as all that is known; points of another time than asked for are left out.
  ///
  /// A server may move a point by less than a step.
  package init(_ answer: [TimeSeries], to asked: Stretch, step: Duration) {
    span = asked
    series = answer.compactMap { $0.clipped(from: asked.start - step, to: asked.end) }
      .sorted { $0.labels < $1.labels }
    points = Self.points(of: series)
  }

  private init(span: Stretch, series: [TimeSeries]) {
    self.span = span
    self.series = series
    points = Self.points(of: series)
  }

  private static func points(of series: [TimeSeries]) -> Int {
    series.reduce(0) { sum, series in
      series.histograms.reduce(sum + series.samples.count) { $0 + $1.histogram.buckets.count }
    }
  }

  /// The request needed to show a window; `nil` if all of it is final.
  ///
  /// It is the part after the known end with the overlap before it, or the whole where the known
  /// part does not reach back to the window's start.
  package func missing(for want: Want) -> Stretch? {
    guard want.span.start >= span.start else { return want.span }
    let settled = (span.end - want.overlap).floored(to: want.step)
    guard want.span.end >= settled else {
      // A clock that went back this far makes everything known doubtful.
      return want.isLive ? want.span : nil
    }
    return Stretch(from: max(want.span.start, settled), to: want.span.end)
  }

  /// Merges an answer.
  ///
  /// Servers may move a range, so points count by their own timestamps, as long as they are of the
  /// time that was asked about. In the part that was asked for the answer replaces everything: a
  /// series that it lacks ends at its last point before that part, and a point that it lacks is gone.
  package func merging(_ answer: [TimeSeries], to asked: Stretch, for want: Want) -> KnownWindow {
    let touches = asked.start <= span.end + want.step && asked.end >= span.start - want.step
    let fresh = KnownWindow(answer, to: asked, step: want.step)
    guard touches else { return fresh }
    let replaced = Stretch(
      from: fresh.series.reduce(asked.start) { min($0, $1.samples.first?.timestamp ?? $0) },
      to: want.isLive ? Timestamp(nanoseconds: .max) : asked.end
    )
    let kept = Stretch(
      from: max(min(span.start, asked.start), want.firstKept),
      to: want.isLive ? asked.end : max(span.end, asked.end)
    )
    let first = max(min(span.start, replaced.start), want.firstKept)
    let merged = Self.joined(series, fresh.series) { old, new in
      Self.splice(old, new, replaced: replaced, from: first)
    }
    return KnownWindow(span: kept, series: merged)
  }

  /// The window as it is shown: its own points and one before it; series without any are left out.
  package func shown(_ want: Want) -> [TimeSeries] {
    series.compactMap { $0.clipped(from: want.firstKept, to: want.span.end) }
  }

  /// Pairs two lists, both ordered by labels, into one in the same order.
  private static func joined(
    _ known: [TimeSeries],
    _ fresh: [TimeSeries],
    _ splice: (TimeSeries?, TimeSeries?) -> TimeSeries?
  ) -> [TimeSeries] {
    var merged: [TimeSeries] = []
    merged.reserveCapacity(max(known.count, fresh.count))
    var old = known[...]
    var new = fresh[...]
    while old.first != nil || new.first != nil {
      let order = Self.order(old.first, new.first)
      let left = order <= 0 ? old.popFirst() : nil
      let right = order >= 0 ? new.popFirst() : nil
      if let series = splice(left, right) { merged.append(series) }
    }
    return merged
  }

  /// Below 0 where the left series comes first, above 0 where the right one does, 0 for the same.
  private static func order(_ left: TimeSeries?, _ right: TimeSeries?) -> Int {
    guard let left else { return 1 }
    guard let right else { return -1 }
    return left.labels == right.labels ? 0 : left.labels < right.labels ? -1 : 1
  }

  /// The points before the replaced part, the new ones, and the points after it.
  private static func splice(
    _ old: TimeSeries?,
    _ new: TimeSeries?,
    replaced: Stretch,
    from start: Timestamp
  ) -> TimeSeries? {
    guard let labels = old?.labels ?? new?.labels else { return nil }
    let known = old?.samples ?? []
    let fresh = new?.samples ?? []
    let head = known[known.first(from: start), upTo: known.first(from: replaced.start)]
    let middle = fresh[fresh.first(from: start), upTo: fresh.count]
    let tail = known[known.first(after: replaced.end), upTo: known.count]
    let samples = head + middle + tail
    guard !samples.isEmpty else { return nil }
    var series = TimeSeries(labels: labels, samples: Array(samples))
    series.histograms =
      (old?.histograms ?? []).filter { $0.timestamp >= start && $0.timestamp < replaced.start }
      + (new?.histograms ?? []).filter { $0.timestamp >= start }
      + (old?.histograms ?? []).filter { $0.timestamp > replaced.end }
    return series
  }
}

extension TimeSeries {
  /// The points of a stretch, ends included; `nil` where there are none.
  fileprivate func clipped(from start: Timestamp, to end: Timestamp) -> TimeSeries? {
    let first = samples.first(from: start)
    let past = samples.first(after: end)
    guard first < past else { return nil }
    // The usual case shares its storage with what is known.
    if first == 0, past == samples.count { return self }
    var clipped = TimeSeries(labels: labels, samples: Array(samples[first, upTo: past]))
    clipped.histograms = histograms.filter { $0.timestamp >= start && $0.timestamp <= end }
    return clipped
  }
}

extension [Sample] {
  /// The samples between two indices; none where they are exchanged.
  fileprivate subscript(first: Int, upTo past: Int) -> ArraySlice<Sample> {
    self[Range(from: first, upTo: past)]
  }

  /// The index of the first sample at or after a moment, `count` where there is none.
  fileprivate func first(from moment: Timestamp) -> Int {
    partition { $0.timestamp >= moment }
  }

  /// The index of the first sample after a moment, `count` where there is none.
  fileprivate func first(after moment: Timestamp) -> Int {
    partition { $0.timestamp > moment }
  }

  private func partition(_ isSecond: (Sample) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
