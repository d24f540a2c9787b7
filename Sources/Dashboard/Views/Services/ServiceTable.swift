import Screen
import Signals
import Telemetry

/// The list of services in columns.
struct ServiceTable {
  /// The list.
  typealias List = TableView<ServiceRow, ServiceID>

  let scene: Scene

  /// The list as the place orders and filters it.
  var list: List {
    let rows = ServiceRow.all(in: scene)
    return List(
      columns(rows),
      rows,
      id: { $0.service.id },
      state: scene.place[TableState<ServiceID>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  /// The columns; of rows that have little to say in one, it is narrow, and leaves room for others.
  private func columns(_ rows: [ServiceRow]) -> [List.Column] {
    let states = rows.map { VisibleText.width(of: state($0).text) }.max() ?? 0
    let hasMeans = rows.contains { $0.values[.mean].map { !$0.isNaN } ?? false }
    var columns = names(stateWidth: max(5, min(states, 12)))
    columns += rates
    columns += latencies(hasMeans: hasMeans)
    columns += [
      List.Column(
        Table.Column("saturation", .fixed(10), .right, priority: 6),
        by: { ($0.saturation?.share ?? -1) < ($1.saturation?.share ?? -1) },
        saturation
      ),
      List.Column(
        Table.Column("alerts", .fixed(6), .right, priority: 7),
        by: { $0.alerts < $1.alerts },
        { TextSpan($0.alerts == 0 ? "" : "\(scene.alarm) \($0.alerts)", $0.severity.role) }
      ),
    ]
    return columns
  }

  private func names(stateWidth: Int) -> [List.Column] {
    [
      List.Column(Table.Column("service", .flexible(min: 18))) { row in
        TextSpan(row.service.id.name, row.severity.role, .bold)
      },
      List.Column(Table.Column("state", .fixed(stateWidth)), state),
      List.Column(Table.Column("profile", .flexible(min: 10), priority: 3)) {
        TextSpan($0.service.instrumentation, .muted)
      },
    ]
  }

  private var shared: RequestColumns<ServiceRow, ServiceID> { RequestColumns(scene: scene) }

  private var rates: [List.Column] {
    [
      shared.rate, shared.trend("traffic", .rate, priority: 2), shared.errors,
      shared.trend("failing", .errors, priority: 1),
    ]
  }

  private func latencies(hasMeans: Bool) -> [List.Column] {
    [
      shared.duration("p50", .p50, width: 7, priority: 4),
      List.Column(
        Table.Column("p95", .fixed(hasMeans ? 11 : 7), .right),
        by: { Self.latency($0) < Self.latency($1) },
        p95
      ), shared.duration("p99", .p99, width: 7, priority: 5),
    ]
  }

  /// The mean stands there only with its name.
  private func p95(_ row: ServiceRow) -> TextSpan {
    if let mean = row.values[.mean], !mean.isNaN {
      return TextSpan("mean \(SignalUnit.seconds.text(mean))", .text)
    }
    guard let value = row.values[.p95] else { return .missing(scene) }
    guard !value.isNaN else { return TextSpan("idle", .muted) }
    let judged = scene.settings.thresholds.latencyP95.judge(value)
    return TextSpan(SignalUnit.seconds.text(value), judged.role)
  }

  /// The share of the fullest instance, and what is full.
  private func saturation(_ row: ServiceRow) -> TextSpan {
    guard let saturation = row.saturation else { return .missing(scene) }
    let share = Int(saturating: (saturation.share * 100).rounded())
    return TextSpan(
      "\(saturation.resource) \(share) %",
      saturation.severity(scene.settings.thresholds, of: row.service).role
    )
  }

  private static func latency(_ row: ServiceRow) -> Double {
    row.values[.p95] ?? row.values[.mean] ?? -1
  }

  private func state(_ row: ServiceRow) -> TextSpan {
    switch row.state {
    case .alive: TextSpan(row.service.row?.guess == nil ? "" : "guessed", .stale)
    case .idle: TextSpan("idle", .muted)
    case .uncounted: TextSpan("", .muted)
    case .sparse: TextSpan("\(scene.alarm) window", .warning)
    case .silent(let silence):
      TextSpan(silence.mark, silence.isStop ? .critical : .warning)
    case .down(let down, let all):
      TextSpan(
        all == 1 ? "\(scene.cross) down" : "\(scene.cross) \(down)/\(all) down",
        down == all ? .critical : .warning
      )
    }
  }
}
