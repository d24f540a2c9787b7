package import Telemetry

/// Requests through the profile, for one service or by the labels that tell several.
extension QueryContext {
  private var requests: RequestMetrics { profile.requests }

  /// What is looked at: the matchers of the service, and of the endpoint where it is one.
  package var choice: [LabelMatcher] { selector + (endpoint?.matchers(in: requests) ?? []) }

  /// What goes into every selector of requests.
  private var chosen: [LabelMatcher] {
    requests.always + (endpoint?.matchers(in: requests) ?? [])
  }

  private var countMatchers: [LabelMatcher] {
    chosen + (isOfAllServices ? requests.marks : [])
  }

  private var durationMatchers: [LabelMatcher] {
    chosen + (isOfAllServices ? requests.durationMarks : [])
  }

  /// Requests a second.
  package func requestRate(
    by labels: [String] = [],
    _ extra: [LabelMatcher] = [],
    offset: String = ""
  ) -> String {
    if let counter = requests.counter {
      return sum(counterRate(counter, countMatchers + extra, offset: offset), by: labels)
    }
    let histogram = requests.duration ?? ""
    return sum(observationRate(histogram, durationMatchers + extra, offset: offset), by: labels)
  }

  /// Failed requests a second; zero only where there are requests.
  package func errorRate(by labels: [String] = []) -> String {
    let failed: String
    if let errors = requests.errors {
      failed = sum(counterRate(errors, chosen), by: labels)
    } else {
      let status = LabelMatcher(requests.statusLabel ?? "", .matches, requests.errorStatus)
      failed = requestRate(by: labels, [status])
    }
    return "\(failed) or \(requestRate(by: labels)) * 0"
  }

  /// Whether percentiles are made from the buckets of durations: of classic ones, which tell how wide the
  /// one is that was hit, and of native ones that a server does not add up.
  package var hasRequestBuckets: Bool {
    requests.durationForm == .histogram
      && (!isNative(requests.duration ?? "") || hasSplitDurations)
  }

  /// Whether some instances have durations in exponential buckets and others in custom ones.
  package var hasSplitDurations: Bool { splitHistograms.contains(requests.duration ?? "") }

  /// The rate of the histogram of durations, in its own unit.
  func requestDurations() -> String {
    histogramRate(requests.duration ?? "", durationMatchers)
  }

  /// A quantile of durations in seconds; of summaries that of the slowest instance, for quantiles of
  /// several cannot be added.
  package func requestDuration(_ q: Double, by labels: [String] = []) -> String {
    let duration = requests.duration ?? ""
    switch requests.durationForm {
    case .histogram:
      return inSeconds(quantile(q, duration, by: labels, durationMatchers))
    case .summary, .sum:
      let share = LabelMatcher("quantile", .equal, "\(q)")
      return inSeconds(
        aggregated("max", gauge(duration, durationMatchers + [share]), by: labels)
      )
    }
  }

  /// The mean of durations in seconds, where nothing but their sum is counted.
  package func meanRequestDuration(by labels: [String] = []) -> String {
    let spent = sum(rate(requests.duration ?? "", durationMatchers), by: labels)
    return inSeconds("\(spent) / \(requestRate(by: labels))")
  }

  /// The moments of the samples that tell when the service was last heard of.
  func requestTimes() -> String {
    guard requests.counter == nil, let histogram = requests.duration else {
      return "timestamp(\(gauge(requests.counter ?? "", requests.counts)))"
    }
    return observationTimes(histogram, requests.counts)
  }

  private func inSeconds(_ expression: String) -> String {
    inSeconds(expression, requests.durationUnit)
  }

  /// Durations of a unit in seconds.
  func inSeconds(_ expression: String, _ unit: DurationUnit) -> String {
    switch unit {
    case .seconds: expression
    case .milliseconds: "\(expression) / 1e3"
    case .microseconds: "\(expression) / 1e6"
    case .nanoseconds: "\(expression) / 1e9"
    }
  }
}

/// Look-ups through the profile.
extension QueryContext {
  private var cache: CacheMetrics { profile.cache }

  private var allLookUps: String {
    let either = [cache.hit, cache.miss].map { PromQLText.regexEscaped($0 ?? "") }
    let outcome = LabelMatcher(
      cache.resultLabel ?? "",
      .matches,
      either.joined(separator: "|")
    )
    return sum(rate(cache.operations ?? "", cache.counts + [outcome]))
  }

  /// Hits, or misses, a second; zero only where there are look-ups.
  func cacheRate(hits isOfHits: Bool) -> String {
    guard let operations = cache.operations else {
      let own = (isOfHits ? cache.hits : cache.misses) ?? ""
      let other = (isOfHits ? cache.misses : cache.hits) ?? ""
      return "\(sum(rate(own))) or \(sum(rate(other))) * 0"
    }
    let value = (isOfHits ? cache.hit : cache.miss) ?? ""
    let outcome = LabelMatcher(cache.resultLabel ?? "", .equal, value)
    return "\(sum(rate(operations, cache.counts + [outcome]))) or \(allLookUps) * 0"
  }

  /// Hits of all look-ups.
  func cacheRatio() -> String {
    let hits = cacheRate(hits: true)
    guard cache.operations == nil else { return "(\(hits)) / \(allLookUps)" }
    return "(\(hits)) / ((\(hits)) + (\(cacheRate(hits: false))))"
  }
}
