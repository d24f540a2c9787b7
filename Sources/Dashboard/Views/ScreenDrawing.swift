import Screen

/// The whole screen: title bar, alert strip, a view, what covers it, and the footer.
struct ScreenDrawing {
  let scene: Scene
  let view: View

  /// The screen, which has a place for every size: chrome goes first where rows are short.
  var grid: Grid {
    let grid = drawn(on: Grid(scene.size))
    return scene.settings.isASCII ? grid.inASCII() : grid
  }

  /// What a pointer finds there, what is in front first; drawn for it, so that nothing else says where
  /// things are.
  func targets(under pointer: Pointer) -> [Target] {
    drawn(on: Grid(scene.size, under: pointer)).targets
  }

  private func drawn(on blank: Grid) -> Grid {
    var grid = blank
    guard scene.size.width > 0, scene.size.height > 0 else { return grid }
    let areas = scene.areas
    TitleBar(scene: scene).draw(in: areas.title, on: &grid)
    AlertStrip(scene: scene).draw(in: areas.strip, on: &grid)
    let marks = MarkList(scene)
    let parts = marks?.split(areas.body)
    view.draw(scene, parts?.view ?? areas.body, &grid)
    if let parts { marks?.draw(in: parts.list, on: &grid) }
    let box = OverlayBox(scene)
    box?.draw(in: areas.body, on: &grid)
    // Last, since long remarks take rows above it; what is typed is seen at every size.
    let isHidden = areas.footer.isEmpty && scene.prompt != nil
    let footer = isHidden ? Rect(grid.size).row(grid.size.height - 1) : areas.footer
    let hints = box?.hints ?? marks?.hints ?? KeyHint.ends + view.hints(scene)
    Footer(scene: scene, hints: hints).draw(in: footer, on: &grid)
    return grid
  }
}
