import Telemetry
import Testing

@Suite struct ThresholdTests {
  @Test(
    arguments: [
      (0, .ok), (1, .ok), (1.01, .warning), (5, .warning), (5.01, .critical),
      (.infinity, .critical),
      (-.infinity, .ok), (.nan, nil),
    ] as [(Double, Severity?)]
  )
  func largerIsWorse(value: Double, severity: Severity?) {
    #expect(Threshold(warning: 1, critical: 5).judge(value) == severity)
  }

  @Test(
    arguments: [
      (1, .ok), (0.8, .ok), (0.79, .warning), (0.7, .warning), (0.69, .critical),
      (-.infinity, .critical), (.nan, nil),
    ] as [(Double, Severity?)]
  )
  func smallerIsWorse(value: Double, severity: Severity?) {
    let threshold = Threshold(warning: 0.8, critical: 0.7, direction: .below)
    #expect(threshold.judge(value) == severity)
  }

  @Test func aMissingBoundIsNeverPassed() {
    #expect(Threshold().judge(.infinity) == .ok)
    #expect(Threshold(warning: 1).judge(100) == .warning)
    #expect(Threshold(critical: 1).judge(100) == .critical)
    #expect(Threshold(critical: 1).judge(0.5) == .ok)
  }

  @Test func severitiesAreOrdered() {
    #expect(Severity.allCases.sorted() == [.ok, .warning, .critical])
    #expect([Severity.warning, .ok, .critical].max() == .critical)
  }
}
