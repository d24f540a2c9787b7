import Screen
import Telemetry

extension Model {
  /// The panels in their boxes and lines.
  func drawOverview(in area: Rect, on grid: inout Grid) {
    let panels = panels
    let (area, logArea) = overviewAreas(in: area)
    drawLogPanel(in: logArea, on: &grid)
    let flow = PanelFlow(
      panels.map { PanelFlow.Need(width: $0.minimumWidth, isChart: $0.isChart) },
      in: area
    )
    for place in flow.places {
      let panel = panels[place.index]
      let drawing = PanelDrawing(model: self, content: content(of: panel))
      if place.isLine {
        drawing.drawLine(in: place.area, on: &grid)
      } else {
        drawing.drawBox(in: place.area, on: &grid)
      }
    }
    if let row = flow.hiddenRow {
      let text =
        " \(Character(symbols.ellipsis)) \(flow.hidden) more panels: \(keyText(.nextPanel))"
      TextLine(text, Style(.muted)).draw(in: row, on: &grid, symbols: symbols)
    }
    if panels.isEmpty {
      TextLine(" every panel is hidden by the configuration", Style(.muted))
        .draw(in: area, on: &grid, symbols: symbols)
    }
  }
}
