import Dashboard
import PrometheusAPI
import Runtime
import Signals
import Telemetry
import TestSupport
import Testing

/// Ranges of histograms, from the server's bytes to the buckets that a heat map shows.
@Suite(.timeLimit(.minutes(20)))
struct BucketRangeTests {
  /// A native histogram at each step of a query, of one observation below a second and one below two.
  private static func histograms(_ query: RangeQuery) -> [TimeSeries] {
    var series = TimeSeries(samples: [])
    var moment = query.start
    while moment <= query.end {
      let buckets = [(0.5, 1.0), (1, 2)].map {
        NativeHistogram.Bucket(boundaryRule: 0, lower: $0.0, upper: $0.1, count: 1)
      }
      let histogram = NativeHistogram(count: 2, sum: 2.2, buckets: buckets)
      series.samples.append(Sample(moment, histogram.mean))
      series.histograms.append(HistogramSample(moment, histogram))
      moment = moment + query.step
    }
    return [series]
  }

  private static func poll(end: Timestamp? = nil, length: Int = 100) -> Poll {
    var poll = Poll.range("x", end: end, length: length)
    guard case .range(var window) = poll.question else { return poll }
    window.isOfBuckets = true
    poll.question = .range(window)
    return poll
  }

  private static func buckets(_ outcome: Outcome) throws -> BucketMatrix {
    guard case .buckets(let buckets)? = outcome.answer?.payload else {
      Issue.record("the answer is not buckets")
      return BucketMatrix([])
    }
    return buckets
  }

  private static func rig() -> PollerRig {
    PollerRig { call in
      guard case .range(let query) = call else { return nil }
      return ScriptedReply(.matrix(histograms(query)))
    }
  }

  @Test func aRefreshAsksForNewColumnsAndGivesAll() async throws {
    let rig = Self.rig()
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [Self.poll()]))
      _ = try await rig.outcomes(atLeast: 1)
      rig.clock.advance(to: .seconds(10))
      let outcomes = try await rig.outcomes(atLeast: 2)
      let asked = rig.source.calls.compactMap { call -> Stretch? in
        guard case .range(let query) = call else { return nil }
        return Stretch(from: query.start, to: query.end)
      }
      #expect(asked == [span(999_900, 1_000_000), span(999_980, 1_000_010)])
      let buckets = try Self.buckets(outcomes[1])
      #expect(buckets.bounds == [0.5, 1, 2])
      #expect(buckets.columns.count == 12)
      #expect(buckets.columns.last?.timestamp == at(1_000_010))
      #expect(buckets.columns.allSatisfy { $0.counts == [0, 1, 1] })
    }
  }

  @Test func whatIsKnownIsGivenAsBucketsToo() async throws {
    let rig = Self.rig()
    try await rig.run {
      rig.poller.follow(PollPlan(polls: [Self.poll(length: 500)]))
      _ = try await rig.outcomes(atLeast: 1)
      rig.poller.follow(PollPlan(polls: [Self.poll(end: at(999_900), length: 100)]))
      let outcomes = try await rig.outcomes(atLeast: 2)
      #expect(rig.source.calls.count == 1 && !outcomes[1].wasAsked)
      #expect(try Self.buckets(outcomes[1]).columns.last?.timestamp == at(999_900))
    }
  }

  @Test func eachBucketCountsInTheSizeOfAWindow() {
    let query = RangeQuery("x", from: at(0), to: at(90), step: .seconds(10), deadline: .seconds(1))
    let window = KnownWindow(
      Self.histograms(query),
      to: Stretch(from: query.start, to: query.end),
      step: query.step
    )
    #expect(window.points == 10 + 20)
  }

  // MARK: Recorded answers of Prometheus 3.12

  private static func recorded(_ name: String) throws -> QueryValue {
    let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    let folder =
      here.dropLast(2).joined(separator: "/") + "/PrometheusAPITests/Payloads/prometheus-3.12/"
    let recording = try Recording(path: folder + name + ".http")
    return try #require(QueryAnswerDecoder.result(of: recording.body))
  }

  private static func matrix(_ name: String) throws -> (BucketMatrix, [TimeSeries]) {
    guard case .matrix(let series) = try recorded(name) else {
      Issue.record("\(name) is no matrix")
      return (BucketMatrix([]), [])
    }
    return (BucketMatrix(series), series)
  }

  @Test func exponentialBucketsOfAServerKeepEveryObservation() throws {
    let (matrix, series) = try Self.matrix("range-native-exponential")
    #expect(matrix.columns.count == 3)
    for (column, sample) in zip(matrix.columns, series[0].histograms) {
      let total = column.counts.reduce(0, +)
      #expect((total - sample.histogram.count).magnitude < 1e-6)
      // Two of a hundred took no time that is measured.
      let zero = zip(matrix.bounds, column.counts).filter { $0.0 < 1e-6 }.map(\.1).reduce(0, +)
      #expect(zero > 0 && zero < total / 10)
      let slow = zip(matrix.bounds, column.counts).filter { $0.0 > 0.06 }.map(\.1).reduce(0, +)
      #expect((0.1...0.35).contains(slow / total), "a fifth took 300 ms: \(slow / total)")
    }
    // Eight buckets a doubling, also where nothing was observed.
    let used = matrix.bounds.filter { $0 > 1e-6 }
    #expect(zip(used, used.dropFirst()).allSatisfy { $1 / $0 < 1.1 })
  }

  @Test func customBucketsOfAServerAreThoseOfTheLibrary() throws {
    let (matrix, series) = try Self.matrix("range-native-custom")
    #expect(Set(matrix.bounds).isSubset(of: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]))
    for (column, sample) in zip(matrix.columns, series[0].histograms) {
      #expect((column.counts.reduce(0, +) - sample.histogram.count).magnitude < 1e-6)
    }
  }

  @Test func classicAndExponentialOnesAreSummed() throws {
    let (matrix, series) = try Self.matrix("range-mixed-forms")
    #expect(matrix.bounds.last == .infinity && matrix.bounds.count == 12)
    let total = try #require(series.first { $0.labels["le"] == "+Inf" })
    let native = try #require(series.first { $0.labels["le"] == nil })
    #expect(matrix.columns.count == 3)
    for (index, column) in matrix.columns.enumerated() {
      let both = total.samples[index].value + native.histograms[index].histogram.count
      #expect((column.counts.reduce(0, +) - both).magnitude < 1e-6)
    }
  }

  @Test func exponentialAndCustomBucketsGiveOnePercentile() throws {
    guard case .vector(let vector) = try Self.recorded("query-mixed-buckets-by-instance") else {
      Issue.record("no vector")
      return
    }
    #expect(vector.count == 2)
    let buckets = BucketQuantile.joinedBuckets(of: vector)
    let count = vector.compactMap(\.histogram?.count).reduce(0, +)
    #expect(((buckets.last?.cumulative ?? 0) - count).magnitude < 1e-6)
    let median = try #require(BucketQuantile(0.5, of: buckets)).value
    #expect((0.003...0.006).contains(median), "\(median)")
    let p95 = try #require(BucketQuantile(0.95, of: buckets)).value
    #expect((0.25...0.7).contains(p95), "\(p95)")
  }
}
