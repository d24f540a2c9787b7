import Reports
import Telemetry
import Testing

/// What is reckoned from samples.
@Suite struct ReportArithmeticTests {
  @Test func quantilesLieBetweenValuesInProportion() {
    #expect(Quantile.of([3, 1, 2], 0.5) == 2)
    #expect(Quantile.of([1, 2, 3, 4], 0.5) == 2.5)
    #expect(Quantile.of([0, 10], 0.95) == 9.5)
    #expect(Quantile.of([7], 0.99) == 7)
    #expect(Quantile.of([.nan, 4, .infinity], 1) == 4)
    #expect(Quantile.of([], 0.5) == nil)
  }

  @Test func aBaselineIsTheMedianOfWeeksWithTheirSpread() throws {
    let baseline = try #require(Baseline([10, 12, 11, 100]))
    #expect(baseline.median == 11.5 && baseline.weeks == 4)
    // Distances are 1.5, 0.5, 0.5 and 88.5.
    #expect(abs(baseline.spread - 1.4826) < 1e-9)
    #expect(baseline.isUnusual(16.1, floor: 0))
    #expect(!baseline.isUnusual(15.9, floor: 0))
    #expect(!baseline.isUnusual(16.1, floor: 5))
    #expect(!baseline.isUnusual(.nan, floor: 0))
    #expect(Baseline([1]) == nil && Baseline([1, .nan]) == nil)
  }

  @Test func aBudgetIsWhatMayFail() {
    let budget = ErrorBudget(objective: 0.999, failed: 0.0005)
    #expect(abs(budget.spent - 0.5) < 1e-9 && abs(budget.left - 0.5) < 1e-9)
    #expect(abs(budget.burnRate(0.01) - 10) < 1e-9)
    #expect(ErrorBudget(objective: 1, failed: 0).spent == 0)
    #expect(ErrorBudget(objective: 1, failed: 0.1).spent == .infinity)
  }

  @Test func aLineGoesThroughPointsThatLieOnOne() throws {
    let samples = (0...9).map { Sample(Timestamp(seconds: Double($0) * 60), 100 - Double($0)) }
    let line = try #require(TrendLine(samples))
    #expect(abs(line.slope + 1.0 / 60) < 1e-12)
    #expect(abs(line.level - 91) < 1e-9 && line.residual < 1e-9)
    let time = try #require(line.time(until: 0))
    #expect(abs(time.inSeconds - 91 * 60) <= 1)
    #expect(line.time(until: 200) == nil)
    #expect(TrendLine(Array(samples.prefix(2))) == nil)
    #expect(TrendLine([Sample](repeating: samples[0], count: 5)) == nil)
  }

  @Test func aDiskIsFullWhenItsSpaceHasGone() {
    let day = 86_400.0
    let free = (0...30).map { Sample(Timestamp(seconds: Double($0) * day), Double(50 - $0)) }
    let disk = DiskCapacity.Disk(instance: "a", mountpoint: "/", free: free, size: 100)
    #expect(disk.timeUntilFull.map { abs($0.inSeconds - 20 * day) <= 1 } == true)
    let idle = free.map { Sample($0.timestamp, 5) }
    let still = DiskCapacity.Disk(instance: "a", mountpoint: "/", free: idle, size: nil)
    #expect(still.timeUntilFull == nil)
  }

  @Test func whatDiffersBetweenLinesIsNoPattern() {
    let one = LinePattern("payment 4711 of \"Anna\" failed after 3.2s at 10.0.0.7:443")
    let other = LinePattern("payment 9 of \"Bob O'Hara\" failed after 12ms at 10.1.2.3:8080")
    #expect(one == other)
    #expect(one.text == "payment # of \"…\" failed after # at #")
    #expect(LinePattern("timeout of cache") != LinePattern("timeout of database"))
    #expect(LinePattern("ends \"open").text == "ends \"…")
  }

  @Test func metricsAreUsedByWhatNamesThemOrTheirFamily() {
    let window = Stretch(from: Timestamp(seconds: 0), to: Timestamp(seconds: 60))
    var metrics = UnusedMetrics(
      ["a_total": 3, "b_bucket": 10, "b_count": 1, "c": 5, "up": 2, "d_sum": 1, "d_count": 1],
      over: window
    )
    metrics.use("sum(rate(a_total{job=\"c_not\"}[5m]))")
    metrics.use("histogram_quantile(0.9, sum by (le) (rate(b_bucket[5m])))")
    #expect(metrics.unused.map(\.name) == ["c", "d"])
    #expect(metrics.unused.map(\.series) == [5, 2])
  }
}
