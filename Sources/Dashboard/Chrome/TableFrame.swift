import Screen
import Telemetry

/// A table in its frame: what is wrong with its figures, and why it has no rows.
struct TableFrame {
  let scene: Scene
  let title: String
  /// What is wrong with its figures; `nil` where all are fresh.
  var trouble: TableTrouble?
  /// What the border says after that.
  var notes: [TextSpan] = []
  /// Why it has no rows; `nil` where it has some.
  var absence: String?
  /// What is known of the row chosen, for below the table.
  var about: [String] = []

  /// Where header and rows are drawn, and what is said below them.
  func areas(in area: Rect) -> (table: Rect, below: Rect) {
    let inside = Frame.inside(of: area)
    // What is known of the one chosen is worth rows only where the table keeps most.
    let room = min(about.count, max(0, inside.height / 4))
    let rows = (reason == nil ? 0 : 1) + room
    let parts = Layout.split(inside, .rows, [.flexible(), .fixed(rows)])
    return (parts[0], parts[1])
  }

  /// The reason of a trouble, in words.
  private var reason: String? { trouble?.reason }

  /// Draws the frame, and in it the rows or why there are none.
  func draw(in area: Rect, on grid: inout Grid, rows: (Rect, inout Grid) -> Void) {
    var frame = Frame(title: title, isFocused: true)
    frame.notes = (trouble.map { [$0.badge] } ?? []) + notes
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area)
    guard !inside.isEmpty else { return }
    if let absence {
      line(absence, .muted, in: inside.row(0), on: &grid)
      return
    }
    let parts = areas(in: area)
    rows(parts.table, &grid)
    let below =
      (reason.map { [("\(scene.cross) \($0)", Role.critical)] } ?? []) + about.map { ($0, .muted) }
    for (offset, text) in below.prefix(parts.below.height).enumerated() {
      line(text.0, text.1, in: parts.below.row(offset), on: &grid)
    }
  }

  private func line(_ text: String, _ role: Role, in row: Rect, on grid: inout Grid) {
    TextLine(text, Style(role))
      .draw(in: row.inset(horizontal: 1, vertical: 0), on: &grid, symbols: scene.symbols)
  }
}

/// How old the figures of a table are because a column has failed or has had no answer.
struct TableTrouble {
  /// A sign and words for the frame.
  let badge: TextSpan
  /// Why, in words; `nil` where that is not known.
  let reason: String?

  /// `nil` where all are fresh.
  init?(_ columns: [Poll.ID], _ scene: Scene) {
    var failure: SourceError?
    var oldest: Duration?
    for id in columns {
      switch scene.world.state(of: id) {
      case .failed(let error, let age):
        failure = failure ?? error
        oldest = max(oldest ?? .zero, age ?? .zero)
      case .stale(let age): oldest = max(oldest ?? .zero, age)
      case .waiting, .fresh, .missing: break
      }
    }
    guard let oldest else { return nil }
    guard let failure else {
      badge = TextSpan("\(scene.clock) stale \(oldest.ageText)", .stale)
      reason = nil
      return
    }
    let data = oldest > .zero ? ", data \(oldest.ageText) old" : ""
    badge = TextSpan("\(scene.cross) failed\(data)", .critical, .bold)
    reason = failure.headline
  }
}
