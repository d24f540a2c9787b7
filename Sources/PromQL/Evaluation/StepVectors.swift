import Telemetry

/// The instant vectors of all steps, as one row of values for each series.
///
/// A series that has no sample at a step has `absent` there; one that has none at all does not
/// occur.
struct StepVectors {
  /// The value of a step without a sample: the staleness marker, which no arithmetic makes and no
  /// selector lets through.
  static let absent = StaleMarker.value

  /// The labels of each row; two rows never have the same.
  var series: [SeriesLabels]
  /// The rows, one after the other.
  var values: [Double]
  /// The length of a row.
  let steps: Int
  /// Whether the order of the series means something, as after `sort`.
  var isOrdered = false
  /// Whether the series would still differ without their names.
  var differsWithoutName = false

  init(steps: Int, capacity: Int = 0) {
    self.steps = steps
    series = []
    values = []
    series.reserveCapacity(capacity)
    values.reserveCapacity(capacity * steps)
  }

  /// One row.
  init(_ labels: LabelSet, _ row: [Double]) {
    steps = row.count
    series = [SeriesLabels(labels)]
    values = row
    differsWithoutName = true
    dropEmptyRows()
  }

  /// How many values there are, absent ones too.
  var size: Int { values.count }

  @inline(__always) static func isAbsent(_ value: Double) -> Bool { StaleMarker.isStale(value) }

  /// Adds a row, unless it has no sample at all.
  mutating func append(_ labels: SeriesLabels, _ row: some Collection<Double>) {
    guard row.contains(where: { !Self.isAbsent($0) }) else { return }
    series.append(labels)
    values.append(contentsOf: row)
  }

  /// Replaces every sample.
  @inline(__always) mutating func transform(_ body: (_ value: Double, _ step: Int) -> Double) {
    let steps = steps
    values.withUnsafeMutableBufferPointer { values in
      var place = 0
      while place < values.count {
        for step in 0..<steps {
          let value = values[place + step]
          if !Self.isAbsent(value) { values[place + step] = body(value, step) }
        }
        place += steps
      }
    }
  }

  /// Takes out the rows without a sample.
  mutating func dropEmptyRows() {
    var kept = 0
    for index in series.indices {
      let row = index * steps
      guard values[row..<row + steps].contains(where: { !Self.isAbsent($0) }) else { continue }
      if kept != index {
        series[kept] = series[index]
        for step in 0..<steps { values[kept * steps + step] = values[row + step] }
      }
      kept += 1
    }
    series.removeLast(series.count - kept)
    values.removeLast(values.count - kept * steps)
  }

  /// Drops the names; series that become one may not have a sample at the same step.
  mutating func dropNames() throws(EvaluationError) {
    for index in series.indices { series[index].isNameDropped = true }
    guard !differsWithoutName else { return }
    try mergeSameLabels()
    differsWithoutName = true
  }

  /// Drops the names; series must not become one.
  mutating func dropNamesOfDistinct() throws(EvaluationError) {
    for index in series.indices { series[index].isNameDropped = true }
    guard !differsWithoutName else { return }
    var table = SignatureTable(capacity: series.count)
    for (index, labels) in series.enumerated() where table.ordinal(of: labels, .all) != index {
      throw .sameLabels
    }
    differsWithoutName = true
  }

  /// Puts the rows of equal labels together, which may not have a sample at the same step.
  mutating func mergeSameLabels() throws(EvaluationError) {
    var table = SignatureTable(capacity: series.count)
    var kept = 0
    for index in series.indices {
      let target = table.ordinal(of: series[index], .all)
      let (from, to) = (index * steps, target * steps)
      if target == kept {
        series[kept] = series[index]
        for step in 0..<steps { values[to + step] = values[from + step] }
        kept += 1
        continue
      }
      for step in 0..<steps where !Self.isAbsent(values[from + step]) {
        guard Self.isAbsent(values[to + step]) else { throw .sameLabels }
        values[to + step] = values[from + step]
      }
    }
    series.removeLast(series.count - kept)
    values.removeLast(values.count - kept * steps)
  }

  /// The rows in another order, or a part of them.
  func rows(_ order: [Int]) -> StepVectors {
    var result = StepVectors(steps: steps, capacity: order.count)
    result.differsWithoutName = differsWithoutName
    for index in order {
      result.series.append(series[index])
      result.values.append(contentsOf: values[index * steps..<(index + 1) * steps])
    }
    return result
  }

  /// The rows in ascending order of their labels.
  func sortedByLabels() -> StepVectors {
    let visible = series.map(\.visible)
    return rows(series.indices.sorted { visible[$0] < visible[$1] })
  }
}
