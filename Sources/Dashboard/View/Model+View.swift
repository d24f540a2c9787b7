package import Screen
import Telemetry

extension Model {
  /// The screen.
  ///
  /// It has a place for every size: chrome goes first where rows are short.
  package func view() -> Grid {
    var grid = Grid(size)
    guard size.width > 0, size.height > 0 else { return grid }
    let areas = ScreenAreas(size)
    drawTitleBar(in: areas.title, on: &grid)
    drawAlertStrip(in: areas.strip, on: &grid)
    if let fullScreen {
      if fullScreen == Self.logsID {
        drawLogs(in: areas.body, on: &grid)
      } else if fullScreen == Self.alertsID {
        drawAlertPage(in: areas.body, on: &grid)
      } else if let panel = panels.first(where: { $0.id == fullScreen }) {
        drawPanelPage(panel, in: areas.body, on: &grid)
      }
    } else {
      drawOverview(in: areas.body, on: &grid)
    }
    switch overlay {
    case .help: drawBox("Keys", helpLines(in: areas.body), in: areas.body, on: &grid)
    case .cost: drawBox("What goldtop costs", costLines, in: areas.body, on: &grid)
    case nil: break
    }
    // Last, since long remarks take rows above it; what is typed is seen at every size.
    let isHidden = areas.footer.isEmpty && prompt != nil
    drawFooter(in: isHidden ? Rect(grid.size).row(grid.size.height - 1) : areas.footer, on: &grid)
    return settings.isASCII ? grid.inASCII() : grid
  }

  /// The characters to draw with.
  var symbols: Symbols { settings.isASCII ? .ascii : .unicode }

  /// How far the list on screen can be scrolled.
  var scrollLimit: Int {
    let body = ScreenAreas(size).body
    switch overlay {
    case .help: return boxScrollLimit(helpLines(in: body), in: body)
    case .cost: return boxScrollLimit(costLines, in: body)
    case nil: break
    }
    guard let fullScreen else { return 0 }
    if fullScreen == Self.logsID { return 0 }
    if fullScreen == Self.alertsID {
      return max(0, alertLines(width: body.width - 4).count - max(1, body.height - 2))
    }
    guard let panel = panels.first(where: { $0.id == fullScreen }) else { return 0 }
    return panelPageScrollLimit(panel, in: body)
  }

  /// The style of a severity; unjudged values are plain.
  static func role(_ severity: Severity?) -> Role {
    switch severity {
    case .critical: .critical
    case .warning: .warning
    case .ok: .ok
    case nil: .text
    }
  }
}

/// The rows of the screen: title, alerts, body, footer.
struct ScreenAreas: Hashable, Sendable {
  let title: Rect
  let strip: Rect
  let body: Rect
  let footer: Rect

  init(_ size: Size) {
    let hasStrip = size.height >= 3
    let hasFooter = size.height >= 6
    title = Rect(x: 0, y: 0, width: size.width, height: 1)
    strip = Rect(x: 0, y: 1, width: size.width, height: hasStrip ? 1 : 0)
    let top = hasStrip ? 2 : 1
    let bottom = hasFooter ? size.height - 1 : size.height
    body = Rect(x: 0, y: top, width: size.width, height: bottom - top)
    footer = Rect(x: 0, y: size.height - 1, width: size.width, height: hasFooter ? 1 : 0)
  }
}
