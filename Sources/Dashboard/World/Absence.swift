package import Signals
package import Telemetry

/// Why a query has no value, as far as that is known.
package struct Absence: Hashable, Sendable {
  /// Whether a stretch of the past is asked about.
  package var isPast = false
  /// The metric names that the server had at the moment asked about; `nil` while that is not known.
  package var inventory: Set<String>?
  /// The metric names that it has had at any moment asked about so far.
  package var seen: Set<String> = []
  /// Whether there is anything to scrape.
  package var hasTargets = true
  /// Whether any target has been scraped; true while that is not known.
  package var isScraped = true
  /// That the service's targets are down, where all are.
  package var outage: ServiceOutage?
  /// How long the service has been silent, where that is more than lost samples explain.
  package var silence: Duration?
  /// The window of rates and the distance of samples, where the window holds too few of them.
  package var sparse: Sparse?

  /// A window of `rate` in which fewer than two samples may lie.
  package struct Sparse: Hashable, Sendable {
    /// The window.
    package var window: Duration
    /// The distance of samples.
    package var spacing: Duration

    /// `nil` where there are samples enough.
    package init?(window: Duration, spacing: Duration) {
      guard window < spacing * 2 else { return nil }
      (self.window, self.spacing) = (window, spacing)
    }

    /// That it is so.
    package var words: String { "the window of \(window.prometheusText) holds too few samples" }

    /// Why, and what helps.
    package var advice: String {
      let wanted = (spacing * 4).prometheusText
      return "one every \(spacing.prometheusText): set rate_window to \(wanted)"
    }
  }

  /// Nothing known.
  package init() {}

  /// What is known of a world.
  ///
  /// - Parameters:
  ///   - world: The world.
  ///   - isPast: Whether a stretch of the past is asked about.
  ///   - hasTargets: Whether there is anything to scrape.
  ///   - scope: What is looked at.
  init(_ world: World, isPast: Bool, hasTargets: Bool, in scope: Scope) {
    silence = world.service(in: scope).flatMap(world.silence)
    sparse = Sparse(window: world.queryContext.liveWindow, spacing: world.spacing(in: scope))
    outage = world.outage(in: scope)
    self.isPast = isPast
    self.hasTargets = hasTargets
    inventory = world.inventory
    seen = world.seenMetrics
    isScraped =
      world.targets.map { $0.isEmpty || $0.contains { $0.health != .unknown } } ?? true
  }

  /// The missing data, and advice, which may be empty.
  package func words(_ metric: String) -> (what: String, advice: String) {
    guard hasTargets else { return ("no targets to scrape", "add one with --scrape") }
    guard !metric.isEmpty else { return ("no values", "") }
    if let silence, !isPast, !Signal.isExporterMetric(metric) {
      return ("stopped: silent for \(silence.ageText)", outage?.words ?? "")
    }
    if let outage, !isPast, !Signal.isExporterMetric(metric) { return (outage.words, "") }
    let isThere = inventory.map { $0.contains(metric) || $0.contains(metric + "_bucket") }
    switch (isThere, isPast) {
    case (true?, _) where sparse != nil, (nil, _) where sparse != nil:
      return (sparse?.words ?? "", sparse?.advice ?? "")
    case (true?, true): return ("no rate of \(metric) at that time", Self.rateAdvice)
    case (true?, false): return ("no rate of \(metric) yet", Self.rateAdvice)
    case (_, true): return ("no samples of \(metric) at that time", "")
    case (nil, false): return ("no values of \(metric)", "the list of series is unknown")
    case (false?, false) where !isScraped:
      return ("no series \(metric) yet", "no target scraped yet")
    case (false?, false) where seen.contains(metric) || seen.contains(metric + "_bucket"):
      return ("no series \(metric) any more", "is the service still scraped?")
    case (false?, false):
      return ("no series \(metric)", "is it scraped? is the profile right?")
    }
  }

  private static let rateAdvice = "needs two scrapes"

  /// The absence as a state.
  package func state(_ metric: String) -> ReadingState { .missing(words(metric).what) }
}
