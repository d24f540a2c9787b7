/// What a profile has nothing for.
extension MetricProfile {
  /// Why requests cannot be told by endpoint; `nil` where they can.
  package var lackOfEndpoints: String? {
    guard requests.counted != nil else { return lack(of: .traffic) ?? "no request counter" }
    guard requests.endpointLabel != nil || requests.methodLabel != nil else {
      return "\(origin.library) has no route label"
    }
    return nil
  }

  /// Why a signal has no figure whatever the server has, in words; `nil` where the profile names what it
  /// needs, or where it is none of the profile's business.
  package func lack(of signal: Signal.ID) -> String? {
    switch signal {
    case .errorRatio, .errorRate:
      requests.tellsErrors ? nil : "\(origin.library) has no error metrics"
    case .requestStatuses:
      requests.statusLabel == nil ? "\(origin.library) has no status label" : nil
    case .traffic, .trafficHourAgo, .sampleTime:
      requests.counted == nil ? "\(origin.library) has no request counter" : nil
    case .latencyP50, .latencyP95, .latencyP99, .latencyBuckets:
      requests.duration == nil ? "\(origin.library) has no duration metrics" : nil
    case .cacheHitRatio, .cacheHits, .cacheMisses:
      cache.metrics.isEmpty ? "\(origin.library) has no cache metrics" : nil
    case .modelCostRate, .modelCost24h:
      model.cost == nil ? "\(origin.library) has no cost metrics" : nil
    case .modelTokens24h, .modelTokenRate:
      model.countedTokens == nil ? "\(origin.library) has no token metrics" : nil
    default: nil
    }
  }
}
