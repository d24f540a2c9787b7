extension Grid {
  /// Cells side by side in one row.
  package struct Run: Hashable, Sendable {
    /// The leftmost column.
    package let x: Int
    /// The row.
    package let y: Int
    /// How many cells; positive.
    package let width: Int
  }

  /// The cells that differ from an older grid as runs, row by row from the left.
  ///
  /// A grid of another size differs in every cell. Both halves of a wide character change together.
  package func changes(from old: Grid) -> [Run] {
    guard size == old.size else {
      guard size.width > 0 else { return [] }
      return (0..<size.height).map { Run(x: 0, y: $0, width: size.width) }
    }
    var runs: [Run] = []
    for y in 0..<size.height {
      var start: Int?
      for x in 0..<size.width {
        if isChanged(x, y, from: old) {
          start = start ?? x
        } else if let first = start {
          runs.append(Run(x: first, y: y, width: x - first))
          start = nil
        }
      }
      if let first = start { runs.append(Run(x: first, y: y, width: size.width - first)) }
    }
    return runs
  }

  /// How many cells differ from an older grid: what a frame costs before the terminal's encoding.
  package func changedCells(from old: Grid) -> Int {
    changes(from: old).reduce(0) { $0 + $1.width }
  }

  private func isChanged(_ x: Int, _ y: Int, from old: Grid) -> Bool {
    let cell = self[x, y]
    if cell != old[x, y] { return true }
    if cell.isContinuation { return x > 0 && self[x - 1, y] != old[x - 1, y] }
    let isWide = x + 1 < size.width && self[x + 1, y].isContinuation
    return isWide && self[x + 1, y] != old[x + 1, y]
  }
}
