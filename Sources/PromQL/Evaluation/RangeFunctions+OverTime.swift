extension RangeFunctions {
  static func sum(_ window: SampleWindow) -> Double {
    var sum = CompensatedSum()
    for index in window.low..<window.high { sum.add(window.values[index]) }
    return sum.sum.isInfinite ? sum.sum : sum.total
  }

  static func average(_ window: SampleWindow) -> Double {
    var mean = CompensatedMean(window.first)
    for index in window.low + 1..<window.high { mean.add(window.values[index]) }
    return mean.value
  }

  /// The highest value; NaN only where there is nothing else.
  static func max(_ window: SampleWindow) -> Double {
    var result = window.first
    for index in window.low..<window.high
    where window.values[index] > result || result.isNaN {
      result = window.values[index]
    }
    return result
  }

  /// The lowest value; NaN only where there is nothing else.
  static func min(_ window: SampleWindow) -> Double {
    var result = window.first
    for index in window.low..<window.high
    where window.values[index] < result || result.isNaN {
      result = window.values[index]
    }
    return result
  }

  /// The population variance.
  static func variance(_ window: SampleWindow) -> Double {
    var count = 0.0
    var mean = CompensatedSum()
    var squares = CompensatedSum()
    for index in window.low..<window.high {
      let value = window.values[index]
      count += 1
      let distance = value - mean.total
      mean.add(distance / count)
      squares.add(distance * (value - mean.total))
    }
    return squares.total / count
  }

  static func quantile(_ q: Double, _ window: SampleWindow) -> Double {
    var values = Array(window.values[window.low..<window.high])
    return Quantile.value(q, sorting: &values)
  }

  /// The median of the distances from the median.
  static func medianDeviation(_ window: SampleWindow) -> Double {
    var values = Array(window.values[window.low..<window.high])
    let median = Quantile.value(0.5, sorting: &values)
    for index in values.indices { values[index] = abs(values[index] - median) }
    return Quantile.value(0.5, sorting: &values)
  }

  /// The moment in seconds of the last of the samples that are as `isBetter` would have them.
  static func moment(
    _ window: SampleWindow,
    _ isBetter: (_ value: Double, _ best: Double) -> Bool
  ) -> Double {
    var best = window.low
    for index in window.low..<window.high
    where isBetter(window.values[index], window.values[best]) || window.values[best].isNaN {
      best = index
    }
    return Double(window.timestamps[best]) / 1000
  }
}

/// Quantiles of values, interpolated between the two nearest ones.
///
/// - Source: `quantile` in `promql/quantile.go` of prometheus/prometheus.
enum Quantile {
  /// NaN counts as the lowest value; a `q` outside of 0…1 gives an infinity.
  static func value(_ q: Double, sorting values: inout [Double]) -> Double {
    guard !values.isEmpty, !q.isNaN else { return .nan }
    if q < 0 { return -.infinity }
    if q > 1 { return .infinity }
    values.sort { $0 < $1 || ($0.isNaN && !$1.isNaN) }
    let rank = q * Double(values.count - 1)
    let lower = Int(rank)
    let upper = Swift.min(values.count - 1, lower + 1)
    let weight = rank - rank.rounded(.down)
    return values[lower] * (1 - weight) + values[upper] * weight
  }
}
