import Signals
import Testing

@Suite struct BudgetPaceTests {
  @Test(
    arguments: [
      (31.2, 1.84, .onPace), (31.2, 50.0 / 24, .onPace), (31.2, 2.2, .ahead), (50, 1, .onPace),
      (50.01, 0, .over), (60, nil, .over), (31.2, nil, .unknown), (31.2, .nan, .unknown),
      (31.2, .infinity, .unknown), (0, 0, .onPace),
    ] as [(Double, Double?, BudgetPace.Verdict)]
  )
  func spendingIsJudgedAgainstBudgetAndPace(
    spent: Double,
    rate: Double?,
    verdict: BudgetPace.Verdict
  ) {
    #expect(BudgetPace(spent: spent, budget: 50, dollarsPerHour: rate)?.verdict == verdict)
  }

  @Test func aPaceTellsWhatIsLeftAndWhereItLeads() throws {
    let pace = try #require(BudgetPace(spent: 60, budget: 50, dollarsPerHour: 1.5))
    #expect(pace.left == -10)
    #expect(pace.projected == 36)
  }

  @Test(
    arguments: [(1, 0), (1, -1), (.nan, 50), (.infinity, 50)] as [(Double, Double)]
  )
  func withoutABudgetOrASumThereIsNoPace(spent: Double, budget: Double) {
    #expect(BudgetPace(spent: spent, budget: budget, dollarsPerHour: 1) == nil)
  }
}
