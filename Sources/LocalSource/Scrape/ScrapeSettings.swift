/// How targets are scraped.
package struct ScrapeSettings: Hashable, Sendable {
  /// From one scrape to the next.
  package var interval = Duration.seconds(5)
  /// The most that a scrape may take; never more than the interval.
  package var timeout = Duration.seconds(5)
  /// The most bytes of an exposition, decompressed.
  package var bodyLimit = 64 << 20
  /// The most samples of an exposition.
  package var sampleLimit = 200_000
  /// Whether a series keeps its own `job` and `instance` where it has them; otherwise they become
  /// `exported_job` and `exported_instance`.
  package var honorsLabels = false

  /// The defaults.
  package init() {}
}
