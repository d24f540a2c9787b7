import Telemetry

/// How many series of a group have each value: `count_values`.
struct ValueCounts {
  /// The counts, a row for each group and value.
  private(set) var vectors: StepVectors
  private let label: String
  private let choice: LabelChoice
  private var table = SignatureTable(capacity: 16)

  /// - Parameters:
  ///   - label: Gets the value.
  ///   - choice: The labels that make a group, `label` among them.
  ///   - steps: The length of a row.
  init(label: String, choice: LabelChoice, steps: Int) {
    self.label = label
    self.choice = choice
    vectors = StepVectors(steps: steps)
  }

  /// Counts the samples of one series.
  mutating func count(_ input: StepVectors, _ index: Int) {
    var rowOfValue: [UInt64: Int] = [:]
    let steps = input.steps
    for step in 0..<steps {
      let value = input.values[index * steps + step]
      if StepVectors.isAbsent(value) { continue }
      let bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern
      let row = rowOfValue[bits] ?? self.row(input.series[index], value)
      rowOfValue[bits] = row
      let before = vectors.values[row * steps + step]
      vectors.values[row * steps + step] = StepVectors.isAbsent(before) ? 1 : before + 1
    }
  }

  private mutating func row(_ labels: SeriesLabels, _ value: Double) -> Int {
    let counted = labels.setting(label, to: GoNumber.plain(value))
    let kept = SeriesLabels(counted.keeping(choice))
    let row = table.ordinal(of: kept, .all)
    if row == vectors.series.count {
      vectors.series.append(kept)
      vectors.values += [Double](repeating: StepVectors.absent, count: vectors.steps)
    }
    return row
  }
}
