/// The aggregations that choose some samples of a group: `topk` and `bottomk`.
///
/// - Source: `aggregationK` in `promql/engine.go` of prometheus/prometheus, version 3.
extension GroupedRows {
  /// Chooses the highest or lowest samples of each group at each step.
  ///
  /// - Parameters:
  ///   - vectors: The series.
  ///   - counts: How many, at each step; below 1 none.
  ///   - isTop: Whether the highest are wanted.
  /// - Returns: The chosen samples in the rows that they have; where there is one step, in order
  ///   within each group, best first.
  func extremes(_ vectors: StepVectors, _ counts: [Int], isTop: Bool) -> StepVectors {
    let steps = vectors.steps
    var kept = [Bool](repeating: false, count: vectors.values.count)
    var order: [Int] = []
    for members in members {
      for step in 0..<steps where counts[step] > 0 {
        if steps > 1, counts[step] >= members.count {
          for series in members { kept[series * steps + step] = true }
          continue
        }
        let best = choose(members, vectors, step, counts[step], isTop)
        for series in best { kept[series * steps + step] = true }
        if steps == 1 { order += best }
      }
    }
    var result = vectors
    for place in kept.indices where !kept[place] { result.values[place] = StepVectors.absent }
    if steps == 1 {
      result = result.rows(order)
      result.isOrdered = true
    } else {
      result.dropEmptyRows()
    }
    return result
  }

  /// The chosen series, best first; NaN comes last.
  private func choose(
    _ members: [Int],
    _ vectors: StepVectors,
    _ step: Int,
    _ count: Int,
    _ isTop: Bool
  ) -> [Int] {
    let steps = vectors.steps
    var heap = WorstFirstHeap(isTop: isTop, limit: Swift.min(count, members.count))
    for series in members {
      let value = vectors.values[series * steps + step]
      if !StepVectors.isAbsent(value) { heap.offer(series, value) }
    }
    return heap.bestFirst
  }
}

/// The best samples so far, with the worst of them on top.
///
/// It moves elements as Go's `container/heap` does, since that decides which of equal samples stay.
private struct WorstFirstHeap {
  private let isTop: Bool
  private let limit: Int
  private var elements: [(series: Int, value: Double)] = []

  init(isTop: Bool, limit: Int) {
    self.isTop = isTop
    self.limit = limit
    elements.reserveCapacity(limit)
  }

  mutating func offer(_ series: Int, _ value: Double) {
    guard let worst = elements.first, elements.count == limit else {
      elements.append((series, value))
      siftUp(elements.count - 1)
      return
    }
    let isBetter = isTop ? worst.value < value : worst.value > value
    guard isBetter || (worst.value.isNaN && !value.isNaN) else { return }
    elements[0] = (series, value)
    siftDown()
  }

  var bestFirst: [Int] {
    elements.enumerated().sorted { one, other in
      let (left, right) = (one.element.value, other.element.value)
      if left.isNaN || right.isNaN {
        return left.isNaN == right.isNaN ? one.offset < other.offset : right.isNaN
      }
      if left == right { return one.offset < other.offset }
      return isTop ? left > right : left < right
    }
    .map(\.element.series)
  }

  private func isWorse(_ one: Int, _ other: Int) -> Bool {
    let (left, right) = (elements[one].value, elements[other].value)
    return left.isNaN || (isTop ? left < right : left > right)
  }

  private mutating func siftUp(_ start: Int) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard isWorse(place, parent) else { return }
      elements.swapAt(place, parent)
      place = parent
    }
  }

  private mutating func siftDown() {
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < elements.count else { return }
      if child + 1 < elements.count, isWorse(child + 1, child) { child += 1 }
      guard isWorse(child, place) else { return }
      elements.swapAt(place, child)
      place = child
    }
  }
}
