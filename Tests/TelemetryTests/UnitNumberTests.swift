import Telemetry
import Testing

@Suite struct UnitNumberTests {
  @Test(
    arguments: [
      (1.005, 2, "1.01"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.125, 2, "0.13"), (-0.001, 2, "0.00"),
      (0, 3, "0.000"), (9.999, 2, "10.00"), (1234.5678, 3, "1234.568"), (0.05, 1, "0.1"),
      (1e20, 2, "1e+20"), (1e14, 4, "100000000000000"), (.nan, 2, "–"), (-.infinity, 2, "-∞"),
      (5, -3, "5"), (0.000000001, 12, "0.000000001"),
    ] as [(Double, Int, String)]
  )
  func decimalsAreRoundedAwayFromZero(value: Double, decimals: Int, text: String) {
    #expect(UnitNumber.fixed(value, decimals: decimals) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (9999, "9999"), (10_000, "10k"), (12_345, "12.3k"), (99_949, "99.9k"),
      (99_950, "100k"),
      (999_499, "999k"), (999_500, "1M"), (-1_234_567, "-1.2M"), (.max, "9.2e18"),
    ] as [(Int, String)]
  )
  func largeNumbersAreCompact(value: Int, text: String) {
    #expect(UnitNumber.compact(value) == text)
  }
}
