import Screen

/// A box over the body with lines that can be scrolled: help or cost.
struct OverlayBox {
  private let scene: Scene
  private let overlay: PlaceOverlay
  private let title: String
  private let lines: [TextLine]

  /// `nil` where there is none, or one that is no box.
  init?(_ scene: Scene) {
    guard let overlay = scene.overlay else { return nil }
    switch overlay.kind {
    case .help: (title, lines) = ("Keys", HelpLines(scene: scene).lines)
    case .cost: (title, lines) = ("goldtop's own resource use", CostLines(scene: scene).lines)
    case .guess(let service):
      title = "Guessed profile, for the configuration file"
      lines = GuessLines(scene: scene, service: service).lines
    case .marks: return nil
    }
    self.scene = scene
    self.overlay = overlay
  }

  func draw(in body: Rect, on grid: inout Grid) {
    guard !body.isEmpty else { return }
    let inside = box.draw(in: body, on: &grid, symbols: scene.symbols)
    ScrolledLines(lines: lines, offset: overlay.offset)
      .draw(in: inside, on: &grid, symbols: scene.symbols)
  }

  /// How far it can be scrolled.
  var scrollLimit: Int {
    let place = box.place(in: scene.areas.body)
    return max(0, lines.count - Frame.inside(of: place).height)
  }

  /// The keys that matter in it.
  var hints: [KeyHint] {
    [KeyHint(.back, "close"), KeyHint(.quit, "close")] + KeyHint.scroll(scrollLimit)
  }

  private var box: Screen.Overlay {
    var frame = Frame(title: title, isFocused: true)
    frame.notes = [TextSpan("\(scene.keyText(.back)) closes", .key)]
    let width = (lines.map(\.width).max() ?? 0) + ScrolledLines.markWidth
    return Screen.Overlay(frame: frame, content: Size(width, lines.count))
  }

  /// The overlay, moved as far as it goes.
  func moved(_ move: Action.Move) -> PlaceOverlay {
    var moved = overlay
    moved.offset = ScrolledLines.offset(
      overlay.offset,
      moved: move,
      limit: scrollLimit,
      page: scene.pageHeight
    )
    return moved
  }
}

extension Scene {
  /// The overlay after a move, or as it was opened, and the time that goes along with it.
  func movingOverlay(_ move: Action.Move?) -> (overlay: PlaceOverlay?, timeline: Timeline) {
    if let list = MarkList(self) { return list.moved(move) }
    let box = OverlayBox(self)
    return (move.flatMap { box?.moved($0) } ?? overlay, timeline)
  }
}
