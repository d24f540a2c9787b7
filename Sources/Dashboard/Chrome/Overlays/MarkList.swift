import Screen
import Signals
import Telemetry

/// What has happened in the window, in a list below the view, whose charts have the time cursor at the mark
/// that is chosen.
struct MarkList {
  let scene: Scene
  private let overlay: PlaceOverlay
  /// The newest first.
  let marks: [TimeMark]

  /// The most rows of the list.
  private static let mostRows = 10

  /// `nil` unless the list is open.
  init?(_ scene: Scene) {
    guard let overlay = scene.overlay, overlay.kind == .marks else { return nil }
    self.scene = scene
    self.overlay = overlay
    marks = scene.marks.reversed()
  }

  /// The index of the mark chosen; `nil` where there is none.
  ///
  /// A mark that has grown meanwhile, for more instances have started, is told by when and what it is of.
  var index: Int? {
    if let chosen = overlay.mark,
      let index = marks.firstIndex(where: {
        $0.kind == chosen.kind && $0.subject == chosen.subject && $0.moment == chosen.moment
      })
    {
      return index
    }
    guard let cursor = scene.timeline.cursor else { return marks.isEmpty ? nil : 0 }
    return marks.indices.min {
      distance(from: cursor, $0) < distance(from: cursor, $1)
    }
  }

  private func distance(from moment: Timestamp, _ index: Int) -> Duration {
    max(marks[index].moment - moment, moment - marks[index].moment)
  }

  /// The list with another mark chosen, on which the time cursor stands: at first, or by a move.
  ///
  /// Up and right lead to newer ones.
  func moved(_ move: Action.Move?) -> (overlay: PlaceOverlay, timeline: Timeline) {
    choosing(mark(after: move))
  }

  /// The list with the mark of an index chosen, or that at the nearest end.
  func choosing(_ index: Int) -> (overlay: PlaceOverlay, timeline: Timeline) {
    choosing(marks.isEmpty ? nil : marks[max(0, min(index, marks.count - 1))])
  }

  private func choosing(_ mark: TimeMark?) -> (overlay: PlaceOverlay, timeline: Timeline) {
    var (moved, timeline) = (overlay, scene.timeline)
    moved.mark = mark
    if let mark = moved.mark {
      timeline.moveCursor(to: mark.moment, at: scene.serverNow, step: scene.step)
    }
    return (moved, timeline)
  }

  private func mark(after move: Action.Move?) -> TimeMark? {
    guard let index else { return nil }
    let target: Int
    switch move {
    case nil: target = index
    case .left?: target = index + 1
    case .right?: target = index - 1
    case let move?:
      target = move.target(from: index, last: marks.count - 1, page: Self.mostRows) ?? index
    }
    return marks[max(0, min(target, marks.count - 1))]
  }

  /// The part of the body that is left to the view, and that of the list.
  func split(_ body: Rect) -> (view: Rect, list: Rect) {
    let wanted = max(1, min(marks.count, Self.mostRows)) + 2
    let height = min(wanted, max(3, body.height * 2 / 5))
    let parts = Layout.split(body, .rows, [.flexible(), .fixed(height)])
    return (parts[0], parts[1])
  }

  func draw(in area: Rect, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    grid.mark(area, as: .cover)
    var frame = Frame(title: "Marks", isFocused: true)
    frame.badge = trouble
    frame.notes = [
      TextSpan("\(scene.keyText(.back)) closes", .key),
      TextSpan(Self.legend, .muted, priority: 1),
    ]
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    guard !inside.isEmpty else { return }
    guard let index else {
      TextLine(absence, Style(.muted)).draw(in: inside.row(0), on: &grid, symbols: scene.symbols)
      return
    }
    let names = min(40, marks.map { VisibleText.width(of: $0.subject) }.max() ?? 0)
    let lines = marks.enumerated().map { line($1, isChosen: $0 == index, names: names) }
    let offset = min(max(0, index - inside.height / 2), max(0, lines.count - inside.height))
    ScrolledLines(lines: lines, offset: offset).draw(in: inside, on: &grid, symbols: scene.symbols)
    for row in 0..<inside.height where offset + row < marks.count {
      grid.mark(inside.row(row), as: .row(offset + row))
    }
  }

  private static var legend: String {
    TimeMark.Kind.allCases.map { "\(Character($0.letter)) \($0.word)" }.joined(separator: "  ")
  }

  private func line(_ mark: TimeMark, isChosen: Bool, names: Int) -> TextLine {
    let age = (scene.serverNow - mark.moment).ageText
    let emphasis: Emphasis = isChosen ? .bold : []
    let sign = isChosen ? String(Character(scene.symbols.arrows.right)) : " "
    return TextLine(
      [
        TextSpan("\(sign) ", .key, .bold),
        TextSpan("\(Character(mark.kind.letter)) ", mark.kind.style),
        TextSpan(scene.timeText.moment(mark.moment) + "  ", isChosen ? .cursor : .text, emphasis),
        TextSpan(mark.subject.padded(to: names) + "  ", .text, emphasis, priority: 80),
        TextSpan(words(of: mark), .text, priority: 60),
      ],
      right: [TextSpan("\(age) ago ", .muted, priority: 40)],
      gap: 2
    )
  }

  /// What has happened, in words.
  private func words(of mark: TimeMark) -> String {
    switch mark.kind {
    case .release:
      let starts = mark.count > 1 ? ", \(mark.count) instances" : ""
      return "version \(mark.detail)\(starts)"
    case .start:
      let starts = mark.count > 1 ? " \(mark.count) times" : ""
      return mark.detail.isEmpty ? "started\(starts)" : mark.detail + starts
    case .reload: return "configuration loaded" + (mark.count > 1 ? " \(mark.count) times" : "")
    case .alert:
      let severity = mark.detail.isEmpty ? "" : " (\(mark.detail))"
      return "began to fire\(severity)"
    }
  }

  /// What was asked and not answered.
  private var failure: SourceError? {
    for question in TimeMarkQuestion.allCases {
      if case .failed(let error, _) = scene.world.state(of: .marks(question)) { return error }
    }
    return nil
  }

  private var trouble: TextSpan? {
    failure.map { _ in TextSpan("\(scene.cross) failed", .critical, .bold) }
  }

  private var absence: String {
    if let failure { return failure.headline }
    let asked = TimeMarkQuestion.allCases.filter { question in
      scene.world.plan.polls.contains { $0.id == .marks(question) }
    }
    let isWaiting = asked.contains { scene.world.state(of: .marks($0)) == .waiting }
    if isWaiting { return "waiting for the first answer" }
    return "no release, start, reload or alert in \(scene.timeline.range.rawValue)"
  }

  /// The keys that matter in it.
  var hints: [KeyHint] {
    let ends = [KeyHint(.back, "close"), KeyHint(.quit, "close")]
    return marks.isEmpty ? ends : ends + [KeyHint(.up, "next mark"), KeyHint(.down, "next mark")]
  }
}

extension TimeMark.Kind {
  /// Its name in the legend.
  fileprivate var word: String {
    switch self {
    case .release: "version"
    case .start: "start"
    case .reload: "reload"
    case .alert: "alert"
    }
  }
}
