import Glibc

/// A simulated web shop as its exporters show it: counters and gauges over time.
///
/// The same value first writes history and is then scraped live, so that counters go on without a
/// reset. Everything follows from the seed, the start and the incidents.
package struct Shop: Sendable {
  /// Rates change on multiples of this many seconds; in between, counters grow linearly.
  package static let slotSeconds = 5.0

  /// The series in exposition order: all of a family stand together.
  package let series: [ShopSeries]
  /// The moment that the state describes, in seconds since 1970.
  package private(set) var time: Double

  private let parts: [any ShopPart]
  private let seed: UInt64
  private var incidents: [ShopIncident]
  private var totals: [Double]
  private var current: [Double] = []
  private var slot: Int?

  /// Makes a shop whose counters are zero at `start`, in seconds since 1970.
  package init(start: Int, incidents: [ShopIncident] = [], seed: UInt64 = 7) {
    parts = [
      RequestsPart(), DatabasePart(), LanguageModelPart(), CachePart(), ProcessPart(start: start),
      NodePart(start: start), PostgresPart(),
    ]
    series = parts.flatMap(\.series)
    totals = Array(repeating: 0, count: series.count)
    time = Double(start)
    self.incidents = incidents
    self.seed = seed
  }

  /// Moves the state forward; an earlier moment changes nothing.
  package mutating func advance(to moment: Double) {
    if slot == nil { enterSlot() }
    while time < moment {
      if Int(time / Self.slotSeconds) != slot { enterSlot() }
      let next = min(
        moment,
        (time / Self.slotSeconds).rounded(.down).advanced(by: 1) * Self.slotSeconds
      )
      let span = next - time
      for index in totals.indices where series[index].kind != .gauge {
        totals[index] += current[index] * span
      }
      time = next
    }
  }

  /// What a series shows now; `nil` for one that does not exist before its first event.
  package func value(of index: Int) -> Double? {
    switch series[index].kind {
    case .gauge: current[index]
    case .amount: totals[index]
    case .count: totals[index].rounded(.down)
    case .rareCount: totals[index] < 1 ? nil : totals[index].rounded(.down)
    }
  }

  /// Starts an incident now, with every stage ten times as quick as in history.
  package mutating func beginIncident() {
    incidents.append(ShopIncident(start: time, end: nil, pace: 0.1))
    enterSlot()
  }

  /// Ends what `beginIncident` started.
  package mutating func endIncident() {
    for index in incidents.indices where incidents[index].end == nil {
      incidents[index].end = time
    }
    enterSlot()
  }

  private mutating func enterSlot() {
    let number = Int(time / Self.slotSeconds)
    slot = number
    let moment = ShopMoment(time: time, slot: number, seed: seed, incidents: incidents)
    current.removeAll(keepingCapacity: true)
    for part in parts { part.append(to: &current, at: moment) }
    precondition(current.count == series.count, "a part's series and values differ in number")
  }
}

/// One series of the shop.
package struct ShopSeries: Sendable {
  /// How its value comes about.
  package enum Kind: Sendable {
    /// A counter of whole events.
    case count
    /// The same, absent until the first event, as most client libraries do for label values.
    case rareCount
    /// A counter of seconds or dollars.
    case amount
    /// A gauge.
    case gauge
  }

  /// Which scrape job shows it, and under which path.
  package enum Job: String, Sendable, CaseIterable {
    case backend, node, postgres

    /// The path at which the exporter answers for this job.
    package var path: String { self == .backend ? "/metrics" : "/\(rawValue)" }
  }

  /// The metric's name as a query writes it.
  package let name: String
  /// Its labels without job and instance, as in `{method="GET"}`'s braces; may be empty.
  package let labels: String
  /// The value's kind.
  package let kind: Kind
  /// The job that shows it.
  package let job: Job
  /// Its name in a `TYPE` line of OpenMetrics, and the type.
  package let family: (name: String, type: String)

  init(
    _ name: String,
    _ labels: KeyValuePairs<String, String> = [:],
    kind: Kind,
    job: Job = .backend
  ) {
    self.init(
      name,
      rawLabels: labels.map { "\($0)=\"\($1)\"" }.joined(separator: ","),
      kind: kind,
      job: job
    )
  }

  init(
    _ name: String,
    rawLabels: String,
    kind: Kind,
    job: Job = .backend,
    histogram: String? = nil
  ) {
    self.name = name
    labels = rawLabels
    self.kind = kind
    self.job = job
    if let histogram {
      family = (histogram, "histogram")
    } else if kind == .gauge {
      family = (name, "gauge")
    } else if name.hasSuffix("_total") {
      family = (String(name.dropLast("_total".count)), "counter")
    } else {
      family = (name, "unknown")
    }
  }
}

/// Hours in which something is wrong: latency first, then errors, cache and cost.
package struct ShopIncident: Sendable {
  var start: Double
  var end: Double?
  var pace: Double

  /// Makes an incident between two moments in seconds since 1970; a `pace` of 1 takes two minutes
  /// to its full height.
  package init(start: Double, end: Double?, pace: Double = 1) {
    self.start = start
    self.end = end
    self.pace = pace
  }

  /// How bad it is at a moment, 0 to 1, for what follows `lag` seconds after the start.
  func severity(at time: Double, lag: Double) -> Double {
    func ramp(from start: Double, over span: Double) -> Double {
      max(0, min(1, (time - start) / span))
    }
    let rise = ramp(from: start + lag * pace, over: 120 * pace)
    guard let end else { return rise }
    return min(rise, 1 - ramp(from: end + lag * pace / 2, over: 180 * pace))
  }
}

/// What the parts of the shop need to know of a moment.
struct ShopMoment {
  let time: Double
  /// The time of day as a factor around 1.
  let day: Double
  let latency: Double
  let errors: Double
  let cache: Double
  let cost: Double
  private let slot: Int
  private let seed: UInt64

  init(time: Double, slot: Int, seed: UInt64, incidents: [ShopIncident]) {
    func worst(_ lag: Double) -> Double {
      incidents.map { $0.severity(at: time, lag: lag) }.max() ?? 0
    }
    self.time = time
    self.slot = slot
    self.seed = seed
    day =
      1 + 0.35 * sin(2 * .pi * (time - 9 * 3600) / 86_400) + 0.05 * sin(2 * .pi * time / 5400)
    (latency, errors, cache, cost) = (worst(0), worst(120), worst(210), worst(300))
  }

  /// A factor between 0.9 and 1.1 that is the same for 15 seconds.
  func noise(_ stream: Int) -> Double {
    var hash = seed
    for part in [UInt64(slot / 3), UInt64(stream)] {
      hash = (hash ^ part) &* 0xBF58_476D_1CE4_E5B9
      hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
      hash ^= hash >> 31
    }
    return 0.9 + 0.2 * Double(hash >> 11) / Double(1 << 53 as UInt64)
  }
}
