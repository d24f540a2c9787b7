/// Groups of series whose samples are folded into one number, a row at a time.
///
/// Rows come and go: those of a thousand series never are in memory at once.
struct GroupFold {
  private let operation: AggregationOperator
  private let choice: LabelChoice
  private let steps: Int
  private var table = SignatureTable(capacity: 64)
  private var labels: [SeriesLabels] = []
  private var states: [Double] = []
  /// Rounding errors of the sums.
  private var lost: [Double] = []

  /// `nil` for operators that need more than a number of each group.
  init?(_ aggregation: Aggregation, steps: Int) {
    switch aggregation.operation {
    case .sum, .min, .max, .count, .group: operation = aggregation.operation
    default: return nil
    }
    choice = aggregation.choice
    self.steps = steps
  }

  /// How many values the groups have.
  var size: Int { states.count }

  /// Adds a series.
  mutating func add(_ series: SeriesLabels, _ row: UnsafeBufferPointer<Double>) {
    let group = table.ordinal(of: series, choice)
    if group == labels.count {
      labels.append(SeriesLabels(series.keeping(choice)))
      states += [Double](repeating: StepVectors.absent, count: steps)
      if operation == .sum { lost += [Double](repeating: 0, count: steps) }
    }
    let start = group * steps
    switch operation {
    case .sum: sum(start, row)
    case .min: fold(start, row, first: { $0 }) { $0 > $1 || $0.isNaN ? $1 : $0 }
    case .max: fold(start, row, first: { $0 }) { $0 < $1 || $0.isNaN ? $1 : $0 }
    case .count: fold(start, row, first: { _ in 1 }) { count, _ in count + 1 }
    default: fold(start, row, first: { _ in 1 }) { one, _ in one }
    }
  }

  /// The groups that have a sample, in the order in which they came.
  var vectors: StepVectors {
    var result = StepVectors(steps: steps)
    result.series = labels
    result.values = states
    for place in lost.indices where states[place].isFinite { result.values[place] += lost[place] }
    result.differsWithoutName = !labels.contains { $0["__name__"] != nil }
    result.dropEmptyRows()
    return result
  }

  private mutating func sum(_ start: Int, _ row: UnsafeBufferPointer<Double>) {
    lost.withUnsafeMutableBufferPointer { lost in
      states.withUnsafeMutableBufferPointer { states in
        for step in 0..<row.count {
          let value = row[step]
          let sum = states[start + step]
          if StepVectors.isAbsent(value) { continue }
          if StepVectors.isAbsent(sum) {
            states[start + step] = value
            continue
          }
          // What rounding loses, exactly and without a branch.
          let next = sum + value
          let taken = next - sum
          lost[start + step] += (sum - (next - taken)) + (value - taken)
          states[start + step] = next
        }
      }
    }
  }

  @inline(__always) private mutating func fold(
    _ start: Int,
    _ row: UnsafeBufferPointer<Double>,
    first: (Double) -> Double,
    _ next: (_ state: Double, _ value: Double) -> Double
  ) {
    states.withUnsafeMutableBufferPointer { states in
      for step in 0..<row.count {
        let value = row[step]
        if StepVectors.isAbsent(value) { continue }
        let state = states[start + step]
        states[start + step] =
          StepVectors.isAbsent(state) ? first(value) : next(state, value)
      }
    }
  }
}
