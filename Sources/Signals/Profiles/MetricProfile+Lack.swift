/// What a profile has nothing for.
extension MetricProfile {
  /// Why a signal has no figure whatever the server has, in words; `nil` where the profile names what it
  /// needs, or where it is none of the profile's business.
  package func lack(of signal: Signal.ID) -> String? {
    switch signal {
    case .errorRatio, .errorRate:
      requests.tellsErrors ? nil : "\(origin.library) tells no errors"
    case .traffic, .trafficHourAgo, .sampleTime:
      requests.counted == nil ? "\(origin.library) counts no requests" : nil
    case .latencyP50, .latencyP95, .latencyP99, .latencyBuckets:
      requests.duration == nil ? "\(origin.library) has no durations" : nil
    case .cacheHitRatio, .cacheHits, .cacheMisses:
      cache.metrics.isEmpty ? "\(origin.library) counts no look-ups" : nil
    case .modelCostRate, .modelCost24h:
      model.cost == nil ? "\(origin.library) has no costs" : nil
    case .modelTokens24h: model.isEmpty ? "\(origin.library) counts no tokens" : nil
    default: nil
    }
  }
}
