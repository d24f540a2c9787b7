import Screen
import Signals
import Telemetry

/// The list of alerting rules: what fails first, then by group.
struct RuleTable {
  /// The list.
  typealias List = TableView<AlertRule, RuleKey>

  let scene: Scene
  private let active: [String: [AlertBoard.Item]]

  init(scene: Scene) {
    self.scene = scene
    active = Dictionary(grouping: scene.world.alertBoard.all, by: \.name)
  }

  /// The list as the place orders and filters it.
  var list: List {
    let rules = scene.world.rules ?? []
    let (bad, good) = (rules.filter(Self.isFailing), rules.filter { !Self.isFailing($0) })
    return List(
      columns,
      bad + good,
      id: RuleKey.init,
      state: scene.place[TableState<RuleKey>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  static func isFailing(_ rule: AlertRule) -> Bool {
    rule.health == .failing || rule.lastError != nil
  }

  private var columns: [List.Column] {
    [
      List.Column(Table.Column("health", .fixed(9)), { scene.health(of: $0) }),
      List.Column(Table.Column("group", .flexible(min: 8), priority: 4)) {
        TextSpan($0.group, .muted)
      },
      List.Column(Table.Column("rule", .flexible(min: 16, weight: 2))) {
        TextSpan($0.name, .text, .bold)
      },
      List.Column(
        Table.Column("alerts", .fixed(9), priority: 6),
        by: { count($0) < count($1) },
        alerts
      ),
      List.Column(
        Table.Column("evaluated", .fixed(9), .right, priority: 5),
        by: { Self.moment($0) < Self.moment($1) },
        { scene.past($0.lastEvaluation, every: $0.interval, by: .rules) }
      ),
      List.Column(
        Table.Column("took", .fixed(7), .right, priority: 5),
        by: { ($0.evaluationTime ?? .zero) < ($1.evaluationTime ?? .zero) },
        { scene.span($0.evaluationTime, of: $0.interval) }
      ),
      List.Column(
        Table.Column("group took", .fixed(10), .right, priority: 2),
        by: { ($0.groupTime ?? .zero) < ($1.groupTime ?? .zero) },
        { scene.span($0.groupTime, of: $0.interval) }
      ),
      List.Column(
        Table.Column("every", .fixed(5), .right, priority: 3),
        by: { ($0.interval ?? .zero) < ($1.interval ?? .zero) },
        { TextSpan($0.interval?.prometheusText ?? "", .muted) }
      ),
      List.Column(Table.Column("error", .flexible(min: 12, weight: 2), priority: 1)) {
        TextSpan($0.lastError ?? "", .critical)
      },
    ]
  }

  private static func moment(_ rule: AlertRule) -> Timestamp {
    rule.lastEvaluation ?? Timestamp(nanoseconds: .min)
  }

  private func count(_ rule: AlertRule) -> Int { items(rule).count }

  private func items(_ rule: AlertRule) -> [AlertBoard.Item] {
    (active[rule.name] ?? []).filter { $0.labels.isMade(by: rule) }
  }

  private func alerts(_ rule: AlertRule) -> TextSpan {
    let items = items(rule)
    let firing = items.filter { $0.state == .firing }
    if let worst = firing.map(\.rank).max() {
      return TextSpan("\(firing.count) firing", worst == .critical ? .critical : .warning)
    }
    let pending = items.count { $0.state == .pending }
    return pending > 0
      ? TextSpan("\(pending) pending", .warning)
      : TextSpan(items.isEmpty ? "" : "\(items.count) quiet", .muted)
  }
}
