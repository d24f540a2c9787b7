import Dashboard
import Screen
import Telemetry

/// The cost of drawing a frame, and how much of it changes.
enum FrameBench {
  static func run() {
    let start = ContinuousClock().measure {
      let dashboard = FedDashboard(Size(120, 36))
      _ = dashboard.model.view()
    }
    Bench.report(
      "first frame with data, without a server",
      "\(Bench.text(start.inSeconds * 1000)) ms"
    )
    for size in [Size(80, 24), Size(120, 36), Size(200, 50)] { measure(size) }
  }

  private static func measure(_ size: Size) {
    var dashboard = FedDashboard(size)
    let model = dashboard.model
    let draw = Bench.fastest(of: 20) { _ = model.view() }
    var shown = model.view()
    var cells = 0
    var bytes = 0
    let seconds = 300
    dashboard.advance(seconds: seconds) { model in
      let next = model.view()
      let runs = next.changes(from: shown)
      cells += runs.reduce(0) { $0 + $1.width }
      bytes += runs.reduce(0) { $0 + Self.bytes(of: $1, in: next) }
      if !runs.isEmpty { bytes += 16 }
      shown = next
    }
    let name = "\(size.width)x\(size.height)"
    Bench.report("\(name): drawing a frame", "\(Bench.text(draw * 1000)) ms", budget: "16 ms")
    Bench.report(
      "\(name): cells rewritten a second",
      Bench.text(Double(cells) / Double(seconds), 1)
    )
    Bench.report(
      "\(name): bytes to the terminal a second, estimated",
      "\(bytes / seconds) B/s",
      budget: size.width == 80 ? "300 B/s" : size.width == 120 ? "600 B/s" : ""
    )
  }

  /// The text of a run, a cursor movement, and a change of style for each stretch of one.
  static func bytes(of run: Grid.Run, in grid: Grid) -> Int {
    var bytes = 7
    var style: Style?
    for x in run.x..<run.x + run.width {
      let cell = grid[x, run.y]
      bytes += cell.text.utf8.count
      if cell.style != style {
        bytes += style == nil ? 0 : 11
        style = cell.style
      }
    }
    return bytes
  }
}
