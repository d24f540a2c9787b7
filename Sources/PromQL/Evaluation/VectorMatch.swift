import Telemetry

/// An arithmetic operator or a comparison between two vectors.
///
/// The "one" side is the right one, unless `group_right` says otherwise; series of one signature
/// belong together. Partners and the labels of results are found once for all steps.
///
/// - Source: `VectorBinop` in `promql/engine.go` of prometheus/prometheus, version 3.
struct VectorMatch {
  private let operation: BinaryOperation
  private let matching: VectorMatching
  private let many: StepVectors
  private let one: StepVectors
  private let manySignatures: [Int]
  private let oneSignatures: [Int]
  private let signatures: Int

  init(
    _ operation: BinaryOperation,
    _ matching: VectorMatching,
    _ left: StepVectors,
    _ right: StepVectors
  ) {
    let isSwapped = matching.cardinality == .oneToMany
    let (many, one) = isSwapped ? (right, left) : (left, right)
    var table = SignatureTable(capacity: many.series.count + one.series.count)
    let choice = matching.choice
    manySignatures = many.series.map { table.ordinal(of: $0, choice) }
    oneSignatures = one.series.map { table.ordinal(of: $0, choice) }
    signatures = table.count
    self.operation = operation
    self.matching = matching
    self.many = many
    self.one = one
  }

  func result() throws(EvaluationError) -> StepVectors {
    if let pairs = lastingPairs() { return combine(pairs) }
    return try stepByStep()
  }

  private var isSwapped: Bool { matching.cardinality == .oneToMany }

  private var dropsName: Bool { !operation.operation.isComparison || operation.returnsBool }

  @inline(__always) private func element(_ many: Double, _ one: Double) -> Double {
    let (left, right) = isSwapped ? (one, many) : (many, one)
    return BinaryArithmetic.element(
      operation.operation,
      left,
      right,
      returnsBool: operation.returnsBool,
      kept: left
    )
  }

  /// The labels of the result of two series.
  private func labels(_ manySeries: Int, _ oneSeries: Int) -> SeriesLabels {
    var result = many.series[manySeries]
    if dropsName { result.isNameDropped = true }
    if matching.cardinality == .oneToOne {
      if matching.isOn {
        result = SeriesLabels(result.keeping(.only(matching.labels)))
      } else if !matching.labels.isEmpty {
        result = SeriesLabels(result.keeping(.except(matching.labels)))
      }
    }
    for name in matching.include {
      result = result.setting(name, to: one.series[oneSeries][name] ?? "")
    }
    if operation.returnsBool { result.isNameDropped = true }
    return result
  }

  /// A series with its partner, where neither changes from step to step.
  private struct Pair {
    var many: Int
    var one: Int
    var labels: SeriesLabels
  }

  /// The partners, where no signature has a choice and all results differ; else `nil`.
  private func lastingPairs() -> [Pair]? {
    var partner = [Int](repeating: -1, count: signatures)
    for (series, signature) in oneSignatures.enumerated() {
      guard partner[signature] < 0 else { return nil }
      partner[signature] = series
    }
    var isTaken = [Bool](repeating: false, count: signatures)
    var pairs: [Pair] = []
    pairs.reserveCapacity(many.series.count)
    for (series, signature) in manySignatures.enumerated() where partner[signature] >= 0 {
      if matching.cardinality == .oneToOne {
        guard !isTaken[signature] else { return nil }
        isTaken[signature] = true
      }
      let labels = labels(series, partner[signature])
      pairs.append(Pair(many: series, one: partner[signature], labels: labels))
    }
    var table = SignatureTable(capacity: pairs.count)
    for (index, pair) in pairs.enumerated()
    where table.ordinal(of: pair.labels, .all) != index {
      return nil
    }
    return pairs
  }

  private func combine(_ pairs: [Pair]) -> StepVectors {
    let steps = many.steps
    var result = StepVectors(steps: steps, capacity: pairs.count)
    result.isOrdered = many.isOrdered
    result.differsWithoutName = dropsName
    for pair in pairs {
      result.series.append(pair.labels)
      let (left, right) = (pair.many * steps, pair.one * steps)
      for step in 0..<steps {
        let (manyValue, oneValue) = (many.values[left + step], one.values[right + step])
        let isMissing = StepVectors.isAbsent(manyValue) || StepVectors.isAbsent(oneValue)
        result.values.append(isMissing ? StepVectors.absent : element(manyValue, oneValue))
      }
    }
    result.dropEmptyRows()
    return result
  }
}

extension VectorMatch {
  /// The result where partners may change, with all the errors that this can lead to.
  private func stepByStep() throws(EvaluationError) -> StepVectors {
    var rows = ResultRows(steps: many.steps, signatures: signatures)
    for step in 0..<many.steps where many.hasSample(at: step) && one.hasSample(at: step) {
      rows.begin()
      try setPartners(step, &rows)
      for (series, signature) in manySignatures.enumerated() {
        let value = many.values[series * many.steps + step]
        guard !StepVectors.isAbsent(value), let partner = rows.partner(signature) else { continue }
        let row = rows.row(series, partner) { labels(series, partner) }
        try claim(row, signature, &rows)
        try rows.set(row, step, element(value, one.values[partner * one.steps + step]))
      }
    }
    var result = rows.vectors
    result.isOrdered = many.isOrdered
    result.dropEmptyRows()
    return result
  }

  private func setPartners(_ step: Int, _ rows: inout ResultRows) throws(EvaluationError) {
    for (series, signature) in oneSignatures.enumerated()
    where !StepVectors.isAbsent(one.values[series * one.steps + step]) {
      if rows.partner(signature) != nil { throw duplicates(step) }
      rows.setPartner(signature, series)
    }
  }

  /// Ensures that a signature, or a row of it, is used once at a step, also where a comparison
  /// filters the result out.
  private func claim(
    _ row: Int,
    _ signature: Int,
    _ rows: inout ResultRows
  ) throws(EvaluationError) {
    if matching.cardinality == .oneToOne {
      guard rows.take(signature) else {
        throw .execution(
          "multiple matches for labels: many-to-one matching must be explicit "
            + "(group_left/group_right)"
        )
      }
    } else if !rows.insert(row, signature) {
      throw .execution("multiple matches for labels: grouping labels must ensure unique matches")
    }
  }

  /// The first two series of one signature, in the order in which a server would come upon them.
  private func duplicates(_ step: Int) -> EvaluationError {
    let present = one.series.indices
      .filter { !StepVectors.isAbsent(one.values[$0 * one.steps + step]) }
      .sorted { one.series[$0].visible < one.series[$1].visible }
    var found: [Int: Int] = [:]
    for series in present {
      if let other = found.updateValue(series, forKey: oneSignatures[series]) {
        return duplicates(series, other)
      }
    }
    return .sameLabels
  }

  private func duplicates(_ series: Int, _ other: Int) -> EvaluationError {
    let group = one.series[series].keeping(matching.choice).quotedDescription
    let side = isSwapped ? "left" : "right"
    let names = [series, other].map { one.series[$0].visible.quotedDescription }
    return .execution(
      "found duplicate series for the match group \(group) on the \(side) hand-side of the "
        + "operation: [\(names.joined(separator: ", "))];many-to-many matching not allowed: "
        + "matching labels must be unique on one side"
    )
  }
}

extension StepVectors {
  /// Whether any series has a sample at a step.
  func hasSample(at step: Int) -> Bool {
    series.indices.contains { !Self.isAbsent(values[$0 * steps + step]) }
  }
}
