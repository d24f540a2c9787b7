import Signals
import Telemetry

/// What is known of services, beside their figures.
extension World {
  /// Takes what the index says, and finds the services once all has been answered.
  ///
  /// - Returns: Whether what is to be asked may depend on it.
  mutating func noteLabelValues(_ search: LabelSearch, _ id: Poll.ID) -> Bool {
    guard let discovery, case .labelValues(let values)? = readings[id]?.reading.held?.value else {
      return false
    }
    let isOfNames = search == discovery.nameSearch
    let known = isOfNames ? values.filter(discovery.canMatter) : values
    // The services stay as they are; that all of them are known may be news, and one may be gone for good.
    if labelValues[search] == known, !isOfNames, !isFindingServices || !isIndexHeard {
      return false
    }
    labelValues[search] = known
    if isOfNames { labelSearches = discovery.round(labelValues).searches }
    return findServices(with: discovery) || isOfNames
  }

  /// Takes type and unit of metrics; a server that has none leaves their names.
  mutating func noteMetadata() -> Bool {
    guard let discovery else { return isPlanPartial }
    if case .metadata(let metadata)? = readings[.metadata]?.reading.held?.value {
      labelValues.metadata = metadata
    } else {
      labelValues.metadata = labelValues.metadata ?? [:]
    }
    return findServices(with: discovery) || isPlanPartial
  }

  /// Finds the services if all that was asked has been answered; answers may lead to further questions.
  private mutating func findServices(with discovery: Discovery) -> Bool {
    guard labelSearches.allSatisfy({ labelValues[$0] != nil }) else { return false }
    take(discovery.round(labelValues))
    return true
  }

  /// Takes in what the answers of the index mean.
  mutating func take(_ round: DiscoveryRound) {
    (wantsMetadata, labelSearches) = (round.wantsMetadata, round.searches)
    let found = round.services
    // One that has stopped is still told of, though the index forgets it.
    let known = Set(found.map { ServiceID($0.id.label, $0.id.value) })
    let gone = (self.found ?? []).filter { service in
      !known.contains(service.id)
        && pulses.split([service]).contains { pulses.pulse(of: $0)?.newest != nil }
    }
    self.found = found + gone
    arrangeServices()
    isFindingServices = isFindingServices && !(round.isComplete && isIndexHeard)
  }

  /// Takes in how far apart samples are, and when the last ones came.
  ///
  /// - Returns: Whether what is to be asked may depend on it.
  mutating func notePulses() -> Bool {
    guard let reading = readings[.samples], !reading.vector.isEmpty else { return isPlanPartial }
    let before = (services, roster, pulses.longestSpacing)
    pulses.receive(reading.vector)
    arrangeServices()
    return isPlanPartial || before != (services, roster, pulses.longestSpacing)
  }

  /// Takes in what services say of themselves.
  mutating func noteDescriptions() {
    guard let reading = readings[.descriptions] else { return }
    descriptions = ServiceDescription.all(reading.vector)
  }

  /// Takes what follows from the targets once, and not with each frame, or keeps what is remembered of
  /// them while they are not known.
  mutating func noteTargets() {
    guard let targets else { return }
    let known = targets.compactMap { target in
      target.scrapeInterval.map { (job: target.labels["job"] ?? "", interval: $0) }
    }
    .filter { $0.interval > .zero }
    scrapeInterval = known.map(\.interval).min() ?? .seconds(15)
    scrapeIntervals = Dictionary(known.map { ($0.job, $0.interval) }, uniquingKeysWith: max)
    scrapedJobs = Set(targets.filter { $0.health == .up }.compactMap { $0.labels["job"] })
    arrangeServices()
  }

  /// Puts the services that were found into groups, once each time something of them changes.
  private mutating func arrangeServices() {
    guard let found else { return }
    let services = pulses.split(found)
    self.services = services
    let roster = ServiceRoster(services, spacing: measuredSpacing)
    if roster != self.roster {
      self.roster = roster
      for id in readings.keys { fleet.receive(readings[id], of: id, roster) }
    }
    let main = services.filter(\.isMain)
    onlyService = main.count == 1 ? main[0] : nil
    longestSpacing = (main.isEmpty ? services : main).compactMap(roster.spacing).max()
  }

  /// The distance of a service's samples: what they say themselves, and while that is not known the
  /// interval of its targets, or the one at which OpenTelemetry pushes.
  private func measuredSpacing(_ service: FoundService) -> Duration {
    let interval = service.id.label == "job" ? scrapeIntervals[service.id.value] : nil
    guard let pulse = pulses.pulse(of: service), let spacing = pulse.spacing else {
      return interval ?? .seconds(60)
    }
    return pulse.isYoung ? min(spacing, interval ?? spacing) : spacing
  }
}

/// One service.
extension World {
  /// The service of a scope; `nil` where it names none that is known.
  ///
  /// Without a scope that is the only one there is.
  func service(in scope: Scope) -> FoundService? {
    guard let id = scope.service else { return onlyService }
    return services?.first { $0.id == id }
      ?? services?.first { $0.id.label == id.label && $0.id.value == id.value }
  }

  /// The distance of the samples of a service.
  func spacing(of service: FoundService) -> Duration {
    roster.spacing(of: service) ?? .seconds(60)
  }

  /// The distance of samples in a scope; of several services the longest, since a window that is too
  /// long for one still gives its rate.
  func spacing(in scope: Scope) -> Duration {
    if let service = service(in: scope) { return spacing(of: service) }
    return longestSpacing ?? pulses.longestSpacing ?? scrapeInterval
  }

  /// The distance of the samples of exporters, which a scope does not change; `nil` where none is known.
  var exporterSpacing: Duration? {
    let exporters = (services ?? []).filter { service in
      [service.row?.requests.counted, service.row?.presence].contains { name in
        name.map(Signal.isExporterMetric) ?? false
      }
    }
    return exporters.map(spacing).max()
  }

  /// How long a service has been silent, where that is more than lost samples explain.
  ///
  /// `nil` where it is not, where nothing is known, and where it is scraped: then it has not stopped,
  /// whatever it counts.
  func silence(of service: FoundService) -> Duration? {
    if service.id.label == "job", scrapedJobs.contains(service.id.value) { return nil }
    guard let pulse = pulses.pulse(of: service), let newest = pulse.newest,
      pulse.silence(spacing(of: service)) != nil
    else { return nil }
    return max(.zero, now + clockSkew - newest)
  }

  /// That targets of a service are down; `nil` where none is, or where it has none.
  func outage(of service: FoundService) -> ServiceOutage? {
    guard service.id.label == "job" else { return nil }
    return ServiceOutage((targets ?? []).filter { service.id.isMet(by: $0.labels) })
  }

  /// That all targets of a service are down: that of the scope, or the only one there is.
  func outage(in scope: Scope) -> ServiceOutage? {
    let one = service(in: scope) ?? (services?.count == 1 ? services?.first : nil)
    return one.flatMap(outage).flatMap { $0.isTotal ? $0 : nil }
  }

  /// What the signals of a service lack, and why.
  func lacks(of service: FoundService) -> [String] {
    guard let outage = outage(of: service) else { return service.lacks }
    // What cannot be scraped has no metrics to know.
    return [outage.words] + (service.row == nil ? [] : service.lacks)
  }

  /// What a service says of itself.
  func description(of service: FoundService) -> ServiceDescription? {
    ServiceDescription.find(service, in: descriptions)
  }

  /// How old the newest sample in a scope is, where that is more than lost samples explain.
  func sampleAge(in scope: Scope) -> Duration? {
    guard let newest = readings[PanelQuery.id(.sampleTime)]?.vector.first else {
      return service(in: scope).flatMap(silence)
    }
    // The value is as old as its own evaluation: an old answer says nothing of newer samples.
    let age = newest.timestamp - Timestamp(seconds: newest.value)
    return age > ServicePulse.patience(spacing(in: scope)) ? age : nil
  }

  /// The targets of a scope; `nil` while they are not known.
  func targets(in scope: Scope) -> [ScrapeTarget]? {
    targets?.filter { target in
      (scope.service?.isMet(by: target.labels) ?? true)
        && (scope.instance == nil || scope.instance == target.labels["instance"])
    }
  }
}

extension Poll.ID {
  /// How far apart the samples of services are, and when the last ones came.
  package static let samples = Poll.ID("samples")
  /// What services say of themselves.
  package static let descriptions = Poll.ID("descriptions")
}

extension QueryGrain {
  /// The grain for samples of a distance; a window of the settings counts in place of four times that.
  init(_ timeline: Timeline, spacing: Duration, _ settings: DashboardSettings) {
    self.init(
      range: timeline.range.length,
      points: max(40, min(600, 2 * timeline.columns)),
      scrapeInterval: spacing,
      rateWindow: settings.rateWindow
    )
  }
}
