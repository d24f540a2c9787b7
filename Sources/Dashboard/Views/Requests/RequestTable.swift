import Screen
import Signals
import Telemetry

/// The list of endpoints in columns.
struct RequestTable {
  /// The list.
  typealias List = TableView<EndpointFigures.Entry, EndpointFigures.Entry.ID>

  let scene: Scene

  /// The list as the place orders and filters it.
  var list: List {
    List(
      columns,
      rows,
      id: { $0.id },
      state: scene.place[TableState<EndpointFigures.Entry.ID>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  /// What is worst comes first, of that what is asked most; with steps of the rate in between, so that
  /// endpoints of about one rate do not change places with each refresh.
  private var rows: [EndpointFigures.Entry] {
    let rows = scene.world.endpoints.rows
    let keys = rows.enumerated().map { index, row in
      (
        index: index, rank: severity(row)?.rawValue ?? -1,
        rate: (row.values[.rate] ?? 0).magnitudeStep
      )
    }
    return keys.sorted { ($1.rank, $1.rate, $0.index) < ($0.rank, $0.rate, $1.index) }
      .map { rows[$0.index] }
  }

  /// How bad it is, by the thresholds of the settings; `nil` where nothing is judged.
  func severity(_ row: EndpointFigures.Entry) -> Severity? {
    let thresholds = scene.settings.thresholds
    let errors = row.values[.errors].flatMap { thresholds.errorRatio.judge($0) }
    let latency = row.values[.p95].flatMap { thresholds.latencyP95.judge($0) }
    return [errors, latency].compactMap(\.self).max()
  }

  private var columns: [List.Column] {
    let rows = scene.world.endpoints.rows
    var columns: [List.Column] = []
    if rows.contains(where: { $0.id.endpoint.method != nil }) {
      columns.append(
        List.Column(Table.Column("method", .fixed(7), priority: 8)) {
          TextSpan($0.id.endpoint.method ?? "", .muted)
        }
      )
    }
    columns.append(
      List.Column(Table.Column("route", .flexible(min: 18, weight: 3))) { row in
        TextSpan(name(row), severity(row).role, .bold)
      }
    )
    if rows.contains(where: { $0.id.service != nil }) {
      columns.append(
        List.Column(Table.Column("service", .flexible(min: 10), priority: 7)) {
          TextSpan($0.id.service ?? "", .muted)
        }
      )
    }
    return columns + rates + latencies
  }

  /// The route; of paths that were folded with their number.
  func name(_ row: EndpointFigures.Entry) -> String {
    let text = row.id.endpoint.route.text
    let requests = scene.world.queryContext.profile.requests
    if text.isEmpty || requests.unmatchedRoutes.contains(text) { return "(no route)" }
    return row.paths == 1 ? text : "\(text) (\(row.paths) paths)"
  }

  private var shared: RequestColumns<EndpointFigures.Entry, EndpointFigures.Entry.ID> {
    RequestColumns(scene: scene)
  }

  private var rates: [List.Column] {
    let total = scene.world.endpoints.total
    let share = List.Column(
      Table.Column("share", .fixed(6), .right, priority: 3),
      by: { ($0.values[.rate] ?? -1) < ($1.values[.rate] ?? -1) },
      { row in
        guard let rate = row.values[.rate], total > 0 else { return .missing(scene) }
        return TextSpan(SignalUnit.ratio.text(rate / total), .muted)
      }
    )
    return [
      shared.rate, share, shared.trend("traffic", .rate, priority: 2), shared.errors,
      shared.trend("failing", .errors, priority: 1),
    ]
  }

  private var latencies: [List.Column] {
    if scene.world.queryContext.profile.requests.durationForm == .sum {
      return [shared.duration("mean", .mean, width: 8)]
    }
    return [
      shared.duration("p50", .p50, width: 8, priority: 4), shared.duration("p95", .p95, width: 8),
      shared.duration("p99", .p99, width: 8, priority: 5),
    ]
  }
}

extension Double {
  /// A rate in steps from 1 to 1.5 to 2 to 3 and so on.
  var magnitudeStep: Int {
    guard self > 0, isFinite else { return .min }
    return 2 * Int(exponent) + (significand < 1.5 ? 0 : 1)
  }
}
