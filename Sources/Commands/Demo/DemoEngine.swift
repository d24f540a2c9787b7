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
  private let newest = DemoGate()
  private let alerting = DemoGate()
  private let whole = DemoGate()

  /// How far back there is history, in stretches of as many scrapes.
  private static let stretches = 23
  private static let stretchScrapes = 180
  private static let ruleInterval = Duration.seconds(15)

  init(_ world: DemoWorld, _ environment: RuntimeEnvironment) throws(RuleProblems) {
    self.world = world
    self.environment = environment
    let store = SeriesStore(Self.limits)
    rules = RuleBook(try RuleFile.defaults().groups, store: store)
    engine = LocalEngine(store: store, rules: rules, now: environment.now)
    for target in ShopTarget.allCases { post(target, health: "unknown", at: nil) }
  }

  /// Six hours, and what is scraped while the first of them is still looked at.
  private static var limits: StoreLimits {
    var limits = StoreLimits()
    limits.age = .seconds(6 * 3600 + 1800)
    return limits
  }

  /// Fills the store, the newest first, and goes on scraping until cancelled.
  @concurrent
  func run() async {
    defer { for gate in [newest, alerting, whole] { gate.open() } }
    var history = DemoHistory(world)
    var intake = Intake(engine.store)
    history.advance(to: world.start) { intake.take($0) }
    for target in ShopTarget.allCases { post(target, health: "up", at: history.end) }
    newest.open()
    await Task.yield()
    var evaluated = world.start.floored(to: Self.ruleInterval)
    rules.replay(from: evaluated - .seconds(840), through: evaluated, every: Self.ruleInterval)
    alerting.open()
    for _ in 0..<Self.stretches where !Task.isCancelled {
      await Task.yield()
      let earlier = SeriesStore(.unbounded)
      var earlierIntake = Intake(earlier)
      history.recede(scrapes: Self.stretchScrapes) { earlierIntake.take($0) }
      engine.store.absorb(earlier)
      scrape(&history, &intake)
    }
    whole.open()
    while !Task.isCancelled {
      scrape(&history, &intake)
      let due = environment.now().floored(to: Self.ruleInterval)
      if due > evaluated {
        rules.evaluate(at: due)
        evaluated = due
      }
      let next = history.end + .seconds(DemoWorld.scrapeSeconds) - environment.now()
      try? await environment.sleep(environment.elapsed() + max(next, .milliseconds(10)))
    }
  }

  func instant(_ query: InstantQuery) async throws(SourceError) -> Answer<[VectorSample]> {
    await (DemoReach.isFar(query.expression) ? whole : newest).wait()
    return try await engine.instant(query)
  }

  func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let isFar = query.start < world.start - .seconds(900) || DemoReach.isFar(query.expression)
    await (isFar ? whole : newest).wait()
    return try await engine.range(query)
  }

  func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    await newest.wait()
    return try await engine.targets(deadline: deadline)
  }

  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    await alerting.wait()
    return try await engine.alerts(deadline: deadline)
  }

  func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    await alerting.wait()
    return try await engine.alertRules(deadline: deadline)
  }

  /// Takes what has become due.
  private func scrape(_ history: inout DemoHistory, _ intake: inout Intake) {
    let before = history.end
    history.advance(to: environment.now()) { intake.take($0) }
    guard history.end > before else { return }
    for target in ShopTarget.allCases { post(target, health: "up", at: history.end) }
  }

  private func post(_ target: ShopTarget, health: String, at moment: Timestamp?) {
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
