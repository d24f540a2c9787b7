import Signals
import Telemetry
import Testing

/// Buckets over time, of classic and native histograms.
@Suite struct BucketMatrixTests {
  private let now = Timestamp(seconds: 1_795_000_000)

  private func classic(_ bound: String, _ values: [Double], from first: Int = 0) -> TimeSeries {
    TimeSeries(
      labels: LabelSet(["le": bound]),
      samples: values.enumerated().map { Sample(now + .seconds(10 * (first + $0)), $1) }
    )
  }

  /// Samples of native histograms, 10 s apart, from their buckets; `nil` leaves one out.
  private func native(_ moments: [[(Double, Double, Double)]?]) -> TimeSeries {
    var series = TimeSeries(samples: [])
    for (index, buckets) in moments.enumerated() {
      guard let buckets else { continue }
      let histogram = NativeHistogram(
        count: buckets.reduce(0) { $0 + $1.2 },
        sum: 1,
        buckets: buckets.map { .init(boundaryRule: 0, lower: $0.0, upper: $0.1, count: $0.2) }
      )
      let moment = now + .seconds(10 * index)
      series.samples.append(Sample(moment, histogram.mean))
      series.histograms.append(HistogramSample(moment, histogram))
    }
    return series
  }

  @Test func classicBucketsAreThoseAlone() {
    let matrix = BucketMatrix([
      classic("+Inf", [10, 0]), classic("0.1", [4, 0]), classic("1.0", [9, 0]),
      classic("1", [1, 0]),
    ])
    #expect(matrix.bounds == [0.1, 1, .infinity])
    #expect(matrix.columns.map(\.counts) == [[4, 6, 0], [0, 0, 0]])
    #expect(matrix.columns.map(\.timestamp) == [now, now + .seconds(10)])
  }

  @Test func aMomentWithoutSamplesIsAbsentAndAMissingBoundIsEmpty() {
    var total = classic("+Inf", [5, 5, 5])
    total.samples.remove(at: 1)
    let matrix = BucketMatrix([classic("1", [2]), total])
    #expect(matrix.columns.map(\.timestamp) == [now, now + .seconds(20)])
    #expect(matrix.columns.map(\.counts) == [[2, 3], [0, 5]])
  }

  @Test func lastDigitsAreNoObservations() {
    let matrix = BucketMatrix([classic("1", [0.1 + 0.2]), classic("2", [0.3]), classic("4", [0.4])])
    #expect(matrix.columns[0].counts[1] == 0)
    let other = BucketMatrix([classic("1", [0.3]), classic("2", [0.1 + 0.2]), classic("4", [0.4])])
    #expect(other.columns[0].counts[1] == 0)
    #expect(other.columns[0].counts[2] > 0.09)
  }

  @Test func nativeHistogramsAreSortedIntoClassicBucketsOfTheSameMoment() {
    let matrix = BucketMatrix([
      classic("0.1", [50, 50]), classic("1", [50, 50]), classic("+Inf", [50, 50]),
      native([nil, [(0.4, 0.5, 30), (2, 3, 20)]]),
    ])
    #expect(matrix.bounds == [0.1, 1, .infinity])
    #expect(matrix.columns.map(\.counts) == [[50, 0, 0], [50, 30, 20]])
  }

  @Test func aServiceThatChangesItsFormIsNeitherDoubledNorLost() {
    let matrix = BucketMatrix([
      classic("1", [8]), classic("+Inf", [10]), native([nil, [(0.5, 1, 8), (1, 2, 2)]]),
    ])
    #expect(matrix.columns.map(\.counts) == [[8, 2], [8, 2]])
  }

  @Test func exponentialBucketsKeepTheirBoundsAndTheZeroBucket() {
    let matrix = BucketMatrix([
      native([[(-1e-128, 1e-128, 3), (0.5, 1, 4)], [(0.5, 1, 4), (1, 2, 1)], []])
    ])
    #expect(matrix.bounds == [-1e-128, 1e-128, 0.5, 1, 2])
    #expect(matrix.columns.map(\.counts) == [[0, 3, 0, 4, 0], [0, 0, 0, 4, 1], [0, 0, 0, 0, 0]])
  }

  /// Servers leave out empty buckets, and without them two bands would touch.
  @Test func theEmptyBucketsBetweenTwoBandsHaveTheirRows() {
    let matrix = BucketMatrix([native([[(1, 2, 5), (32, 64, 5)]])])
    #expect(matrix.bounds == [1, 2, 4, 8, 16, 32, 64])
    #expect(matrix.columns[0].counts == [0, 5, 0, 0, 0, 0, 5])
    let custom = BucketMatrix([native([[(1, 2, 5), (2, 5, 1), (50, 100, 5)]])])
    #expect(custom.bounds == [1, 2, 5, 50, 100], "custom buckets have no rule")
  }

  @Test func customAndExponentialBucketsAreAddedUp() {
    let matrix = BucketMatrix([
      native([[(-.infinity, 1, 4), (1, .infinity, 2)]]), native([[(0.5, 1, 3), (1, 2, 1)]]),
    ])
    #expect(matrix.bounds == [0.5, 1, 2, .infinity])
    #expect(matrix.columns.count == 1)
    #expect(matrix.columns[0].counts == [2, 5, 1, 2])
  }

  @Test func otherResolutionsShareTheFinestBounds() {
    let matrix = BucketMatrix([native([[(1, 2, 2), (2, 4, 2)], [(1, 4, 4)]])])
    #expect(matrix.bounds == [1, 2, 4])
    #expect(matrix.columns[0].counts == [0, 2, 2])
    let spread = matrix.columns[1].counts
    #expect(spread.reduce(0, +) == 4 && spread.allSatisfy { $0 >= 0 })
  }

  @Test func nothingGrowsBeyondItsLimits() {
    let many = (0..<5000).map { classic("\(Double($0) / 100)", [Double($0)]) }
    let matrix = BucketMatrix(many)
    #expect(matrix.bounds.count <= 400)
    #expect(matrix.columns[0].counts.reduce(0, +) == 4999, "neighbours are added up")
    let long = BucketMatrix([classic("1", Array(repeating: 1, count: 5000))])
    #expect(long.columns.count == 1000)
    #expect(long.columns.last?.timestamp == now + .seconds(49_990))
    let fine = (0..<3000).map { index -> (Double, Double, Double) in
      (1 + Double(index) / 1000, 1 + Double(index + 1) / 1000, 1)
    }
    let native = BucketMatrix([native([fine])])
    #expect(native.bounds.count <= 400)
    #expect((native.columns[0].counts.reduce(0, +) - 3000).magnitude < 8)
  }

  @Test func hostileNumbersDoNoHarm() {
    let odd: [Double] = [.nan, .infinity, -.infinity, -1, 0, 1e308, -1e308, .leastNonzeroMagnitude]
    for one in odd {
      for other in odd {
        let matrix = BucketMatrix([
          classic("\(one)", odd), classic("\(other)", odd), classic("x", odd),
          native([[(one, other, one), (other, one, 2), (1, 2, other)], [(one, one, one)]]),
        ])
        let bounds = matrix.bounds
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        #expect(matrix.columns.allSatisfy { $0.counts.count == bounds.count })
        let alone = BucketMatrix([native([[(one, other, 1), (other, one, 2), (1, 1.5, other)]])])
        #expect(alone.columns.allSatisfy { $0.counts.allSatisfy { !($0 < 0) } })
      }
    }
    #expect(BucketMatrix([]).columns.isEmpty)
  }
}
