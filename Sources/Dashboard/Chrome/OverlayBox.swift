import Screen

/// A box over the body with lines that can be scrolled: help or cost.
struct OverlayBox {
  let scene: Scene
  let overlay: PlaceOverlay

  private var title: String {
    switch overlay.kind {
    case .help: "Keys"
    case .cost: "goldtop's own resource use"
    case .guess: "Guessed profile, for the configuration file"
    }
  }

  private var lines: [TextLine] {
    switch overlay.kind {
    case .help: HelpLines(scene: scene).lines
    case .cost: CostLines(scene: scene).lines
    case .guess(let service): GuessLines(scene: scene, service: service).lines
    }
  }

  func draw(in body: Rect, on grid: inout Grid) {
    guard !body.isEmpty else { return }
    let lines = lines
    let inside = box(lines).draw(in: body, on: &grid, symbols: scene.symbols)
    ScrolledLines(lines: lines, offset: overlay.offset)
      .draw(in: inside, on: &grid, symbols: scene.symbols)
  }

  /// How far it can be scrolled.
  var scrollLimit: Int {
    let lines = lines
    let place = box(lines).place(in: scene.areas.body)
    return max(0, lines.count - Frame.inside(of: place).height)
  }

  /// The keys that matter in it.
  var hints: [KeyHint] {
    [KeyHint(.back, "close"), KeyHint(.quit, "close")] + KeyHint.scroll(scrollLimit)
  }

  private func box(_ lines: [TextLine]) -> Screen.Overlay {
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
