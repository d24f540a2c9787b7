#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The aggregations that make one sample of a group.
///
/// - Source: `aggregation` in `promql/engine.go` of prometheus/prometheus, version 3.
extension GroupedRows {
  func averages(_ vectors: StepVectors) -> [Double] {
    let folded = fold(vectors, CompensatedMean(0)) { state, value, isFirst in
      if isFirst { state = CompensatedMean(value) } else { state.add(value) }
    }
    return Self.rows(folded, \.value)
  }

  /// The population variances, or their square roots.
  func variances(_ vectors: StepVectors, isDeviation: Bool) -> [Double] {
    let folded = fold(vectors, Spread()) { state, value, isFirst in
      state.count += 1
      if isFirst {
        state.mean = value
        state.squares = value.isFinite ? 0 : .nan
      } else {
        let distance = value - state.mean
        state.mean += distance / state.count
        state.squares += distance * (value - state.mean)
      }
    }
    return Self.rows(folded) { isDeviation ? sqrt($0.squares / $0.count) : $0.squares / $0.count }
  }

  /// - Parameters:
  ///   - vectors: The series.
  ///   - q: The quantile at each step.
  /// - Returns: The rows of the groups.
  func quantiles(_ vectors: StepVectors, _ q: [Double]) -> [Double] {
    let steps = vectors.steps
    var result = [Double](repeating: StepVectors.absent, count: groups * steps)
    var values: [Double] = []
    for (group, members) in members.enumerated() {
      for step in 0..<steps {
        values.removeAll(keepingCapacity: true)
        for series in members {
          let value = vectors.values[series * steps + step]
          if !StepVectors.isAbsent(value) { values.append(value) }
        }
        if !values.isEmpty {
          result[group * steps + step] = Quantile.value(q[step], sorting: &values)
        }
      }
    }
    return result
  }

  /// Welford's running mean and sum of squared distances from it.
  private struct Spread {
    var count = 0.0
    var mean = 0.0
    var squares = 0.0
  }

  private static func rows<State>(
    _ folded: (states: [State], isSeen: [Bool]),
    _ value: (State) -> Double
  ) -> [Double] {
    zip(folded.states, folded.isSeen).map { $1 ? value($0) : StepVectors.absent }
  }
}
