import Demo
import LocalSource
import Runtime
import Telemetry

/// The simulated shop behind goldtop's own engine, which takes its expositions as it would take
/// those of any target.
///
/// Questions about times whose history is not there yet wait for it.
final class DemoEngine: MetricsSource, Sendable {
  private let world: DemoWorld
  private let environment: RuntimeEnvironment
  private let engine: LocalEngine
  private let rules: RuleBook
  /// Open once the newest quarter of an hour is there, once the rules know it, and once all is.
  private let newest = StartGate()
  private let alerting = StartGate()
  private let whole = StartGate()

  /// How far back there is history, in stretches of as many scrapes.
  private static let stretches = 23
  private static let stretchScrapes = 180
  /// How much faster than in life the rules are.
  private static func pace(_ world: DemoWorld) -> Double { max(1, world.speed) }

  init(_ world: DemoWorld, _ environment: RuntimeEnvironment) throws(RuleProblems) {
    self.world = world
    self.environment = environment
    let store = SeriesStore(Self.limits)
    rules = RuleBook(try RuleFile.defaults(pace: Self.pace(world)).groups, store: store)
    engine = LocalEngine(store: store, rules: rules, now: environment.now)
    for target in ShopTarget.allCases { post(target, health: .unknown, at: nil) }
  }

  /// Six hours, and what is scraped while the first of them is still looked at.
  private static var limits: StoreLimits {
    var limits = StoreLimits()
    limits.age = .seconds(6 * 3600 + 1800)
    return limits
  }

  /// Fills the store, newest first, and scrapes until cancelled.
  @concurrent
  func run() async {
    defer { for gate in [newest, alerting, whole] { gate.open() } }
    var history = DemoHistory(world)
    var intake = Intake(engine.store)
    scrape(&history, &intake)
    newest.open()
    await withDiscardingTaskGroup { [history, intake] group in
      group.addTask { await self.goOn(history, intake) }
      group.addTask { await self.evaluateRules() }
      group.addTask { await self.goBack(history) }
    }
  }

  /// Scrapes whenever a scrape is due.
  private func goOn(_ history: DemoHistory, _ intake: Intake) async {
    var (history, intake) = (history, intake)
    while !Task.isCancelled {
      let due = history.end + .seconds(DemoWorld.scrapeSeconds)
      await sleep(until: due)
      scrape(&history, &intake)
    }
  }

  /// Adds what was before, stretch by stretch.
  private func goBack(_ history: DemoHistory) async {
    // What is on the first screen comes before what is not.
    guard (try? await alerting.wait()) != nil else { return }
    var history = history
    for _ in 0..<Self.stretches where !Task.isCancelled {
      let earlier = SeriesStore(.unbounded)
      var intake = Intake(earlier)
      history.recede(scrapes: Self.stretchScrapes) { intake.take($0) }
      engine.store.absorb(earlier)
      await Task.yield()
    }
    whole.open()
  }

  /// Evaluates the rules, first for what has passed, so that alerts know since when.
  private func evaluateRules() async {
    let interval = rules.interval(ofGroup: 0) ?? .seconds(15)
    var due = world.start.floored(to: interval)
    var past = due - .seconds(max(120, 840 / Self.pace(world)))
    while past <= due, !Task.isCancelled {
      rules.evaluate(at: past)
      past = past + interval
      await Task.yield()
    }
    alerting.open()
    while !Task.isCancelled {
      // What was scraped at that moment is there a moment later.
      due = max(due, environment.now().floored(to: interval)) + interval
      await sleep(until: due + .seconds(1))
      guard !Task.isCancelled else { return }
      rules.evaluate(at: due)
    }
  }

  private func sleep(until moment: Timestamp) async {
    let pause = max(moment - environment.now(), .milliseconds(10))
    try? await environment.sleep(environment.elapsed() + pause)
  }

  func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]> {
    try await (DemoReach.isFar(query.expression) ? whole : newest).wait()
    return try await engine.instant(query)
  }

  func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let isFar = query.start < world.start - .seconds(900) || DemoReach.isFar(query.expression)
    try await (isFar ? whole : newest).wait()
    return try await engine.range(query)
  }

  func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    try await newest.wait()
    return try await engine.labelValues(of: name, search)
  }

  func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    try await engine.metadata(of: metric, deadline: deadline)
  }

  func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    try await newest.wait()
    return try await engine.targets(deadline: deadline)
  }

  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    try await alerting.wait()
    return try await engine.alerts(deadline: deadline)
  }

  func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    try await alerting.wait()
    return try await engine.alertRules(deadline: deadline)
  }

  /// Takes what has become due.
  private func scrape(_ history: inout DemoHistory, _ intake: inout Intake) {
    let before = history.end
    history.advance(to: environment.now()) { intake.take($0) }
    guard history.end > before else { return }
    for target in ShopTarget.allCases { post(target, health: .up, at: history.end) }
  }

  private func post(_ target: ShopTarget, health: ScrapeTarget.Health, at moment: Timestamp?) {
    engine.board.post(
      ScrapeTarget(
        labels: LabelSet(["job": target.job, "instance": target.instance]),
        health: health,
        lastScrape: moment,
        scrapeInterval: .seconds(DemoWorld.scrapeSeconds)
      ),
      number: target.rawValue
    )
  }

  /// One intake for each target of the shop.
  private struct Intake {
    private var intakes: [ScrapeIntake]

    init(_ store: SeriesStore) {
      intakes = ShopTarget.allCases.map { target in
        ScrapeIntake(job: target.job, instance: target.instance, store: store)
      }
    }

    mutating func take(_ scrape: DemoHistory.Scrape) {
      _ = intakes[scrape.target.rawValue].take(
        scrape.text,
        as: .text,
        at: scrape.moment,
        elapsed: .milliseconds(3)
      )
    }
  }
}
