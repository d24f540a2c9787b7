/// A sum with Neumaier's compensation for what rounding loses.
///
/// - Source: `util/kahansum/kahansum.go` of prometheus/prometheus.
struct CompensatedSum {
  var sum = 0.0
  var compensation = 0.0

  @inline(__always) mutating func add(_ value: Double) {
    let next = sum + value
    if next.isInfinite {
      compensation = 0
    } else if abs(sum) >= abs(value) {
      compensation += (sum - next) + value
    } else {
      compensation += (value - next) + sum
    }
    sum = next
  }

  /// The sum with what was lost.
  @inline(__always) var total: Double { sum + compensation }
}

/// A mean that is a sum divided at the end, as long as the sum is finite.
///
/// - Source: `funcAvgOverTime` in `promql/functions.go` of prometheus/prometheus.
struct CompensatedMean {
  private var sum: CompensatedSum
  private var mean = 0.0
  private(set) var count = 1.0
  private var isIncremental = false

  init(_ first: Double) {
    sum = CompensatedSum(sum: first)
  }

  @inline(__always) mutating func add(_ value: Double) {
    count += 1
    if !isIncremental {
      var next = sum
      next.add(value)
      guard next.sum.isInfinite else {
        sum = next
        return
      }
      isIncremental = true
      mean = sum.sum / (count - 1)
      sum.compensation /= count - 1
    }
    let share = (count - 1) / count
    var next = CompensatedSum(sum: share * mean, compensation: share * sum.compensation)
    next.add(value / count)
    mean = next.sum
    sum.compensation = next.compensation
  }

  var value: Double {
    isIncremental ? mean + sum.compensation : sum.sum / count + sum.compensation / count
  }
}
