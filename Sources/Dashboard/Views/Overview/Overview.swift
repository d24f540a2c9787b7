import Screen
import Telemetry

/// The panels in their boxes and lines, and the tail of the logs.
struct Overview {
  let scene: Scene

  func draw(in area: Rect, on grid: inout Grid) {
    let panels = scene.panels
    let (area, logArea) = LogAreas.overview(scene, in: area)
    LogTail(scene: scene).draw(in: logArea, on: &grid)
    let contents = scene.contents(of: panels)
    let needs = zip(panels, contents).map { panel, content in
      PanelFlow.Need(
        width: panel.minimumWidth,
        isChart: panel.isChart,
        height: content.chart == nil && !content.rows.isEmpty ? content.naturalHeight : nil
      )
    }
    let flow = PanelFlow(needs, in: area)
    let first = contents.first.map { PanelDrawing(scene: scene, content: $0) }
    for place in flow.places {
      guard let drawing = first?.showing(contents[place.index]) else { break }
      if place.isLine {
        drawing.drawLine(in: place.area, on: &grid)
      } else {
        drawing.drawBox(in: place.area, on: &grid)
      }
    }
    if let row = flow.hiddenRow {
      let text =
        " \(Character(scene.symbols.ellipsis)) \(flow.hidden) more panels: \(scene.keyText(.nextPanel))"
      TextLine(text, Style(.muted)).draw(in: row, on: &grid, symbols: scene.symbols)
    }
    if panels.isEmpty {
      TextLine(" all panels are hidden by the configuration", Style(.muted))
        .draw(in: area, on: &grid, symbols: scene.symbols)
    }
  }
}

extension PanelContent {
  /// The rows of a box that shows a list whole.
  fileprivate var naturalHeight: Int {
    let head = headline.isEmpty ? 0 : facts.isEmpty ? 1 : 2
    return 2 + head + rows.count
  }
}
