import Signals
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

  /// Nothing known.
  package init() {}

  /// The missing data, and advice, which may be empty.
  package func words(_ metric: String) -> (what: String, advice: String) {
    guard hasTargets else { return ("no targets to scrape", "add one with --scrape") }
    guard !metric.isEmpty else { return ("no values", "") }
    let isThere = inventory.map { $0.contains(metric) || $0.contains(metric + "_bucket") }
    switch (isThere, isPast) {
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
