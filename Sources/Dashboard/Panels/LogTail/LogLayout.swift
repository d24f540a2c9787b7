import Logs
import Screen
import Telemetry

/// Which lines of a log stand in which rows of an area.
///
/// Drawing and moving share it, so that a line is chosen only where it is seen.
struct LogLayout: Hashable, Sendable {
  /// A line or mark in its rows.
  struct Place: Hashable, Sendable {
    let index: Int
    /// The rows that it has, perhaps fewer than it wants.
    let area: Rect
    /// How many of its rows are above the area.
    let skipped: Int
  }

  /// From the top.
  private(set) var places: [Place] = []
  /// How many lines and marks are newer than the last one in the area.
  private(set) var below = 0
  /// The row before the oldest line that is held, which reports dropped lines; `nil` where
  /// there are none, or that line is not on screen.
  private(set) var top: Rect?

  init(_ scene: Scene, in area: Rect) {
    place(scene, in: area)
    guard scene.world.logs.lines.ring.fallenBehind > 0, area.height > 1, isAtOldest else { return }
    var lower = self
    lower.place(scene, in: area.droppingRow)
    guard lower.isAtOldest else { return }
    self = lower
    top = area.row(0)
  }

  private var isAtOldest: Bool { places.first.map { $0.index == 0 && $0.skipped == 0 } ?? false }

  private mutating func place(_ scene: Scene, in area: Rect) {
    let lines = scene.world.logs.lines
    let state = scene.logList
    guard !area.isEmpty, lines.count > 0 else { return }
    let drawing = LogListDrawing(scene, width: area.width)
    func height(_ index: Int) -> Int {
      guard state.isWrapping, let entry = lines[index]?.entry else { return 1 }
      return drawing.rows(of: LogRowText(entry, scene))
    }
    var top: Int?
    var bottom = lines.count - 1
    switch state.anchor {
    case .tail: break
    case .bottom(let id): bottom = min(bottom, lines.index(notBefore: id))
    case .top(let id): top = min(bottom, lines.index(notBefore: id))
    }
    if let top { place(from: top, lines.count, in: area, height) }
    if places.last.map({ $0.area.endY < area.endY }) ?? true {
      place(upFrom: top == nil ? bottom : lines.count - 1, lines.count, in: area, height)
    }
    below = lines.count - 1 - (places.last?.index ?? lines.count - 1)
  }

  private mutating func place(from top: Int, _ count: Int, in area: Rect, _ height: (Int) -> Int) {
    places = []
    var y = area.y
    var index = top
    while y < area.endY, index < count {
      let rows = min(height(index), area.endY - y)
      let rect = Rect(x: area.x, y: y, width: area.width, height: rows)
      places.append(Place(index: index, area: rect, skipped: 0))
      y += rows
      index += 1
    }
  }

  /// Upwards from the last row; where lines do not fill the area they stand at its top, and what
  /// comes after `bottom` fills the rest.
  private mutating func place(
    upFrom bottom: Int,
    _ count: Int,
    in area: Rect,
    _ height: (Int) -> Int
  ) {
    places = []
    var end = area.endY
    var index = bottom
    while end > area.y, index >= 0 {
      let wanted = height(index)
      let rows = min(wanted, end - area.y)
      let rect = Rect(x: area.x, y: end - rows, width: area.width, height: rows)
      places.insert(Place(index: index, area: rect, skipped: wanted - rows), at: 0)
      end -= rows
      index -= 1
    }
    if end > area.y { place(from: 0, count, in: area, height) }
  }

  /// The newest line in the area; `nil` where there is none.
  var lastIndex: Int? { places.last?.index }

  /// The oldest line whose first row is in the area.
  var firstWholeIndex: Int? {
    (places.first { $0.skipped == 0 } ?? places.last)?.index
  }

  /// Where a line stands.
  func place(of index: Int) -> Place? { places.first { $0.index == index } }
}

extension Rect {
  /// All rows but the first.
  fileprivate var droppingRow: Rect { Rect(x: x, y: y + 1, width: width, height: height - 1) }
}
