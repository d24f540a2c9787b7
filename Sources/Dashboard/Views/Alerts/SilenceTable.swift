import Screen
import Telemetry

/// The list of silences: what ends first on top.
struct SilenceTable {
  /// The list.
  typealias List = TableView<AlertSilence, String>

  let scene: Scene

  /// The list as the place orders and filters it.
  var list: List {
    List(
      columns,
      scene.world.silences.silences ?? [],
      id: \.id,
      state: scene.place[TableState<String>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  /// What stands out: that it matches nothing, and since when that was seen, or that it ends soon.
  func mark(of silence: AlertSilence) -> TextSpan {
    if silence.state == .pending {
      let start = (silence.start - scene.alertmanagerNow).leftText
      return TextSpan("\(scene.clock) begins in \(start)", .muted)
    }
    if let since = scene.world.silences.idleSince[silence.id] {
      let age = (scene.now - since).ageText
      return TextSpan("\(scene.alarm) matches nothing \(age)", .warning)
    }
    return endsSoon(silence)
      ? TextSpan("\(scene.clock) ends within the hour", .warning) : TextSpan("", .muted)
  }

  /// The same in words, with the moment since which it has been seen so.
  func words(of silence: AlertSilence) -> TextSpan {
    let mark = mark(of: silence)
    guard silence.state == .active, let since = scene.world.silences.idleSince[silence.id] else {
      return mark
    }
    let moment = scene.timeText.moment(since)
    return TextSpan("\(scene.alarm) matches no alert, seen so since \(moment)", mark.style)
  }

  private func endsSoon(_ silence: AlertSilence) -> Bool {
    silence.end - scene.alertmanagerNow < .seconds(3600)
  }

  private var columns: [List.Column] {
    [
      List.Column(
        Table.Column("ends in", .fixed(8), .right),
        by: { $0.end < $1.end },
        { TextSpan(scene.left(of: $0), endsSoon($0) ? .warning : .text, .bold) }
      ),
      List.Column(
        Table.Column("alerts", .fixed(6), .right),
        by: { count($0) < count($1) },
        { TextSpan("\(count($0))", count($0) == 0 ? .warning : .text) }
      ),
      List.Column(Table.Column("matchers", .flexible(min: 18, weight: 2))) { silence in
        TextSpan(silence.matchers.map(\.promQL).joined(separator: ", "), .text)
      },
      List.Column(Table.Column("remark", .flexible(min: 24), priority: 3), mark),
      List.Column(Table.Column("author", .fixed(12), priority: 2)) {
        TextSpan($0.author, .muted)
      },
      List.Column(Table.Column("comment", .flexible(min: 16), priority: 1)) {
        TextSpan($0.comment, .muted)
      },
    ]
  }

  private func count(_ silence: AlertSilence) -> Int {
    scene.world.silences.counts[silence.id] ?? 0
  }
}
