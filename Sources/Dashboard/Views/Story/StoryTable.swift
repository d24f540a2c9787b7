import Logs
import Screen
import Signals
import Telemetry

/// The lines of a story with the time since the first; what took long stands out.
struct StoryTable {
  /// The lines.
  typealias List = TableView<RequestStory.Step, LogEntry>

  /// The list, in columns that suit a width.
  var list: List

  /// `nil` where no line of the request is known.
  init?(_ scene: Scene, width: Int) {
    guard let story = scene.place[StoryState.self].story else { return nil }
    list = List(
      Self.columns(scene, story.steps, width: width),
      story.steps,
      id: { $0.entry },
      state: scene.place[TableState<LogEntry>.self]
    )
  }

  private static func columns(
    _ scene: Scene,
    _ steps: [RequestStory.Step],
    width: Int
  ) -> [List.Column] {
    let service = width < 100 ? 10 : 16
    let columns = headColumns(scene, service)
    let message = { (step: RequestStory.Step) in
      TextSpan(step.message, step.entry.facts.level.isAtLeast(.error) ? .critical : .text)
    }
    let fields = { (step: RequestStory.Step) in
      TextSpan(LogRowText(step.entry, scene).fields.joined(separator: " "), .muted)
    }
    // Messages have the columns that they need, and what else a line holds has the rest.
    let wanted = min(width / 2, steps.map { message($0).width }.max() ?? 0)
    let hasFields = steps.contains { !fields($0).text.isEmpty }
    guard hasFields, width - 33 - service - wanted >= 16 else {
      return columns + [List.Column(Table.Column("message", .flexible(min: 16)), message)]
    }
    return columns + [
      List.Column(Table.Column("message", .fixed(wanted + 1)), message),
      List.Column(Table.Column("fields", .flexible(min: 16)), fields),
    ]
  }

  /// When, how bad and where.
  private static func headColumns(_ scene: Scene, _ service: Int) -> [List.Column] {
    [
      List.Column(
        Table.Column("since", .fixed(8), .right),
        by: { $0.elapsed < $1.elapsed },
        { TextSpan(SignalUnit.seconds.text($0.elapsed.inSeconds), .muted) }
      ),
      List.Column(
        Table.Column("waited", .fixed(11), .right, priority: 3),
        by: { $0.gap < $1.gap },
        { step in
          let gap = SignalUnit.seconds.text(step.gap.inSeconds)
          return TextSpan(step.isGapLong ? "\(scene.alarm) +\(gap)" : "", .warning, .bold)
        }
      ),
      List.Column(Table.Column("level", .fixed(5), priority: 2)) { step in
        let level = step.entry.facts.level
        return TextSpan(level?.word ?? "", Style(level?.role ?? .muted, .bold))
      },
      List.Column(Table.Column("service", .fixed(service), priority: 1)) {
        TextSpan($0.service ?? "", .title)
      },
    ]
  }
}
