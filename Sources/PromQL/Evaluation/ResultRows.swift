import Telemetry

/// The rows of a match whose partners may change from step to step.
struct ResultRows {
  private(set) var vectors: StepVectors
  private var table = SignatureTable(capacity: 16)
  private var rowOfPair: [SIMD2<Int32>: Int] = [:]
  private var step = -1
  private var partners: [Int]
  private var partnerSteps: [Int]
  private var takenSteps: [Int]
  private var inserted: Set<SIMD2<Int32>> = []

  init(steps: Int, signatures: Int) {
    vectors = StepVectors(steps: steps)
    partners = [Int](repeating: -1, count: signatures)
    partnerSteps = [Int](repeating: -1, count: signatures)
    takenSteps = [Int](repeating: -1, count: signatures)
  }

  /// Forgets what is known of the step before.
  mutating func begin() {
    step += 1
    inserted.removeAll(keepingCapacity: true)
  }

  /// The series of the "one" side that a signature has at this step.
  func partner(_ signature: Int) -> Int? {
    partnerSteps[signature] == step ? partners[signature] : nil
  }

  mutating func setPartner(_ signature: Int, _ series: Int) {
    partners[signature] = series
    partnerSteps[signature] = step
  }

  /// Marks a signature as used at this step; `false` where it was already.
  mutating func take(_ signature: Int) -> Bool {
    defer { takenSteps[signature] = step }
    return takenSteps[signature] != step
  }

  /// Marks a row as used by a signature at this step; `false` where it was already.
  mutating func insert(_ row: Int, _ signature: Int) -> Bool {
    inserted.insert(SIMD2(Int32(row), Int32(signature))).inserted
  }

  /// The row of two series; pairs whose labels are equal share one.
  mutating func row(_ many: Int, _ one: Int, _ labels: () -> SeriesLabels) -> Int {
    let pair = SIMD2(Int32(many), Int32(one))
    if let known = rowOfPair[pair] { return known }
    let labels = labels()
    let row = table.ordinal(of: labels, .all)
    if row == vectors.series.count {
      vectors.series.append(labels)
      vectors.values += [Double](repeating: StepVectors.absent, count: vectors.steps)
    }
    rowOfPair[pair] = row
    return row
  }

  /// Sets the sample of a row, which may have none yet.
  mutating func set(_ row: Int, _ step: Int, _ value: Double) throws(EvaluationError) {
    guard !StepVectors.isAbsent(value) else { return }
    let place = row * vectors.steps + step
    guard StepVectors.isAbsent(vectors.values[place]) else { throw .sameLabels }
    vectors.values[place] = value
  }
}
