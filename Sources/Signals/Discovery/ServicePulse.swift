package import Telemetry

/// How far apart the samples of a service are, and when the last one came.
package struct ServicePulse: Hashable, Sendable {
  /// The distance of its samples; `nil` where there are too few to say.
  package var spacing: Duration?
  /// Whether its series began minutes ago, so that samples may be closer than it seems.
  package var isYoung: Bool
  /// The newest sample; `nil` where there is none in `ServicePulses.stretch`.
  package var newest: Timestamp?
  /// The moment that was asked about.
  package var moment: Timestamp

  /// How long without a sample is more than lost ones explain.
  package static func patience(_ spacing: Duration) -> Duration { max(.seconds(45), spacing * 4) }

  /// Judges the samples of the best sampled series.
  ///
  /// - Parameters:
  ///   - counts: How many there were, by the seconds before the moment in which they were counted.
  ///   - newest: The newest of all.
  ///   - moment: The moment.
  init(counts: [Int: Double], newest: Timestamp?, moment: Timestamp) {
    let spans = ServicePulses.spans
    let counted = spans.map { (span: Double($0), count: counts[$0] ?? 0) }
    let (half, whole) = (counts[300] ?? 0, counts[600] ?? 0)
    isYoung = whole < half * 1.6
    self.newest = newest
    self.moment = moment
    let clear = counted.first { $0.count >= 8 } ?? counted.first { $0.count >= 4 }
    let isLate = half == 0 || (counts[120] ?? 0) == 0 && whole >= 4
    if isLate, whole > 0, let newest {
      // It has stopped: what was counted lies before its last sample.
      spacing = Self.usual((600 - (moment - newest).inSeconds) / whole)
    } else if let clear {
      spacing = Self.usual(clear.span / clear.count)
    } else if whole >= 2, whole > half {
      spacing = Self.usual(600 / whole)
    }
  }

  /// How long there has been no sample, where that is more than lost ones explain.
  ///
  /// - Parameter spacing: The distance of its samples.
  /// - Returns: The time from the newest sample to the moment asked about.
  package func silence(_ spacing: Duration) -> Duration? {
    guard let newest, moment - newest > Self.patience(spacing) else { return nil }
    return moment - newest
  }

  /// Intervals that people set, in seconds.
  private static let intervals: [Double] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600]

  /// The usual interval that is nearest by ratio: counts of a few samples are one off.
  private static func usual(_ seconds: Double) -> Duration {
    func distance(_ interval: Double) -> Double { max(interval / seconds, seconds / interval) }
    let nearest = intervals.min { distance($0) < distance($1) } ?? 60
    return .seconds(Int64(nearest))
  }
}

/// The pulses of all services: what one query says of the samples of the last minutes.
package struct ServicePulses: Hashable, Sendable {
  /// How far back samples are counted, in seconds.
  static let spans = [120, 300, 600]
  /// How far back the newest sample is looked for.
  package static let stretch = Duration.seconds(1800)

  /// The label that says what an element is.
  private static let kindLabel = "pulse"
  private static let newestKind = "newest"
  /// What tells services that no profile knows, in this order.
  static let strangers = ["up", "target_info"]

  private struct Key: Hashable, Sendable {
    var part: String
    var service: ServiceKey
  }

  private var pulses: [Key: ServicePulse] = [:]

  /// Nothing known.
  package init() {}

  /// The pulse of a service; `nil` where nothing is known.
  package func pulse(of service: FoundService) -> ServicePulse? {
    let key = ServiceKey(service.id, service.place)
    return Self.parts(service).lazy.compactMap { pulses[Key(part: $0, service: key)] }.first
  }

  /// The longest distance of samples of any service; `nil` where none is known.
  package var longestSpacing: Duration? { pulses.values.compactMap(\.spacing).max() }

  /// The services, each once for every place that it runs in.
  package func split(_ services: [FoundService]) -> [FoundService] {
    var places: [Key: [ServicePlace]] = [:]
    for key in pulses.keys {
      var bare = key
      bare.service.place = ServicePlace()
      places[bare, default: []].append(key.service.place)
    }
    return services.split { service in
      let key = ServiceKey(service.id, ServicePlace())
      return Self.parts(service).lazy.compactMap { places[Key(part: $0, service: key)] }.first ?? []
    }
  }

  private static func parts(_ service: FoundService) -> [String] {
    service.row.map { [$0.name] } ?? strangers
  }
}

extension ServicePulses {
  /// Takes in an answer to `expression`; of what it says no more, the newest sample stays known.
  package mutating func receive(_ vector: [VectorSample]) {
    var counts: [Key: [Int: Double]] = [:]
    var newest: [Key: Timestamp] = [:]
    guard let moment = vector.first?.timestamp else { return }
    for sample in vector {
      let added = [RequestFigure.profileLabel, Self.kindLabel]
      guard let part = sample.labels[RequestFigure.profileLabel],
        let kind = sample.labels[Self.kindLabel],
        let service = ServiceKey(sample.labels, without: added)
      else { continue }
      let key = Key(part: part, service: service)
      if kind == Self.newestKind {
        newest[key] = Timestamp(seconds: sample.value)
      } else if let span = Int(kind) {
        counts[key, default: [:]][span] = sample.value
      }
    }
    for key in Set(counts.keys).union(newest.keys) {
      let old = pulses[key]
      var pulse = ServicePulse(
        counts: counts[key] ?? [:],
        newest: newest[key] ?? old?.newest,
        moment: moment
      )
      // One that falls silent has had its samples as far apart as before.
      if let spacing = old?.spacing, pulse.silence(spacing) != nil { pulse.spacing = spacing }
      pulses[key] = pulse
    }
    for (key, pulse) in pulses where pulse.moment < moment {
      pulses[key]?.moment = moment
      if let last = pulse.newest, moment - last > .seconds(3600) { pulses[key] = nil }
    }
  }

  /// Asks for the samples of all services; one query, whatever their number.
  ///
  /// A series of each profile is looked at that is as cheap as any: what counts requests, of buckets the
  /// last, and what tells scraped services and pushed ones where no profile knows them.
  ///
  /// - Parameters:
  ///   - services: The services.
  ///   - context: Matchers and the names of metrics.
  /// - Returns: PromQL; `nil` where the server has no metric that tells.
  package static func expression(of services: [FoundService], _ context: QueryContext) -> String? {
    var kinds: [String: (row: MetricProfile, trait: ServiceTrait)] = [:]
    for service in services {
      let trait = ServiceTrait.allCases.first(where: service.traitsOfRow.contains)
      if let row = service.row, let trait { kinds["\(row.name) \(trait.rawValue)"] = (row, trait) }
    }
    var parts = kinds.sorted { $0.key < $1.key }.flatMap { kind in
      heartbeat(kind.value.row, kind.value.trait, context)
    }
    if parts.isEmpty || services.contains(where: { $0.row == nil }) {
      parts += strangers.filter(context.has).flatMap { metric in
        part(metric, PromQLText.selector(metric, context.selector), "job")
      }
    }
    return parts.isEmpty ? nil : parts.joined(separator: " or ")
  }

  /// Asks the same of the services of one profile, whichever there are.
  package static func expression(of row: MetricProfile, _ context: QueryContext) -> String? {
    let parts = heartbeat(row, .requests, context)
    return parts.isEmpty ? nil : parts.joined(separator: " or ")
  }

  private static func heartbeat(
    _ row: MetricProfile,
    _ trait: ServiceTrait,
    _ context: QueryContext
  ) -> [String] {
    trait.selectors(row, context).flatMap { part(row.name, $0, row.serviceLabel) }
  }

  private static func part(_ name: String, _ selector: String, _ label: String) -> [String] {
    func told(_ kind: String, _ vector: String) -> String {
      let grouped = "\(RequestFigure.grouped("max", label, ServicePlace.labels)) (\(vector))"
      let kinded = "label_replace(\(grouped), \"\(kindLabel)\", \"\(kind)\", \"\", \"\")"
      return RequestFigure.marked(kinded, name)
    }
    let counts = spans.map { told("\($0)", "count_over_time(\(selector)[\($0)s])") }
    // The second finds what the first, which looks back for minutes only, does not see any more.
    let back = "max_over_time(timestamp(\(selector))[\(stretch.prometheusText):1m])"
    return counts + [told(newestKind, "timestamp(\(selector))"), told(newestKind, back)]
  }
}
