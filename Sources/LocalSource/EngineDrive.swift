package import Telemetry

/// Keeps an embedded engine going: scrapes its targets and evaluates its rules.
package struct EngineDrive: Sendable {
  private let engine: LocalEngine
  private let scrapers: [TargetScraper]
  private let fetches: [ScrapeFetch]
  private let ruleInterval: Duration
  private let clock: any Clock<Duration>
  private let now: @Sendable () -> Timestamp

  /// Nothing happens before it runs.
  ///
  /// - Parameters:
  ///   - engine: The engine, whose store and board the scrapers fill.
  ///   - targets: The targets, in the order in which they are shown.
  ///   - settings: Interval and limits.
  ///   - clock: What is waited with.
  ///   - now: The wall clock.
  /// - Throws: `SourceError.misconfigured` for a target that cannot be.
  package init(
    _ engine: LocalEngine,
    targets: [ScrapeAddress],
    settings: ScrapeSettings = ScrapeSettings(),
    clock: any Clock<Duration> = ContinuousClock(),
    now: @escaping @Sendable () -> Timestamp
  ) throws(SourceError) {
    self.engine = engine
    self.clock = clock
    self.now = now
    ruleInterval = max(settings.interval, .seconds(5))
    var scrapers: [TargetScraper] = []
    var fetches: [ScrapeFetch] = []
    for (number, target) in targets.enumerated() {
      let fetch = try ScrapeFetch(target, settings: settings)
      fetches.append(fetch)
      scrapers.append(
        TargetScraper(
          target,
          store: engine.store,
          settings: settings,
          surroundings: .init(board: engine.board, number: number, clock: clock, now: now),
          fetch: { (deadline) async throws(SourceError) in
            try await fetch.exposition(within: deadline)
          }
        )
      )
    }
    self.scrapers = scrapers
    self.fetches = fetches
  }

  /// Scrapes and evaluates until its task is cancelled; then connections are closed.
  @concurrent
  package func run() async {
    await withTaskGroup { group in
      for scraper in scrapers { group.addTask { await scraper.run() } }
      for index in 0..<(engine.rules?.groupCount ?? 0) {
        group.addTask { await evaluate(group: index) }
      }
    }
    for fetch in fetches { await fetch.shutdown() }
  }

  private func evaluate(group index: Int) async {
    guard let rules = engine.rules else { return }
    let interval = rules.interval(ofGroup: index) ?? ruleInterval
    while !Task.isCancelled {
      let moment = now()
      let due = moment.floored(to: interval) + interval
      guard (try? await clock.sleep(for: due - moment)) != nil else { return }
      // A clock that was set back must not have a rule evaluated twice for one moment.
      rules.evaluate(group: index, at: max(due, now().floored(to: .milliseconds(1))))
    }
  }
}
