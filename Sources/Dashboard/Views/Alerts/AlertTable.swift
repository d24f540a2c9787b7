import Screen
import Signals
import Telemetry

/// The list of alerts: what fires worst first, then what is about to, then what is kept quiet.
struct AlertTable {
  /// The list.
  typealias List = TableView<AlertBoard.Item, LabelSet>

  let scene: Scene

  /// The list as the place orders and filters it.
  var list: List {
    let items = scene.shownAlerts
    return List(
      columns(items),
      items,
      id: { $0.labels },
      state: scene.place[TableState<LabelSet>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  private func columns(_ items: [AlertBoard.Item]) -> [List.Column] {
    let isQuiet = items.contains { if case .suppressed = $0.state { true } else { false } }
    // Where names would be cut, the sign of the state is enough.
    let stateWidth = scene.size.width < 60 ? 2 : isQuiet ? 12 : 10
    return [
      List.Column(
        Table.Column(stateWidth < 5 ? "" : "state", .fixed(stateWidth)),
        by: { Self.rank($0) < Self.rank($1) },
        { state($0, isShort: stateWidth < 5) }
      ),
      List.Column(
        Table.Column("severity", .fixed(8), priority: 3),
        by: { $0.rank < $1.rank },
        { scene.severityWord($0) }
      ),
      List.Column(Table.Column("alert", .flexible(min: 18)), name),
      List.Column(
        Table.Column("for", .fixed(10), .right),
        by: { since($0) > since($1) },
        { TextSpan(scene.age(of: $0), $0.state == .firing ? .text : .muted) }
      ),
      List.Column(
        Table.Column("value", .fixed(8), .right, priority: 1),
        by: { ($0.value ?? -.infinity) < ($1.value ?? -.infinity) },
        { TextSpan($0.value.map { SignalUnit.none.text($0) } ?? "", .muted) }
      ),
      List.Column(Table.Column("summary", .flexible(min: 16, weight: 2), priority: 2)) { item in
        TextSpan(scene.quietWords(of: item).first ?? item.summary, .muted)
      },
    ]
  }

  private func state(_ item: AlertBoard.Item, isShort: Bool) -> TextSpan {
    let state = scene.state(of: item)
    return isShort ? TextSpan(String(state.text.prefix(2)), state.style) : state
  }

  private func name(_ item: AlertBoard.Item) -> TextSpan {
    let mark = item.distinction.isEmpty ? "" : " \(item.distinction)"
    if case .suppressed = item.state { return TextSpan(item.name + mark, .muted) }
    return TextSpan(item.name + mark, .text, item.state == .firing ? .bold : [])
  }

  private func since(_ item: AlertBoard.Item) -> Timestamp {
    (item.state == .pending ? item.since : item.firingSince ?? item.since)
      ?? Timestamp(nanoseconds: .max)
  }

  private static func rank(_ item: AlertBoard.Item) -> Int {
    switch item.state {
    case .firing: 3 - item.rank.rawValue
    case .pending: 4
    case .suppressed: 5
    }
  }
}

extension Scene {
  /// The alerts of what is looked at: those that do not say of which service they are may be of any.
  var shownAlerts: [AlertBoard.Item] {
    let all = world.alertBoard.all
    guard let service = place.scope.service else { return all }
    return all.filter { $0.labels[service.label] == nil || service.isMet(by: $0.labels) }
  }
}
