import Signals
import Telemetry

/// The PromQL of the rules, over the names of metric profiles.
///
/// Services that are scraped have the names of the default profile, those that push OpenTelemetry's.
struct RuleExpressions {
  private let profiles: [MetricProfile]
  /// Whether some services push.
  private let isPushing: Bool

  init(isPushing: Bool) {
    self.isPushing = isPushing
    let openTelemetry = MetricProfile.all.first { $0.name == "otel-http" }
    profiles = [.prometheusClient] + (isPushing ? [openTelemetry].compactMap(\.self) : [])
  }

  /// Requests of five minutes.
  var requests: String {
    joined { profile in counted(profile).map { newAndOld($0, profile.requests.always) } }
  }

  /// Failed requests of five minutes; zero where there were requests and none failed.
  var errors: String {
    joined { profile in
      let requests = profile.requests
      return counted(profile).map { counter in
        let failed = LabelMatcher(requests.statusLabel ?? "", .matches, requests.errorStatus)
        return newAndOld(counter, requests.always + [failed])
      }
    } + "\nor\njob:http_requests:increase5m * 0"
  }

  /// The 95th percentile of the durations of requests.
  var latency: String {
    quantile { ($0.requests.duration, $0.requests.always) }
  }

  /// The 95th percentile of the durations of queries.
  var queries: String { quantile { ($0.database.duration, []) } }

  /// Queries of five minutes.
  var queryCount: String {
    let counter = (MetricProfile.prometheusClient.database.duration ?? "") + "_count"
    return "sum by (job) (increase(\(counter)[5m]))"
  }

  /// Hits of all look-ups in a quarter of an hour.
  var cacheHits: String {
    let cache = MetricProfile.prometheusClient.cache
    func rate(_ matcher: LabelMatcher) -> String {
      let selector = PromQLText.selector(cache.operations ?? "", cache.counts + [matcher])
      return "sum by (job) (rate(\(selector)[15m]))"
    }
    let label = cache.resultLabel ?? ""
    let hits = rate(LabelMatcher(label, .equal, cache.hit ?? ""))
    let all = rate(LabelMatcher(label, .matches, "\(cache.hit ?? "")|\(cache.miss ?? "")"))
    return "(\(hits) or \(all) * 0)\n/\n(\(all) > 0)"
  }

  /// Look-ups of a quarter of an hour.
  var lookUps: String {
    "sum by (job) (increase(\(MetricProfile.prometheusClient.cache.operations ?? "")[15m]))"
  }

  /// Dollars of a day.
  var cost: String {
    "sum by (job) (increase(\(MetricProfile.prometheusClient.model.cost ?? "")[1d]))"
  }

  private func joined(_ part: (MetricProfile) -> String?) -> String {
    profiles.compactMap(part).map { "sum by (job) (\n\(StackText.indented($0, by: 2))\n)" }
      .joined(separator: "\nor\n")
  }

  private func counted(_ profile: MetricProfile) -> String? {
    profile.requests.counter ?? profile.requests.duration.map { $0 + "_count" }
  }

  /// The increase of a counter in five minutes, with the whole value of series that are new.
  ///
  /// `increase` sees nothing of a series' first sample, which holds the whole burst where errors were
  /// none before. A value counts as new only if its target was watched before or has just started:
  /// after an outage of Prometheus it would be that of the whole life of the process.
  private func newAndOld(_ counter: String, _ matchers: [LabelMatcher]) -> String {
    let selector = PromQLText.selector(counter, matchers)
    var watched = ["up offset 5m == 1", "process_start_time_seconds > time() - 300"]
    if isPushing { watched.append("target_info offset 5m") }
    return """
      (\(selector) unless \(selector) offset 5m)
        and on (job, instance) (\(watched.joined(separator: " or ")))
      or
      increase(\(selector)[5m])
      """
  }

  private func quantile(_ part: (MetricProfile) -> (String?, [LabelMatcher])) -> String {
    let rates = profiles.compactMap { profile -> String? in
      let (histogram, matchers) = part(profile)
      guard let histogram else { return nil }
      let selector = PromQLText.selector(histogram + "_bucket", matchers)
      return "sum by (job, le) (rate(\(selector)[5m]))"
    }
    let lines = rates.map { "  \($0)" }.joined(separator: "\n  or\n")
    // Without observations a quantile is no number, which no series has to hold.
    return "histogram_quantile(\n  0.95,\n\(lines)\n) >= 0"
  }
}
