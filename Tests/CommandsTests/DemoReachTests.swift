import Testing

@testable import Commands

/// Which questions wait for the whole history of the demo.
@Suite struct DemoReachTests {
  @Test(arguments: [
    ("sum(rate(http_requests_total[20s]))", false), ("up", false), ("rate(a[5m])", false),
    ("sum(rate(http_requests_total[20s] offset 1h))", true), ("increase(a[1d])", true),
    ("histogram_quantile(0.95, sum by (le) (rate(a_bucket{b=\"c\"}[1m])))", false),
  ])
  func longDurationsCount(_ expression: String, _ isFar: Bool) {
    #expect(DemoReach.isFar(expression) == isFar)
  }
}
