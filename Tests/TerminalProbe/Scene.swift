import Screen

/// What the probe draws.
struct Scene {
  /// "events", "roles", "text" or "log".
  var name = "events"
  var size = Size(0, 0)
  var events: [String] = []
  var notices: [String] = []
  var facts = ""
  var offset = 0

  func drawn() -> Grid {
    var grid = Grid(size)
    switch name {
    case "roles": drawRoles(&grid)
    case "text": drawText(&grid)
    case "log": drawLog(&grid)
    default: drawEvents(&grid)
    }
    return grid
  }

  private func drawEvents(_ grid: inout Grid) {
    grid.fill(Rect(x: 0, y: 0, width: size.width, height: 1), style: Style(.bar))
    grid.put("probe \(size.width)x\(size.height) \(facts)", x: 0, y: 0, style: Style(.bar))
    var y = 1
    for notice in notices {
      grid.put("notice: \(notice)", x: 0, y: y, style: Style(.warning))
      y += 1
    }
    for event in events.suffix(max(0, size.height - y - 1)) {
      grid.put(event, x: 0, y: y)
      y += 1
    }
    // The last cell of the screen, which terminals treat in ways of their own.
    grid.put("corner", x: size.width - 6, y: size.height - 1, style: Style(.key))
  }

  private func drawRoles(_ grid: inout Grid) {
    let emphases: [(String, Emphasis)] = [
      ("plain", []), ("bold", .bold), ("dim", .dim), ("under", .underline), ("reverse", .reverse),
    ]
    grid.fill(Rect(x: 0, y: 0, width: size.width, height: 1), style: Style(.bar))
    grid.put(
      " goldtop  shop-api · prod   15m  every 5s   prom ● 4ms",
      x: 0,
      y: 0,
      style: Style(.bar)
    )
    for (index, role) in Role.allCases.enumerated() {
      for (column, (name, emphasis)) in emphases.enumerated() {
        grid.put(
          "\(role) \(name) ⣀⣠⣤⣶⣿ 42",
          x: column * 26,
          y: index + 1,
          limit: 25,
          style: Style(role, emphasis)
        )
      }
    }
  }

  private func drawText(_ grid: inout Grid) {
    let samples = [
      "ascii", "e\u{301}a\u{308}\u{323}", "日本語", "┌─┐│└┘├┤", "▁▂▃▄▅▆▇█", "⣀⣠⣤⣶⣿", "▲●◷○✓✗→↑",
      "\u{1F171}\u{1F600}", "\u{1FAE9}\u{10FFFE}",
    ]
    for (y, sample) in samples.enumerated() {
      let end = grid.put(sample, x: 0, y: y)
      grid.put("|\(end)", x: end, y: y)
    }
    grid.put("日", x: size.width - 2, y: size.height - 1)
  }

  private func drawLog(_ grid: inout Grid) {
    for y in 0..<size.height {
      // Below a part that stays, as panels do.
      let line = y + (y < size.height / 2 ? 0 : offset)
      grid.put(
        "14:02:\(line) INFO backend request \(line * 7919 % 1009) took \(line * 31 % 97) ms",
        x: 0,
        y: y
      )
    }
  }
}
