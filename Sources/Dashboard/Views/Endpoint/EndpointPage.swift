import Screen
import Signals
import Telemetry

/// The signals of one endpoint, and its requests below them.
struct EndpointPage {
  let scene: Scene

  /// The panels; saturation is that of the whole service, since nothing tells that of an endpoint.
  static let panels: [Panel] = [.latency, .traffic, .errors, .statuses, .saturation]

  func draw(in area: Rect, on grid: inout Grid) {
    let panels = Self.panels
    // Each panel has a line at least, and the list some rows.
    let wanted = max(5, area.height * 4 / 10)
    let height = max(0, min(wanted, area.height - panels.count))
    let parts = Layout.split(area, .rows, [.flexible(), .fixed(height)])
    let contents = scene.contents(of: panels)
    let needs = panels.map {
      PanelFlow.Need(width: $0.minimumWidth, isChart: $0.isChart, height: nil)
    }
    for place in PanelFlow(needs, in: parts[0]).places {
      let drawing = PanelDrawing(scene: scene, content: contents[place.index])
      if place.isLine {
        drawing.drawLine(in: place.area, on: &grid)
      } else {
        drawing.drawBox(in: place.area, on: &grid)
      }
    }
    drawRequests(in: parts[1], on: &grid)
  }

  private func drawRequests(in area: Rect, on grid: inout Grid) {
    let found = scene.place[EndpointRequests.self]
    var frame = Frame(title: "Failing and slowest requests", isFocused: scene.place.focus == nil)
    let failed = found.requests.count(where: \.hasFailed)
    if failed > 0 { frame.badge = TextSpan("\(failed) failed", .critical) }
    frame.notes = [TextSpan("of \(found.examined) log lines", .muted)]
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area)
    guard !inside.isEmpty else { return }
    guard found.requests.isEmpty else {
      EndpointTable(scene: scene).list.draw(in: inside, on: &grid, symbols: scene.symbols)
      return
    }
    for (offset, line) in absence(width: inside.width - 2).prefix(inside.height).enumerated() {
      let place = inside.row(offset).inset(horizontal: 1, vertical: 0)
      line.draw(in: place, on: &grid, symbols: scene.symbols)
    }
  }

  /// Why no request is listed.
  private func absence(width: Int) -> [TextLine] {
    if let obstacle = scene.settings.logs.obstacle { return [TextLine(obstacle, Style(.muted))] }
    let found = scene.place[EndpointRequests.self]
    guard found.examined > 0 else { return LogTail(scene: scene).emptyLines(width: width) }
    return [TextLine("\(found.examined) lines: none failed, none has a duration", Style(.muted))]
  }
}
