import Telemetry
import Testing

@Suite struct UnitMoneyTests {
  @Test(
    arguments: [
      (18_800_000, "$18.80"), (-50_000, "-$0.05"), (4999, "$0.00"), (5000, "$0.01"),
      (-5000, "-$0.01"),
      (-4999, "$0.00"), (0, "$0.00"), (1_234_567_890_000, "$1234567.89"),
      (.max, "$9223372036854.78"),
      (.min, "-$9223372036854.78"),
    ] as [(Int64, String)]
  )
  func amountsHaveTwoDecimals(microUnits: Int64, text: String) {
    #expect(Money(microUnits: microUnits).text == text)
  }

  @Test func sumsDoNotDrift() throws {
    var sum = Money(microUnits: 0)
    let tenth = try #require(Money(0.1))
    for _ in 0..<1000 { sum = try #require(sum.adding(tenth)) }
    #expect(sum.microUnits == 100_000_000)
  }

  @Test func sumsSaturateAndKeepCurrenciesApart() {
    let most = Money(microUnits: .max)
    #expect(most.adding(Money(microUnits: 1)) == most)
    #expect(Money(microUnits: .min).subtracting(Money(microUnits: 1))?.microUnits == .min)
    #expect(Money(microUnits: 5).subtracting(Money(microUnits: 7))?.microUnits == -2)
    #expect(most.adding(Money(microUnits: 1, currency: "EUR")) == nil)
    #expect(most.subtracting(Money(microUnits: 1, currency: "EUR")) == nil)
  }

  @Test func amountsFromNumbersAreRounded() {
    #expect(Money(1.23456789, currency: "EUR")?.microUnits == 1_234_568)
    #expect(Money(.nan) == nil)
    #expect(Money(1e300) == nil)
    #expect(Money(-.infinity) == nil)
    #expect(Money(microUnits: 4200).shortText == "$0.0042")
  }
}
