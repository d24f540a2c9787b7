import Logs
import Screen
import Signals
import Telemetry

/// The requests of an endpoint in columns.
struct EndpointTable {
  /// The list.
  typealias List = TableView<EndpointRequests.Request, LogEntry>

  let scene: Scene

  /// The list as the place orders it.
  var list: List {
    List(
      columns,
      scene.place[EndpointRequests.self].requests,
      id: { $0.entry },
      state: scene.place[TableState<LogEntry>.self]
    )
  }

  private var columns: [List.Column] {
    [
      List.Column(
        Table.Column("time", .fixed(12)),
        by: { $0.entry.timestamp < $1.entry.timestamp },
        { TextSpan(scene.timeText.logClock($0.entry.timestamp, hasMilliseconds: true), .muted) }
      ),
      List.Column(Table.Column("status", .fixed(8))) { request in
        let sign = request.hasFailed ? "\(scene.cross) " : ""
        let role: Role = request.hasFailed ? .critical : .text
        return TextSpan(sign + (request.status ?? request.entry.facts.level?.word ?? ""), role)
      },
      List.Column(
        Table.Column("took", .fixed(8), .right),
        by: { $0.duration ?? .zero < $1.duration ?? .zero },
        { request in
          guard let seconds = request.duration?.inSeconds else { return TextSpan("") }
          let judged = scene.settings.thresholds.latencyP95.judge(seconds)
          return TextSpan(SignalUnit.seconds.text(seconds), judged.role)
        }
      ),
      List.Column(Table.Column("message", .flexible(min: 20, weight: 3))) {
        TextSpan($0.message, $0.hasFailed ? .text : .muted)
      },
      List.Column(Table.Column("ID", .flexible(min: 13), priority: 1)) {
        TextSpan($0.id?.text ?? "", .key)
      },
    ]
  }
}
