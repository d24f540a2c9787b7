import Screen

/// The parts of the logs on screen.
struct LogAreas: Hashable, Sendable {
  /// With the border.
  var frame = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The filter in force.
  var filter = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Lines by level over time.
  var histogram = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The bars of it, between their label and what they say.
  var bars = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The times below the bars; empty where these share their row with them.
  var axis = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The state of the feed if it does not fit in the border; mostly empty.
  var state = Rect(x: 0, y: 0, width: 0, height: 0)
  /// The lines.
  var list = Rect(x: 0, y: 0, width: 0, height: 0)
  /// How many lines wait below; empty while the tail is followed.
  var waiting = Rect(x: 0, y: 0, width: 0, height: 0)

  /// The columns left of the bars.
  static let labelWidth = 7
  /// The columns right of them.
  static let noteWidth = 17
}

extension LogAreas {
  /// The overview's rows: panels above, the tail of the logs below.
  static func overview(_ scene: Scene, in body: Rect) -> (panels: Rect, logs: Rect) {
    guard scene.settings.logs.isPresent else { return (body, body.row(-1)) }
    let least = scene.panels.count
    // A line for each panel comes first, then a few lines of log, then boxes.
    let room = max(0, body.height - least)
    let wanted = least == 0 ? body.height : max(5, body.height * 3 / 10)
    let height = min(wanted, room)
    let parts = Layout.split(body, .rows, [.flexible(), .fixed(height)])
    return (parts[0], parts[1])
  }

  /// The parts of the tail in the overview; without a border where there are hardly any rows.
  static func tail(_ scene: Scene, in area: Rect) -> LogAreas {
    var areas = LogAreas(frame: area)
    areas.list = area.height < 4 ? area : Frame.inside(of: area)
    areas.splitWaiting(scene.logList)
    return areas
  }

  /// The parts of the view of the logs.
  ///
  /// Only its upper border is drawn: rows that are all text cost the terminal half the bytes. The
  /// last column of the list stays empty: after a letter there nobody knows where a terminal's
  /// cursor is, and each next row has to be addressed anew.
  static func page(_ scene: Scene, in area: Rect) -> LogAreas {
    let rows = Layout.split(area, .rows, [.fixed(1), .flexible()])
    var areas = LogAreas(frame: rows[0])
    let inside = rows[1]
    let bars = inside.height >= 14 ? 2 : inside.height >= 8 ? 1 : 0
    let parts = Layout.split(
      inside,
      .rows,
      [
        .fixed(inside.height >= 3 ? 1 : 0),
        .fixed(
          inside.height >= 8 && LogStatus(scene: scene).hasMoreToSay(width: area.width) ? 1 : 0
        ),
        .fixed(bars), .fixed(bars == 2 ? 1 : 0), .flexible(),
      ]
    )
    (areas.filter, areas.state, areas.histogram) = (parts[0], parts[1], parts[2])
    areas.axis = parts[3]
    areas.list = parts[4]
    areas.list.width = max(0, areas.list.width - 1)
    areas.bars = Rect(
      x: areas.histogram.x + LogAreas.labelWidth,
      y: areas.histogram.y,
      width: areas.histogram.width - LogAreas.labelWidth - LogAreas.noteWidth,
      height: areas.histogram.height
    )
    areas.splitWaiting(scene.logList)
    return areas
  }

  /// The last row says how many lines wait, as long as the tail is not followed.
  private mutating func splitWaiting(_ state: LogListState) {
    guard state.anchor != .tail, list.height >= 2 else { return }
    let parts = Layout.split(list, .rows, [.flexible(), .fixed(1)])
    list = parts[0]
    waiting = parts[1]
  }

  /// Where the list of lines is drawn now: in the view of the logs, else in the overview.
  static func list(_ scene: Scene) -> Rect {
    let body = scene.areas.body
    return scene.place.view.isOfLines
      ? page(scene, in: body).list : tail(scene, in: overview(scene, in: body).logs).list
  }
}
