import Signals
package import Telemetry

/// Facts found out about the servers.
extension World {
  /// The active targets; `nil` while they are not known.
  package var targets: [ScrapeTarget]? {
    guard case .targets(let targets)? = readings[.targets]?.reading.held?.value else { return nil }
    return targets
  }

  /// The names of metrics that profiles know and the server has; `nil` while they are not known.
  var metricNames: Set<String>? {
    discovery.flatMap { labelValues[$0.nameSearch] }.map(Set.init)
  }

  /// The alerting rules; `nil` while they are not known.
  var rules: [AlertRule]? {
    guard case .rules(let rules)? = readings[.rules]?.reading.held?.value else { return nil }
    return rules
  }

  /// The rule that makes alerts of these labels; `nil` where none is known.
  func rule(of labels: LabelSet) -> AlertRule? { rules?.first { labels.isMade(by: $0) } }

  /// The state of a poll's answer now.
  func state(of id: Poll.ID) -> ReadingState { readings[id]?.state(at: now) ?? .waiting }

  /// How far the clock of the metrics server is ahead of ours, where that is noticeable.
  var clockSkew: Duration { health[.prometheus]?.clockSkew ?? .zero }

  /// Why the server that answers PromQL cannot be asked; `nil` where it can.
  var metricsServerFailure: SourceError? {
    guard case .down(let error)? = health[.prometheus]?.state else { return nil }
    return error
  }

  /// Whether scrape interval and metrics are still unknown, so that asking for signals now would
  /// mean asking twice.
  ///
  /// A second is all that is waited for them.
  var isDiscovering: Bool {
    guard now - startedAt < .seconds(1) else { return false }
    let isNew = remembered == nil && (readings[.targets] == nil || readings[.inventory] == nil)
    return isNew || (discovery != nil && services == nil)
      || (services?.isEmpty == false && readings[.samples] == nil && !isSpacingTold)
  }

  /// Whether panels can be asked while services are being found: as they will be if the profile of the
  /// settings describes what there is.
  func canForesee(_ profile: MetricProfile) -> Bool {
    guard isDiscovering, services == nil, readings[.targets] != nil, readings[.inventory] != nil,
      let discovery, let counted = profile.requests.counted
    else { return false }
    return labelValues[discovery.nameSearch]?.contains(counted) == true
  }

  /// The readings that may be shown: those that were foreseen only once it is known that they are right.
  var shownReadings: [Poll.ID: PollReading] {
    isDiscovering && !foreseen.isEmpty
      ? readings.filter { !foreseen.contains($0.key) } : readings
  }

  /// Whether the distance of samples is that of the targets for every service, as far as can be known
  /// before it is measured.
  var isSpacingTold: Bool {
    services?.allSatisfy { $0.id.label == "job" && scrapeIntervals[$0.id.value] != nil } == true
  }

  /// Whether every poll of the plan has been answered or has failed at least once, so that a
  /// snapshot can be taken.
  var isSettled: Bool {
    !isDiscovering
      && plan.polls.allSatisfy { poll in
        guard let reading = readings[poll.id] else { return false }
        return !reading.isSuperseded && reading.state(at: now) != .waiting
      }
  }
}
