package import Telemetry

/// Takes the expositions of one target into a store, with all that Prometheus adds to them.
///
/// It adds the target's labels, marks the end of series, and writes `up` and its siblings.
package struct ScrapeIntake {
  /// The result of a scrape.
  package struct Report: Hashable, Sendable {
    /// Why the target is down; `nil` where it is up.
    package var failure: String?
    /// Samples that were exposed; 0 where the target is down.
    package var samples = 0
    /// Series that were not there before.
    package var newSeries = 0
    /// Counts of accepted and rejected samples.
    package var counts = AppendCounts()
    /// Samples refused because they lie more than ten minutes ahead.
    package var tooNew = 0
    /// Samples of new series that found no room in the store.
    package var withoutRoom = 0

    /// Rejected samples of an otherwise good scrape, as text; `nil` for none.
    package var loss: String? {
      let losses = [
        (counts.duplicates, "of duplicate series"),
        (counts.outOfOrder, "out of order"),
        (counts.tooOld, "older than the retention"),
        (tooNew, "more than ten minutes ahead"),
        (withoutRoom, "over the memory limit"),
      ]
      let words = losses.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      return words.isEmpty ? nil : "samples rejected: " + words.joined(separator: ", ")
    }
  }

  /// The labels `job` and `instance`.
  package let labels: LabelSet

  private let store: SeriesStore
  private let settings: ScrapeSettings
  private var parser = ExpositionParser()
  /// The series that are written about the target, in the order of `metrics`.
  private var own: [SeriesID] = []

  private static let metrics = [
    "up", "scrape_duration_seconds", "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling", "scrape_series_added",
  ]

  /// How far ahead of the scrape a sample may lie.
  private static let leeway: Int64 = 600_000

  /// - Parameters:
  ///   - job: The target's job.
  ///   - instance: The target's host and port.
  ///   - store: Where samples go.
  ///   - settings: The limits.
  package init(
    job: String,
    instance: String,
    store: SeriesStore,
    settings: ScrapeSettings = ScrapeSettings()
  ) {
    labels = LabelSet(["job": job, "instance": instance])
    self.store = store
    self.settings = settings
  }

  /// Takes an exposition.
  ///
  /// - Parameters:
  ///   - body: Its bytes, decompressed.
  ///   - format: How they are to be read.
  ///   - moment: When it was scraped, later than the time before.
  ///   - elapsed: How long the scrape took.
  /// - Returns: What came of it.
  package mutating func take(
    _ body: [UInt8],
    as format: ExpositionFormat,
    at moment: Timestamp,
    elapsed: Duration = .zero
  ) -> Report {
    let scrape: ExpositionParser.Scrape
    do throws(ExpositionProblem) {
      scrape = try parser.parse(body, as: format, limit: settings.sampleLimit)
    } catch {
      return fail(error.message, at: moment, elapsed: elapsed)
    }
    var report = Report()
    report.samples = scrape.exposed
    report.newSeries = scrape.newSeries.count
    add(scrape.newSeries)
    let time = moment.milliseconds
    var samples: [StoredSample] = []
    samples.reserveCapacity(scrape.samples.count)
    for sample in scrape.samples {
      guard let id = parser.series(at: sample.place) else {
        report.withoutRoom += 1
        continue
      }
      let stamp = sample.timestamp ?? time
      guard stamp <= time + Self.leeway else {
        report.tooNew += 1
        continue
      }
      samples.append(StoredSample(id, stamp, sample.value))
    }
    report.counts = store.append(samples)
    report.counts.duplicates += scrape.duplicates
    mark(parser.endUnseen(), at: time)
    // What the store has evicted meanwhile is added anew by the next scrape.
    if report.counts.gone > 0 || report.withoutRoom > 0 { _ = parser.endAll() }
    write(report, at: time, elapsed: elapsed)
    return report
  }

  /// Notes that the target could not be scraped.
  ///
  /// - Parameters:
  ///   - reason: Why.
  ///   - moment: When it was tried.
  ///   - elapsed: How long it was tried.
  /// - Returns: The report of it.
  @discardableResult
  package mutating func fail(
    _ reason: String,
    at moment: Timestamp,
    elapsed: Duration = .zero
  ) -> Report {
    mark(parser.endAll(), at: moment.milliseconds)
    var report = Report()
    report.failure = reason
    write(report, at: moment.milliseconds, elapsed: elapsed)
    return report
  }

  /// Marks the end of everything, as the target is scraped no more.
  package mutating func end(at moment: Timestamp) {
    mark(parser.endAll() + own, at: moment.milliseconds)
    own = []
  }

  private func mark(_ ended: [SeriesID], at time: Int64) {
    guard !ended.isEmpty else { return }
    // A series that goes on under other bytes has its sample at this time, and keeps it.
    store.mark(ended, at: time)
  }

  private mutating func add(_ series: [(place: Int, labels: LabelSet)]) {
    guard !series.isEmpty else { return }
    let ids = store.identify(series.map { withTargetLabels($0.labels) })
    for (one, id) in zip(series, ids) {
      if let id { parser.identify(one.place, as: id) }
    }
  }

  /// The labels of a series with those of the target.
  private func withTargetLabels(_ series: LabelSet) -> LabelSet {
    var all = series.labels
    for label in labels.labels {
      if let own = all.firstIndex(where: { $0.name == label.name }) {
        if settings.honorsLabels { continue }
        var name = "exported_" + label.name
        while all.contains(where: { $0.name == name }) { name = "exported_" + name }
        all[own].name = name
      }
      all.append(label)
    }
    return LabelSet(all)
  }

  private mutating func write(_ report: Report, at time: Int64, elapsed: Duration) {
    let isUp = report.failure == nil
    let values = [
      isUp ? 1 : 0, elapsed.inSeconds, Double(report.samples), Double(report.samples),
      Double(report.newSeries),
    ]
    if own.isEmpty { identifyOwn() }
    guard own.count == values.count else { return }
    var samples = zip(own, values).map { StoredSample($0, time, $1) }
    if store.append(samples).gone > 0 {
      identifyOwn()
      samples = zip(own, values).map { StoredSample($0, time, $1) }
      store.append(samples)
    }
  }

  private mutating func identifyOwn() {
    own = store.identify(
      Self.metrics.map { LabelSet(labels.labels + [.init(name: "__name__", value: $0)]) }
    ).compactMap { $0 }
  }
}
