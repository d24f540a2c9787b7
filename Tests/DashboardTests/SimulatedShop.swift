import Dashboard
import Signals
import Telemetry

/// A shop service whose metrics are plausible and the same in every run, with or without an incident
/// that began seven minutes before its `now`.
struct SimulatedShop {
  /// The end of the story; nothing is known beyond it.
  static let now = Timestamp(rfc3339: "2026-11-22T14:02:31Z") ?? Timestamp(nanoseconds: 0)

  var isIncident = false
  /// What its Alertmanager says of alerts; empty without one.
  var suppressed: [Alert] = []
  /// The silences of its Alertmanager.
  var silences: [AlertSilence] = []
  /// Metrics that the server lacks.
  var lacking: Set<String> = []
  var scrapeInterval = Duration.seconds(5)
  /// The server's clock less ours.
  var clockSkew = Duration.zero
  /// How old the service's newest sample is.
  var sampleAge = Duration.seconds(3)
  var warnings: [String] = []
  /// How it is instrumented.
  var profile = MetricProfile.prometheusClient
  /// Targets in place of its own.
  var otherTargets: [ScrapeTarget]?
  /// What its index says of names and services.
  var labelValues: Discovery.Answers = [:]
  /// The figures of services beside it, by the job and the profile of each.
  var fleet: [(job: String, profile: String, figures: [RequestFigure: Double])] = []
  /// The figures of endpoints of the service, by name.
  var endpoints: [(name: String, figures: [RequestFigure: Double])] = []
  /// What vitals things have, by the vital's ID.
  var vitals: [(vital: String, labels: [String: String], value: Double)] = []
  /// Language models by name and operation, with their figures.
  var models: [(model: String, operation: String, figures: [ModelFigure: Double])] = []
  /// How far apart their samples are and how old the newest is, in seconds, by job; 15 and 5 of others.
  var beats: [String: (spacing: Int, age: Int)] = [:]
  /// The clusters of those that have any, by job.
  var clusters: [String: [String]] = [:]
  /// What fills the instances of services, by job.
  var fullness: [String: [(resource: String, share: Double)]] = [:]
  /// What services say of themselves.
  var descriptions: [LabelSet] = []

  /// Answers one poll as a server would at a moment.
  func answer(_ poll: Poll, at now: Timestamp) -> Outcome.Answered {
    let serverNow = now + clockSkew
    let receipt = Receipt(
      elapsed: .milliseconds(4),
      wireBytes: 900,
      bodyBytes: 3000,
      serverDate: serverNow.floored(to: .seconds(1))
    )
    return Outcome.Answered(payload(of: poll, at: serverNow), warnings: warnings, receipt: receipt)
  }

  private func payload(of poll: Poll, at now: Timestamp) -> Poll.Payload {
    switch poll.question {
    case .labelValues(let search): .labelValues(labelValues[search] ?? [])
    case .metadata: .metadata(labelValues.metadata ?? [:])
    case .targets: .targets(otherTargets ?? targets)
    case .alerts: .alerts(alerts(at: now))
    case .rules: .rules(Self.rules)
    case .suppressions: .alerts(suppressed)
    case .silences: .silences(silences)
    case .lines(let window): .lines(Array(ShopLines.entries(until: now).suffix(window.limit)))
    case .instant where poll.id == .inventory: .vector(inventory(at: now))
    case .instant(_, let moment): .vector(vector(poll.id, at: moment ?? now))
    case .range(let window): Poll.Payload(matrix(poll.id, window, now), of: window)
    }
  }

  private func inventory(at now: Timestamp) -> [VectorSample] {
    Signal.metricNames(of: profile).filter {
      !lacking.contains($0) && !Self.histograms.contains($0)
    }
    .map { VectorSample(labels: LabelSet(["__name__": $0]), timestamp: now, value: 4) }
  }

  private static let histograms: Set<String> = [
    "http_request_duration_seconds", "db_query_duration_seconds",
  ]

  private func vector(_ id: Poll.ID, at moment: Timestamp) -> [VectorSample] {
    if id.text == Signal.ID.latencyBuckets.rawValue { return buckets(at: moment) }
    if id.text == Signal.ID.sampleTime.rawValue {
      return [VectorSample(timestamp: moment, value: (moment - sampleAge).seconds)]
    }
    switch id {
    case .samples: return fleetSamples(at: moment)
    case .descriptions:
      return descriptions.map { VectorSample(labels: $0, timestamp: moment, value: 1) }
    default: break
    }
    if id.text == "services.saturation" { return fleetSaturation(at: moment) }
    return series(id.text).map { labels, shape in
      VectorSample(labels: labels, timestamp: moment, value: value(shape, at: moment))
    }
  }

  private func matrix(_ id: Poll.ID, _ window: RangeWindow, _ now: Timestamp) -> [TimeSeries] {
    let name = id.text.hasSuffix(".range") ? String(id.text.dropLast(6)) : id.text
    let end = (window.end ?? now).floored(to: window.step)
    if window.isOfBuckets { return bucketSeries(window, upTo: end) }
    if id == .alertHistory { return [firing(window, upTo: end)] }
    return series(name).map { labels, shape in
      var samples: [Sample] = []
      var moment = end - window.length
      while moment <= end {
        samples.append(Sample(moment, value(shape, at: moment)))
        moment = moment + window.step
      }
      return TimeSeries(labels: labels, samples: samples)
    }
  }
}

extension SimulatedShop {
  /// How a value runs: around a level, with noise, and up to another level in the incident.
  struct Shape {
    var level: Double
    var noise: Double
    var incident: Double
    var seed: UInt64
  }

  /// The series of a signal or of an own panel's line, by the name of its poll.
  private func series(_ name: String) -> [(LabelSet, Shape)] {
    func one(_ level: Double, _ noise: Double, _ incident: Double? = nil) -> [(LabelSet, Shape)] {
      let seed = name.utf8.reduce(5381) { ($0 &* 33) ^ UInt64($1) }
      let shape = Shape(level: level, noise: noise, incident: incident ?? level, seed: seed)
      return [(.empty, shape)]
    }
    func many(_ label: String, _ parts: [(String, Double, Double)]) -> [(LabelSet, Shape)] {
      parts.enumerated().map { index, part in
        let shape = Shape(
          level: part.1,
          noise: part.1 / 20,
          incident: part.2,
          seed: UInt64(index) + 99
        )
        return (LabelSet([label: part.0]), shape)
      }
    }
    switch Signal.ID(rawValue: name) {
    case .latencyP50: return one(0.038, 0.003, 0.061)
    case .latencyP95: return one(0.21, 0.02, 1.6)
    case .latencyP99: return one(0.42, 0.05, 2.4)
    case .traffic: return one(142, 6, 131)
    case .trafficHourAgo: return one(127, 0)
    case .errorRatio: return one(0.003, 0.0008, 0.064)
    case .errorRate: return one(0.43, 0.1, 8.4)
    case .nodeCPU: return one(0.48, 0.04, 0.82)
    case .nodeMemory: return one(0.48, 0.005, 0.51)
    case .nodeDisk: return one(0.71, 0)
    case .postgresConnections: return one(0.18, 0.01, 0.93)
    case .redisMemory: return one(0.34, 0.01)
    case .databaseConnections: return one(18, 1, 64)
    case .processCPU: return one(1.8, 0.2, 3.1)
    case .processMemory: return one(642_000_000, 1_000_000, 712_000_000)
    case .fileDescriptors: return one(0.06, 0)
    case .cacheHitRatio: return one(0.914, 0.01, 0.874)
    case .cacheHits: return one(412, 10, 300)
    case .cacheMisses: return one(39, 3, 43)
    case .modelCostRate: return one(1.84, 0.1)
    case .modelCost24h: return many("model", [("model-a", 22.1, 22.1), ("model-b", 9.1, 9.1)])
    case .modelTokens24h:
      return many("token_type", [("input", 1_204_331, 1_204_331), ("output", 310_020, 310_020)])
    case .databaseP95:
      return many("query_type", [("insert", 0.022, 0.31), ("select", 0.014, 0.58)])
    case .redisLatency: return one(0.0004, 0.00005)
    case .postgresTransactions: return one(212, 9, 180)
    case .requestStatuses:
      return many(
        "status",
        [("200", 140, 118), ("404", 1.6, 1.6), ("500", 0.3, 6), ("503", 0, 2.4)]
      )
    case nil where name == "alert.value": return one(0.004, 0.0009, 0.064)
    default:
      if name.hasPrefix("own.") { return one(7, 1) }
      return endpointSeries(name) + fleetSeries(name) + vitalSeries(name) + modelSeries(name)
    }
  }

  private func value(_ shape: Shape, at moment: Timestamp) -> Double {
    let start = Self.now - .seconds(420)
    let ramp = isIncident ? max(0, min(1, (moment - start).inSeconds / 180)) : 0
    let base = shape.level + (shape.incident - shape.level) * ramp
    let place = UInt64(bitPattern: moment.nanoseconds / 1_000_000_000)
    let slow = Self.triangle(moment.seconds / 340 + Double(shape.seed % 7))
    return base + shape.noise * (0.6 * slow + 0.4 * Self.hash(place ^ shape.seed))
  }

  private static func triangle(_ phase: Double) -> Double {
    let part = phase.truncatingRemainder(dividingBy: 1)
    return part < 0.5 ? 4 * part - 1 : 3 - 4 * part
  }

  /// -1…1 from an integer, by SplitMix64.
  private static func hash(_ value: UInt64) -> Double {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((mixed ^ (mixed >> 31)) >> 11) / Double(1 << 52) - 1
  }

  /// When an alert fired: for 4, 10 and 22 minutes on earlier days, and since two minutes.
  private func firing(_ window: RangeWindow, upTo end: Timestamp) -> TimeSeries {
    let ages: [ClosedRange<Int64>] = [
      403_200...404_400, 259_200...259_680, 90_000...90_120, 0...120,
    ]
    var samples: [Sample] = []
    var moment = end - window.length
    while moment <= end {
      let age = (end - moment).components.seconds
      if ages.contains(where: { $0.contains(age) }) { samples.append(Sample(moment, 1)) }
      moment = moment + window.step
    }
    return TimeSeries(labels: LabelSet(["alertname": "HighErrorRate"]), samples: samples)
  }

  private func buckets(at moment: Timestamp) -> [VectorSample] {
    let bounds = [
      "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf",
    ]
    let calm: [Double] = [20, 52, 96, 120, 137, 141, 141.8, 142, 142, 142, 142]
    let bad: [Double] = [8, 30, 54, 80, 98, 108, 118, 130, 131, 131, 131]
    return zip(bounds, isIncident && moment > Self.now - .seconds(330) ? bad : calm).map {
      VectorSample(labels: LabelSet(["le": $0]), timestamp: moment, value: $1)
    }
  }

  /// The same over time, with a minute that was not scraped ten minutes before the end of the story.
  private func bucketSeries(_ window: RangeWindow, upTo end: Timestamp) -> [TimeSeries] {
    var series: [String: [Sample]] = [:]
    var moment = end - window.length
    while moment <= end {
      if moment < Self.now - .seconds(600) || moment > Self.now - .seconds(540) {
        for bucket in buckets(at: moment) {
          series[bucket.labels["le"] ?? "", default: []].append(Sample(moment, bucket.value))
        }
      }
      moment = moment + window.step
    }
    return series.map { TimeSeries(labels: LabelSet(["le": $0]), samples: $1) }
  }
}

extension SimulatedShop {
  private var targets: [ScrapeTarget] {
    let jobs = [
      ("backend", "shop-1:8000"), ("backend", "shop-2:8000"), ("node", "shop-1:9100"),
      ("postgres", "pg:9187"), ("prometheus", "localhost:9090"), ("redis", "redis:9121"),
    ]
    return jobs.map { job, instance in
      let isDown = isIncident && job == "redis"
      return ScrapeTarget(
        labels: LabelSet(["job": job, "instance": instance]),
        health: isDown ? .down : .up,
        lastError: isDown
          ? "Get \"http://redis:9121/metrics\": dial tcp 10.0.0.7:9121: connect: connection refused"
          : nil,
        scrapeInterval: scrapeInterval
      )
    }
  }

  private func alerts(at now: Timestamp) -> [Alert] {
    guard isIncident else { return [] }
    return [
      Self.alert("SlowQueries", "warning", .firing, now - .seconds(660), "queries take 580 ms"),
      Self.alert(
        "HighErrorRate",
        "critical",
        .firing,
        now - .seconds(192),
        "6.4 % of requests fail"
      ),
      Self.alert("HighLatency", "warning", .pending, now - .seconds(245), "p95 above 1 s"),
    ]
  }

  static func alert(
    _ name: String,
    _ severity: String,
    _ state: Alert.State,
    _ since: Timestamp?,
    _ summary: String = ""
  ) -> Alert {
    Alert(
      labels: LabelSet(["alertname": name, "severity": severity, "job": "backend"]),
      annotations: summary.isEmpty ? [:] : ["summary": summary],
      state: state,
      activeAt: since,
      value: 0.064
    )
  }

  static let rules = [
    rule("HighErrorRate", "critical", 60), rule("SlowQueries", "warning", 300),
    rule("HighLatency", "warning", 600),
  ]

  static func rule(_ name: String, _ severity: String, _ seconds: Int) -> AlertRule {
    AlertRule(
      name: name,
      group: "shop",
      expression: "vector(1)",
      holdFor: .seconds(seconds),
      labels: LabelSet(["severity": severity])
    )
  }
}

extension SimulatedShop {
  /// Gives it services that are found as those of profiles.
  mutating func employ(_ fleet: [(job: String, profile: String, figures: [RequestFigure: Double])])
  {
    self.fleet = fleet
    let discovery = Discovery()
    let names = fleet.flatMap { service in
      MetricProfile.all.filter { $0.name == service.profile }.flatMap(Signal.metricNames)
    }
    labelValues = [discovery.nameSearch: names, discovery.jobSearch: fleet.map(\.job)]
    for search in discovery.round(labelValues).searches.dropFirst(2) {
      let row = MetricProfile.all.first { row in
        Discovery([row]).round([discovery.nameSearch: names]).searches.contains(search)
          && fleet.contains { $0.profile == row.name }
      }
      labelValues[search] = fleet.filter { $0.profile == row?.name }.map(\.job)
    }
  }

  /// The series of a column of the table of services.
  private func fleetSeries(_ name: String) -> [(LabelSet, Shape)] {
    guard let column = RequestFigure.allCases.first(where: { name == "services.\($0.rawValue)" })
    else { return [] }
    return fleet.flatMap { service -> [(LabelSet, Shape)] in
      guard let value = service.figures[column] else { return [] }
      let spacing = Duration.seconds(beats[service.job]?.spacing ?? 15).prometheusText
      return places(of: service.job).map { place in
        let own = ["job": service.job, RequestFigure.profileLabel: "\(service.profile) \(spacing)"]
        let labels = LabelSet(own.merging(place) { own, _ in own })
        return (labels, Shape(level: value, noise: 0, incident: value, seed: 1))
      }
    }
  }

  /// The series of a column of the table of endpoints.
  private func endpointSeries(_ name: String) -> [(LabelSet, Shape)] {
    guard let column = RequestFigure.allCases.first(where: { name == "endpoints.\($0.rawValue)" })
    else { return [] }
    return endpoints.enumerated().compactMap { index, endpoint in
      guard let value = endpoint.figures[column] else { return nil }
      let named = Endpoint(name: endpoint.name)
      let labels = LabelSet(["endpoint": named.route.text, "method": named.method ?? "GET"])
      let noise = value.isNaN ? 0 : value / 8
      return (labels, Shape(level: value, noise: noise, incident: value, seed: UInt64(index)))
    }
  }

  /// The series of a column of the tables of vitals, or of one vital, or which metrics there are.
  private func vitalSeries(_ name: String) -> [(LabelSet, Shape)] {
    func shape(_ value: Double, _ seed: Int) -> Shape {
      Shape(level: value, noise: value / 20, incident: value, seed: UInt64(seed))
    }
    for area in Vital.Area.allCases where name == "vitals.\(area.rawValue).metrics" {
      let known = Set(vitals.map(\.vital))
      let metrics = Vital.all.filter { known.contains($0.id) && $0.kind.area == area }
      return Set(metrics.flatMap(\.metrics)).sorted().map {
        (LabelSet(["__name__": $0]), shape(1, 0))
      }
    }
    return vitals.enumerated().compactMap { index, entry in
      guard let vital = Vital.all.first(where: { $0.id == entry.vital }) else { return nil }
      let column = vital.column.map { "vitals.\(vital.kind.area.rawValue).\($0.rawValue)" }
      guard name == column || name == "vitals.one.\(vital.id)" else { return nil }
      let labels = entry.labels.merging(["vital": vital.id]) { $1 }
      return (LabelSet(labels), shape(entry.value, index))
    }
  }

  /// The series of a column of the table of language models.
  private func modelSeries(_ name: String) -> [(LabelSet, Shape)] {
    func shape(_ value: Double) -> Shape {
      Shape(level: value, noise: 0, incident: value, seed: 1)
    }
    if name == "models.days" {
      return [("avg", 20), ("min", 10), ("max", 40)].map { (LabelSet(["pace": $0]), shape($1)) }
    }
    guard let figure = ModelFigure.allCases.first(where: { name == "models.\($0.rawValue)" }) else {
      return []
    }
    return models.flatMap { entry -> [(LabelSet, Shape)] in
      guard let value = entry.figures[figure] else { return [] }
      let labels = ["model": entry.model, "operation": entry.operation]
      guard figure == .tokens else { return [(LabelSet(labels), shape(value))] }
      return [("input", 4), ("output", 1)].map { kind, weight in
        (LabelSet(labels.merging(["token_type": kind]) { $1 }), shape(value * Double(weight) / 5))
      }
    }
  }

  private func places(of job: String) -> [[String: String]] {
    clusters[job]?.map { ["cluster": $0] } ?? [[:]]
  }

  /// How many samples the fleet has had lately, and when the last ones came.
  private func fleetSamples(at moment: Timestamp) -> [VectorSample] {
    fleet.flatMap { service -> [VectorSample] in
      let beat = beats[service.job] ?? (spacing: 15, age: 5)
      return places(of: service.job).flatMap { place -> [VectorSample] in
        func sample(_ kind: String, _ value: Double) -> VectorSample {
          let own = [
            "job": service.job, "pulse": kind, RequestFigure.profileLabel: service.profile,
          ]
          return VectorSample(
            labels: LabelSet(own.merging(place) { own, _ in own }),
            timestamp: moment,
            value: value
          )
        }
        let counts = [120, 300, 600].map { (span: $0, count: ($0 - beat.age) / beat.spacing + 1) }
        return counts.filter { $0.span > beat.age }.map { sample("\($0.span)", Double($0.count)) }
          + [sample("newest", (moment - .seconds(beat.age)).seconds)]
      }
    }
  }

  private func fleetSaturation(at moment: Timestamp) -> [VectorSample] {
    fullness.flatMap { job, parts in
      parts.map { part in
        VectorSample(
          labels: LabelSet(["job": job, "resource": part.resource]),
          timestamp: moment,
          value: part.share
        )
      }
    }
  }
}
