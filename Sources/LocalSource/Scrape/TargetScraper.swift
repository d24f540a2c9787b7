package import Telemetry

/// Scrapes one target again and again.
package actor TargetScraper {
  /// An exposition as it came.
  package struct Exposition: Sendable {
    /// The bytes, decompressed.
    package var body: [UInt8]
    /// The `Content-Type`; empty where there was none.
    package var contentType: String

    package init(body: [UInt8], contentType: String) {
      self.body = body
      self.contentType = contentType
    }
  }

  /// Gets an exposition within a time.
  package typealias Fetch = @Sendable (Duration) async throws(SourceError) -> Exposition

  /// Where a scraper stands, and what it waits with.
  package struct Surroundings: Sendable {
    /// Where it tells of its target.
    var board: TargetBoard
    /// Its place there.
    var number: Int
    /// The wall clock.
    var now: @Sendable () -> Timestamp
    /// Clocks to wait on.
    var clock: any Clock<Duration>

    package init(
      board: TargetBoard,
      number: Int,
      clock: any Clock<Duration> = ContinuousClock(),
      now: @escaping @Sendable () -> Timestamp
    ) {
      self.board = board
      self.number = number
      self.clock = clock
      self.now = now
    }
  }

  private let address: ScrapeAddress
  private let settings: ScrapeSettings
  private let surroundings: Surroundings
  private let fetch: Fetch
  private var intake: ScrapeIntake
  private var lastTime = Timestamp(nanoseconds: .min)

  /// Reports the target as not scraped yet at once.
  ///
  /// - Parameters:
  ///   - address: The target.
  ///   - store: Where samples go.
  ///   - settings: Interval and limits.
  ///   - surroundings: Clocks and board.
  ///   - fetch: Gets an exposition.
  package init(
    _ address: ScrapeAddress,
    store: SeriesStore,
    settings: ScrapeSettings,
    surroundings: Surroundings,
    fetch: @escaping Fetch
  ) {
    self.address = address
    self.settings = settings
    self.surroundings = surroundings
    self.fetch = fetch
    intake = ScrapeIntake(
      job: address.job,
      instance: address.instance,
      store: store,
      settings: settings
    )
    surroundings.board.post(
      ScrapeTarget(
        labels: intake.labels,
        health: .unknown,
        scrapeInterval: settings.interval
      ),
      number: surroundings.number
    )
  }

  /// Scrapes at once, and then at the multiples of the interval that are this target's, until its
  /// task is cancelled; then the end of all series is marked.
  package func run() async {
    var due = surroundings.now()
    while !Task.isCancelled {
      await scrape(due: due)
      let now = surroundings.now()
      due = nextDue(after: now)
      guard (try? await surroundings.clock.sleep(for: due - now)) != nil else { break }
    }
    intake.end(at: after(lastTime, surroundings.now()))
  }

  /// Scrapes once.
  ///
  /// - Parameter due: When it was meant to be; the samples' time, unless that is missed by more than
  ///   a hundredth of the interval.
  package func scrape(due: Timestamp) async {
    let start = surroundings.now()
    let lateness = start - due
    let isPunctual = lateness >= .zero && lateness * 100 <= settings.interval
    let moment = after(lastTime, isPunctual ? due : start)
    let clock = ContinuousClock.now
    let result: Result<Exposition, SourceError>
    do throws(SourceError) {
      result = .success(try await fetch(min(settings.timeout, settings.interval)))
    } catch {
      // Who is told to stop has not found the target down.
      guard error != .cancelled else { return }
      result = .failure(error)
    }
    lastTime = moment
    let elapsed = clock.duration(to: .now)
    post(take(result, at: moment, elapsed: elapsed), at: moment, elapsed: elapsed)
  }

  private func take(
    _ result: Result<Exposition, SourceError>,
    at moment: Timestamp,
    elapsed: Duration
  ) -> ScrapeIntake.Report {
    switch result {
    case .failure(let error):
      return intake.fail(error.headline, at: moment, elapsed: elapsed)
    case .success(let exposition):
      var report = intake.take(
        exposition.body,
        as: ExpositionFormat(contentType: exposition.contentType),
        at: moment,
        elapsed: elapsed
      )
      if let failure = report.failure, exposition.contentType.hasPrefix("text/html") {
        report.failure = "a web page (text/html) instead of metrics: \(failure)"
      }
      return report
    }
  }

  private func post(_ report: ScrapeIntake.Report, at moment: Timestamp, elapsed: Duration) {
    var target = ScrapeTarget(
      labels: intake.labels,
      health: report.failure == nil ? .up : .down,
      lastError: report.failure ?? report.loss,
      lastScrape: moment,
      scrapeInterval: settings.interval
    )
    target.scrapeDuration = elapsed
    target.samples = report.samples
    surroundings.board.post(target, number: surroundings.number)
  }

  /// The next multiple of the interval, moved by what spreads targets over it.
  private func nextDue(after now: Timestamp) -> Timestamp {
    let offset = address.spread(over: settings.interval)
    let floor = (now - offset).floored(to: settings.interval) + offset
    return floor + settings.interval
  }

  /// A moment, but later than another one: clocks are set back at times.
  private func after(_ last: Timestamp, _ moment: Timestamp) -> Timestamp {
    moment.milliseconds > last.milliseconds
      ? moment : Timestamp(milliseconds: last.milliseconds + 1)
  }
}

extension ScrapeAddress {
  /// A part of the interval that is always the same for this target, in whole milliseconds.
  func spread(over interval: Duration) -> Duration {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in (job + url).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let milliseconds = UInt64(max(1, interval.milliseconds))
    return .milliseconds(Int64((hash >> 8) % milliseconds))
  }
}
