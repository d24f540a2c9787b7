import Signals
import Telemetry
import Testing

@Suite struct SignalThresholdsTests {
  private let thresholds = SignalThresholds()

  @Test(
    arguments: [(0, .ok), (0.01, .ok), (0.011, .warning), (0.05, .warning), (0.051, .critical)]
      as [(Double, Severity)]
  )
  func errorsWarnAtOnePercentAndAreCriticalAtFive(value: Double, severity: Severity) {
    #expect(thresholds.errorRatio.judge(value) == severity)
  }

  @Test(arguments: [(1, .ok), (1.2, .warning), (2.1, .critical)] as [(Double, Severity)])
  func latencyWarnsAtASecondAndIsCriticalAtTwo(value: Double, severity: Severity) {
    #expect(thresholds.latencyP95.judge(value) == severity)
  }

  @Test(arguments: [(0.8, .ok), (0.79, .warning), (0.69, .critical)] as [(Double, Severity)])
  func aCacheIsBadWhenItHitsSeldom(value: Double, severity: Severity) {
    #expect(thresholds.cacheHitRatio.judge(value) == severity)
  }

  @Test(arguments: [(0.25, .ok), (0.3, .warning), (0.6, .critical)] as [(Double, Severity)])
  func databaseQueriesWarnAtAQuarterOfASecond(value: Double, severity: Severity) {
    #expect(thresholds.databaseP95.judge(value) == severity)
  }

  @Test(arguments: [(0.75, .ok), (0.76, .warning), (0.91, .critical)] as [(Double, Severity)])
  func processorAndMemoryWarnAtThreeQuarters(value: Double, severity: Severity) {
    #expect(thresholds.cpu.judge(value) == severity)
    #expect(thresholds.memory.judge(value) == severity)
  }

  @Test func idleIsNeitherGoodNorBad() {
    #expect(thresholds.errorRatio.judge(.nan) == nil)
    #expect(thresholds.cacheHitRatio.judge(.nan) == nil)
  }

  @Test func fiftyDollarsADayMayBeSpent() {
    #expect(thresholds.modelBudget24h == 50)
  }
}
