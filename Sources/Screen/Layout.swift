/// Splits rectangles into parts that never overlap, never leave the rectangle and fill it where one
/// part can grow.
package enum Layout {
  /// How the parts lie.
  package enum Axis: Hashable, Sendable {
    /// Side by side, from the left.
    case columns
    /// One below the other, from the top.
    case rows
  }

  /// The length of a part along the axis.
  package enum Length: Hashable, Sendable {
    /// So many cells, fewer only where there are not so many.
    case fixed(Int)
    /// A share of what the fixed parts leave, by weight, but at least a minimum where there is room.
    case flexible(min: Int = 0, weight: Int = 1)
  }

  /// The parts of a rectangle, in order, as many as lengths.
  ///
  /// When there is too little room the fixed parts get theirs first and then the minima, both in
  /// order, so that the last ones end up empty. Cells that the weights do not divide evenly go to
  /// later parts.
  ///
  /// - Parameters:
  ///   - rect: What is split.
  ///   - axis: The direction in which the parts follow each other.
  ///   - lengths: The length of each part; negative numbers count as 0.
  ///   - gap: Cells left free between neighbours; an empty part has none before it.
  /// - Returns: The parts; empty ones lie where they would have begun.
  package static func split(
    _ rect: Rect,
    _ axis: Axis,
    _ lengths: [Length],
    gap: Int = 0
  ) -> [Rect] {
    let total = axis == .columns ? rect.width : rect.height
    var lengths = lengths
    var cells = Self.cells(lengths, in: total - gap * max(0, lengths.count - 1))
    // A gap before an empty part would be lost room: ask again without that part.
    while gap > 0,
      let empty = cells.indices.last(where: { cells[$0] == 0 && !isNothing(lengths[$0]) })
    {
      lengths[empty] = .fixed(0)
      let shown = lengths.count { !isNothing($0) }
      cells = Self.cells(lengths, in: total - gap * max(0, shown - 1))
    }
    var offset = 0
    return cells.map { length in
      if length > 0, offset > 0 { offset += gap }
      let start = offset
      offset += length
      return axis == .columns
        ? Rect(x: rect.x + start, y: rect.y, width: length, height: rect.height)
        : Rect(x: rect.x, y: rect.y + start, width: rect.width, height: length)
    }
  }

  private static func isNothing(_ length: Length) -> Bool {
    if case .fixed(let cells) = length { return cells <= 0 }
    return false
  }

  private static func cells(_ lengths: [Length], in total: Int) -> [Int] {
    var room = max(0, total)
    var cells = [Int](repeating: 0, count: lengths.count)
    for (index, length) in lengths.enumerated() {
      guard case .fixed(let wanted) = length else { continue }
      cells[index] = min(room, max(0, wanted))
      room -= cells[index]
    }
    var growing: [Part] = []
    for (index, length) in lengths.enumerated() {
      guard case .flexible(let minimum, let weight) = length else { continue }
      growing.append(Part(index: index, minimum: max(0, minimum), weight: max(0, weight)))
    }
    grow(growing, in: room, &cells)
    return cells
  }

  private struct Part {
    let index: Int
    let minimum: Int
    let weight: Int
  }

  private static func grow(_ parts: [Part], in room: Int, _ cells: inout [Int]) {
    var parts = parts
    var room = room
    guard parts.reduce(0, { $0 + $1.minimum }) <= room else {
      for part in parts {
        cells[part.index] = min(room, part.minimum)
        room -= cells[part.index]
      }
      return
    }
    // Parts whose share is below their minimum get the minimum; the others share the rest anew.
    while true {
      let weights = parts.reduce(0) { $0 + $1.weight }
      let small = parts.firstIndex {
        $0.weight == 0 || room * $0.weight / max(1, weights) < $0.minimum
      }
      guard let small else { break }
      cells[parts[small].index] = parts[small].minimum
      room -= parts[small].minimum
      parts.remove(at: small)
    }
    let weights = parts.reduce(0) { $0 + $1.weight }
    var weight = 0
    var used = 0
    for part in parts {
      weight += part.weight
      let end = room * weight / weights
      cells[part.index] = end - used
      used = end
    }
  }
}
