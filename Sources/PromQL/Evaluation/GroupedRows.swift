/// The rows of groups under aggregation: some numbers for each group and step.
///
/// Series are taken one row at a time, so that both rows are walked in the order of memory.
struct GroupedRows {
  /// Which group each series belongs to.
  let groupOfSeries: [Int]
  /// How many groups there are.
  let groups: Int
  /// The first series of each group.
  let firstSeries: [Int]

  /// Groups series by the labels that a choice leaves.
  init(_ vectors: StepVectors, by choice: LabelChoice) {
    var table = SignatureTable(capacity: 64)
    var groupOfSeries: [Int] = []
    var firstSeries: [Int] = []
    groupOfSeries.reserveCapacity(vectors.series.count)
    for (index, labels) in vectors.series.enumerated() {
      let group = table.ordinal(of: labels, choice)
      if group == firstSeries.count { firstSeries.append(index) }
      groupOfSeries.append(group)
    }
    self.groupOfSeries = groupOfSeries
    self.firstSeries = firstSeries
    groups = table.count
  }

  /// The series of each group, in their order.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: groups)
    for (series, group) in groupOfSeries.enumerated() { members[group].append(series) }
    return members
  }

  /// Folds the rows of series into those of their groups.
  ///
  /// - Parameters:
  ///   - vectors: The series.
  ///   - initial: The state of a group without a sample.
  ///   - body: Gets the state of a group at a step and a sample of it; `isFirst` is whether it is
  ///     the first one.
  /// - Returns: The states, the steps of one group together.
  @inline(__always) func fold<State>(
    _ vectors: StepVectors,
    _ initial: State,
    _ body: (_ state: inout State, _ value: Double, _ isFirst: Bool) -> Void
  ) -> (states: [State], isSeen: [Bool]) {
    let steps = vectors.steps
    var states = [State](repeating: initial, count: groups * steps)
    var isSeen = [Bool](repeating: false, count: groups * steps)
    states.withUnsafeMutableBufferPointer { states in
      isSeen.withUnsafeMutableBufferPointer { isSeen in
        vectors.values.withUnsafeBufferPointer { values in
          for (series, group) in groupOfSeries.enumerated() {
            for step in 0..<steps {
              let value = values[series * steps + step]
              if StepVectors.isAbsent(value) { continue }
              let place = group * steps + step
              body(&states[place], value, !isSeen[place])
              isSeen[place] = true
            }
          }
        }
      }
    }
    return (states, isSeen)
  }
}
