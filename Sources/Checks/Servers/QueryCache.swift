/// Judges whether a server keeps the results of queries that dashboards ask again and again.
enum QueryCache {
  static let name = "query-cache"

  /// Judges a cache of results.
  ///
  /// - Parameters:
  ///   - isOff: Whether it is switched off; `nil` where the server does not say.
  ///   - lookups: How often something was looked up in it; `nil` where the server does not count.
  ///   - hits: How often that was there, at least in part.
  ///   - remedy: The setting that switches it on.
  ///   - place: The server.
  /// - Returns: A finding where it is off, that it is in order, or that the server does not tell.
  static func outcome(
    isOff: Bool?,
    lookups: Double?,
    hits: Double?,
    remedy: String,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    if isOff == true {
      outcome.findings.append(
        Finding(
          name,
          .note,
          at: place,
          "results of queries are not cached",
          why: "each look at a dashboard reads all of its samples or lines once more",
          remedy: remedy
        )
      )
    } else if let lookups, let hits {
      let words =
        lookups > 0
        ? "\(FigureText.percent(min(1, hits / lookups))) of \(FigureText.count(lookups)) lookups found"
        : "nothing was looked up yet"
      outcome.inOrder.append(Checked(name, at: place, words))
    } else if isOff == false {
      outcome.inOrder.append(Checked(name, at: place, "it is on"))
    } else {
      let reason = "the server does not tell of a cache of results"
      outcome.unchecked.append(Unchecked(name, at: place, because: reason))
    }
    return outcome
  }
}
