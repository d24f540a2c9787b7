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

  private var rates: [List.Column] {
    let total = scene.world.endpoints.total
    return [
      number(Table.Column("req/s", .fixed(7), .right), .rate) {
        SignalUnit.perSecond.unit.format($0).number
      },
      List.Column(
        Table.Column("share", .fixed(6), .right, priority: 3),
        by: { ($0.values[.rate] ?? -1) < ($1.values[.rate] ?? -1) },
        { row in
          guard let rate = row.values[.rate], total > 0 else { return missing }
          return TextSpan(SignalUnit.ratio.text(rate / total), .muted)
        }
      ),
      trend("traffic", .rate, priority: 2),
      number(
        Table.Column("errors", .fixed(7), .right),
        .errors,
        threshold: scene.settings.thresholds.errorRatio
      ) {
        SignalUnit.ratio.text($0)
      },
      trend("failing", .errors, priority: 1),
    ]
  }

  private var latencies: [List.Column] {
    let isMean = scene.world.queryContext.profile.requests.durationForm == .sum
    func quantile(_ title: String, _ figure: RequestFigure, priority: Int) -> List.Column {
      number(
        Table.Column(title, .fixed(8), .right, priority: priority),
        figure,
        threshold: figure == .p95 ? scene.settings.thresholds.latencyP95 : nil
      ) {
        SignalUnit.seconds.text($0)
      }
    }
    if isMean { return [quantile("mean", .mean, priority: TextSpan.kept)] }
    return [
      quantile("p50", .p50, priority: 4), quantile("p95", .p95, priority: TextSpan.kept),
      quantile("p99", .p99, priority: 5),
    ]
  }

  private func number(
    _ layout: Table.Column,
    _ figure: RequestFigure,
    threshold: Threshold? = nil,
    text: @escaping (Double) -> String
  ) -> List.Column {
    // What those of all paths together cannot pass.
    let isBound = [.p50, .p95, .p99].contains(figure)
    return List.Column(
      layout,
      by: { ($0.values[figure] ?? -1) < ($1.values[figure] ?? -1) },
      { row in
        guard let value = row.values[figure] else { return missing }
        guard !value.isNaN else { return TextSpan("idle", .muted) }
        let sign = isBound && row.paths > 1 ? scene.settings.isASCII ? "<=" : "≤" : ""
        return TextSpan(sign + text(value), threshold?.judge(value).role ?? .text)
      }
    )
  }

  private var missing: TextSpan { TextSpan(String(Character(scene.symbols.signs.dash)), .muted) }

  private func trend(_ title: String, _ figure: RequestFigure, priority: Int) -> List.Column {
    List.Column(
      Table.Column(title, .fixed(ServiceTrend.width), priority: priority),
      by: { ($0.values[figure] ?? -1) < ($1.values[figure] ?? -1) },
      { TrendCell(scene).span($0.histories[figure] ?? []) }
    )
  }
}

extension Double {
  /// A rate in steps from 1 to 1.5 to 2 to 3 and so on.
  var magnitudeStep: Int {
    guard self > 0, isFinite else { return .min }
    return 2 * Int(exponent) + (significand < 1.5 ? 0 : 1)
  }
}
