import Screen
import TestSupport

/// Draws on a grid of `x` and returns its text, so that tests see what a widget leaves alone.
func drawn(_ width: Int, _ height: Int, _ draw: (inout Grid) -> Void) -> [String] {
  var grid = Grid.marked(width, height)
  draw(&grid)
  return grid.lines
}

/// Every area that has caught a widget out: none, one cell, a row, a column, outside the grid.
let awkwardAreas: [Rect] = [
  Rect(x: 0, y: 0, width: 0, height: 0), Rect(x: 0, y: 0, width: 1, height: 1),
  Rect(x: 0, y: 0, width: 2, height: 1), Rect(x: 0, y: 0, width: 1, height: 2),
  Rect(x: 0, y: 0, width: 2, height: 2), Rect(x: 0, y: 0, width: 3, height: 3),
  Rect(x: 0, y: 0, width: 20, height: 1), Rect(x: 0, y: 0, width: 1, height: 8),
  Rect(x: 4, y: 2, width: 5, height: 2), Rect(x: 15, y: 5, width: 20, height: 20),
  Rect(x: -3, y: -2, width: 10, height: 6), Rect(x: 40, y: 40, width: 5, height: 5),
]

/// Draws into every awkward area with both sets of symbols.
///
/// - Parameter draw: Queries to draw.
/// - Returns: A line for each area outside of which a cell changed, or that is not ASCII when it
///   should be.
func faults(_ draw: (Rect, inout Grid, Symbols) -> Void) -> [String] {
  var faults: [String] = []
  for area in awkwardAreas {
    for symbols in [Symbols.unicode, .ascii] {
      let before = Grid.marked(20, 8)
      var grid = before
      draw(area, &grid, symbols)
      for y in 0..<8 {
        for x in 0..<20 where grid[x, y] != before[x, y] {
          let isInside = x >= area.x && x < area.endX && y >= area.y && y < area.endY
          if !isInside { faults.append("\(area) wrote \(x),\(y)") }
          if symbols.isASCII, !grid[x, y].text.allSatisfy(\.isASCII) {
            faults.append("\(area) drew \(grid[x, y].text) in ASCII")
          }
        }
      }
    }
  }
  return faults
}
