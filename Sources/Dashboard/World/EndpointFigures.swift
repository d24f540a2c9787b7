import Signals
import Telemetry

/// The figures of all endpoints of what is looked at, put together once an answer and not once a frame.
package struct EndpointFigures: Hashable, Sendable {
  /// One endpoint, or the paths that were folded into one.
  package struct Entry: Hashable, Sendable {
    /// Tells it from all others.
    struct ID: Hashable, Sendable {
      var endpoint: Endpoint
      /// The value of the label of the service; `nil` where one service is looked at.
      var service: String?
    }

    let id: ID
    /// How many routes it stands for; 1 for one of its own.
    var paths = 1
    /// Values by figure; one without a value is missing.
    ///
    /// Of folded paths percentiles are the largest, which those of all requests together cannot pass.
    var values: [RequestFigure: Double] = [:]
    /// Points over the window, by figure.
    var histories: [RequestFigure: [Sample]] = [:]

    /// Failed requests a second; `nil` where that is not known.
    var failing: Double? {
      guard let share = values[.errors], let rate = values[.rate] else { return nil }
      return share.isNaN ? 0 : share * rate
    }
  }

  /// The figures of which the points over the window are known too.
  static let charted: [RequestFigure] = [.rate, .errors]

  /// The rows in order of their endpoints.
  private(set) var rows: [Entry] = []
  /// Requests a second of all of them.
  private(set) var total = 0.0
  /// The answers as they came: an element or series for each endpoint.
  private var vectors: [RequestFigure: [Entry.ID: Double]] = [:]
  private var series: [RequestFigure: [Entry.ID: [Sample]]] = [:]
  /// The endpoints of the answers, each with the row that it is part of, and the rows in order.
  private var ids: Set<Entry.ID> = []
  private var foldedIDs: [Entry.ID: Entry.ID] = [:]
  private var order: [Entry.ID] = []

  /// Takes in what is held of a poll; of other polls nothing.
  ///
  /// - Parameters:
  ///   - reading: What is held; `nil` for nothing.
  ///   - id: The poll.
  ///   - profile: The names of labels.
  mutating func receive(_ reading: PollReading?, of id: Poll.ID, _ profile: MetricProfile) {
    guard id.text.hasPrefix(Poll.ID.endpointPrefix) else { return }
    for figure in RequestFigure.allCases {
      if id == .endpoints(figure) {
        vectors[figure] = (reading?.vector ?? []).reduce(into: [:]) { all, sample in
          all[Self.id(sample.labels, profile)] = sample.value
        }
        arrange(vectors[figure] ?? [:]) { $0.values[figure] = $1 }
        if figure == .rate {
          total = rows.compactMap { $0.values[.rate] }.filter(\.isFinite).reduce(0, +)
        }
      } else if id == .endpoints(figure, .range) {
        series[figure] = (reading?.matrix ?? []).reduce(into: [:]) { all, series in
          all[Self.id(series.labels, profile)] = series.samples
        }
        arrange(series[figure] ?? [:]) { $0.histories[figure] = $1 }
      }
    }
  }

  private static func id(_ labels: LabelSet, _ profile: MetricProfile) -> Entry.ID {
    let requests = profile.requests
    return Entry.ID(
      endpoint: Endpoint(
        Route(requests.endpointLabel.flatMap { labels[$0] } ?? ""),
        method: requests.methodLabel.flatMap { labels[$0] }
      ),
      service: labels[profile.serviceLabel]
    )
  }

  /// Puts one figure into the rows, where they are those of before and stand for one endpoint each; else
  /// all of them are made anew.
  private mutating func arrange<Value>(
    _ figure: [Entry.ID: Value],
    _ set: (inout Entry, Value?) -> Void
  ) {
    guard rows.count == ids.count, !rows.isEmpty, ids.isSuperset(of: figure.keys) else {
      arrange()
      return
    }
    for index in rows.indices { set(&rows[index], figure[rows[index].id]) }
    // Of what is gone nothing is left.
    if rows.contains(where: { $0.values.isEmpty && $0.histories.isEmpty }) { arrange() }
  }

  private mutating func arrange() {
    var all = vectors.values.reduce(into: Set<Entry.ID>()) { $0.formUnion($1.keys) }
    for own in series.values { all.formUnion(own.keys) }
    if all != ids { fold(all) }
    var entries: [Entry.ID: Entry] = [:]
    entries.reserveCapacity(order.count)
    for (id, folded) in foldedIDs {
      let own = row(id, as: folded)
      entries[folded] = entries[folded].map { Self.joined($0, own) } ?? own
    }
    rows = order.compactMap { entries[$0] }
  }

  /// Finds the templates of routes and the order of rows, which stay while the endpoints are the same.
  private mutating func fold(_ all: Set<Entry.ID>) {
    ids = all
    let folding = RouteFolding(Set(all.map(\.endpoint.route.text)))
    foldedIDs = all.reduce(into: [:]) { folded, id in
      var template = id
      template.endpoint.route = folding.route(id.endpoint.route.text)
      folded[id] = template
    }
    order = Set(foldedIDs.values).sorted {
      ($0.endpoint, $0.service ?? "") < ($1.endpoint, $1.service ?? "")
    }
  }

  private func row(_ id: Entry.ID, as folded: Entry.ID) -> Entry {
    var row = Entry(id: folded)
    row.values = vectors.compactMapValues { $0[id] }
    row.histories = series.compactMapValues { $0[id] }
    return row
  }

  /// Two rows as one: rates add up, and so do failures; a mean counts by requests.
  private static func joined(_ left: Entry, _ right: Entry) -> Entry {
    var row = left
    row.paths += right.paths
    let rates = (left.values[.rate] ?? 0, right.values[.rate] ?? 0)
    let whole = rates.0 + rates.1
    row.values[.rate] = whole
    for share in [RequestFigure.errors, .mean]
    where left.values[share] != nil || right.values[share] != nil {
      let parts = (part(left, share) * rates.0) + (part(right, share) * rates.1)
      row.values[share] = whole > 0 ? parts / whole : .nan
    }
    for quantile in [RequestFigure.p50, .p95, .p99] {
      let known = [left.values[quantile], right.values[quantile]].compactMap(\.self)
      row.values[quantile] = known.filter { !$0.isNaN }.max() ?? known.first
    }
    row.histories = joinedHistories(left, right)
    return row
  }

  private static func part(_ row: Entry, _ figure: RequestFigure) -> Double {
    row.values[figure].map { $0.isNaN ? 0 : $0 } ?? 0
  }

  private static func joinedHistories(_ left: Entry, _ right: Entry) -> [RequestFigure: [Sample]] {
    var rates: [Timestamp: Double] = [:]
    var failures: [Timestamp: Double] = [:]
    var hasFailures = false
    for row in [left, right] {
      let own = Dictionary(
        (row.histories[.rate] ?? []).map { ($0.timestamp, $0.value) },
        uniquingKeysWith: { first, _ in first }
      )
      for (moment, rate) in own where rate.isFinite { rates[moment, default: 0] += rate }
      guard let shares = row.histories[.errors] else { continue }
      hasFailures = true
      for share in shares where share.value.isFinite {
        failures[share.timestamp, default: 0] += share.value * (own[share.timestamp] ?? 0)
      }
    }
    let moments = rates.keys.sorted()
    var histories: [RequestFigure: [Sample]] = [:]
    histories[.rate] = moments.map { Sample($0, rates[$0] ?? 0) }
    if hasFailures {
      histories[.errors] = moments.map { moment in
        let rate = rates[moment] ?? 0
        return Sample(moment, rate > 0 ? (failures[moment] ?? 0) / rate : .nan)
      }
    }
    return histories
  }
}

extension Poll.ID {
  /// What the names of the polls of the table of endpoints begin with.
  static let endpointPrefix = "endpoints."

  /// A column of the table of endpoints.
  static func endpoints(_ figure: RequestFigure, _ form: PanelQuery.Form = .instant) -> Poll.ID {
    Poll.ID(endpointPrefix + figure.rawValue + (form == .range ? ".range" : ""))
  }
}
