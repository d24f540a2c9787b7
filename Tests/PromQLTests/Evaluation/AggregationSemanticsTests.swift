import PromQL
import Testing

@Suite struct AggregationSemanticsTests {
  private let question: Question = {
    var question = Question()
    question.store.add("http", ["group": "canary", "job": "api", "i": "0"], values: [300])
    question.store.add("http", ["group": "canary", "job": "api", "i": "1"], values: [400])
    question.store.add("http", ["group": "prod", "job": "api", "i": "0"], values: [100])
    question.store.add("http", ["group": "prod", "job": "api", "i": "1"], values: [200])
    question.store.add("http", ["group": "prod", "job": "app", "i": "0"], values: [.nan])
    return question
  }()

  @Test(
    arguments: [
      ("sum", 1000.0), ("avg", 250), ("min", 100), ("max", 400), ("count", 4), ("group", 1),
      ("stdvar", 12_500), ("stddev", 12_500.0.squareRoot()),
    ]
  )
  func reducesAGroupToOneSample(_ operation: String, _ expected: Double) throws {
    let found = try question.instant("\(operation)(http{job=\"api\"})")
    #expect(found == [Row("", [expected])])
  }

  @Test func groupsKeepTheLabelsAskedFor() throws {
    #expect(
      try question.instant("sum by (group) (http{job=\"api\"})")
        == [Row("{group=\"canary\"}", [700]), Row("{group=\"prod\"}", [300])]
    )
    #expect(
      try question.instant("sum without (i) (http{job=\"api\"})") == [
        Row("{group=\"canary\",job=\"api\"}", [700]), Row("{group=\"prod\",job=\"api\"}", [300]),
      ]
    )
    #expect(
      try question.instant("sum by (__name__, nothing) (http{job=\"api\"})")
        == [Row("http", [1000])]
    )
  }

  @Test func extremesKeepTheirLabelsAndOrder() throws {
    #expect(
      try question.instant("topk(2, http)").map(\.values) == [[400], [300]]
    )
    #expect(try question.instant("bottomk(2, http)").map(\.values) == [[100], [200]])
    let grouped = try question.instant("topk by (job) (1, http)")
    #expect(grouped.map(\.labels).contains("http{group=\"canary\",i=\"1\",job=\"api\"}"))
    #expect(grouped.count == 2)
    #expect(try question.instant("topk(0, http)").isEmpty)
    #expect(try question.instant("topk(99, http)").count == 5)
    #expect(try question.failure("topk(NaN, http)") == "Parameter value is NaN")
    #expect(
      try question.failure("topk(1e30, http)") == "Scalar value 1e+30 overflows int64"
    )
  }

  @Test func notANumberIsTheLowestOfTheTopAndTheHighestOfTheBottom() throws {
    let top = try question.instant("topk(5, http)")
    #expect(top.last == Row("http{group=\"prod\",i=\"0\",job=\"app\"}", [.nan]))
    let bottom = try question.instant("bottomk(5, http)")
    #expect(bottom.last == Row("http{group=\"prod\",i=\"0\",job=\"app\"}", [.nan]))
    #expect(
      try question.instant("max by (job) (http{job=\"app\"})")
        == [Row("{job=\"app\"}", [.nan])]
    )
    #expect(try question.instant("max(http)") == [Row("", [400])])
    #expect(try question.instant("stddev(http{job=\"app\"})") == [Row("", [.nan])])
  }

  @Test func topkChoosesAnewAtEachStep() throws {
    var question = Question()
    question.store.add("x", ["i": "0"], values: [1, 5, 1])
    question.store.add("x", ["i": "1"], values: [2, 2, 2])
    #expect(
      try question.range("topk(1, x)", through: 120_000) == [
        Row("x{i=\"0\"}", [nil, 5, nil]), Row("x{i=\"1\"}", [2, nil, 2]),
      ]
    )
  }

  @Test func quantilesAreInterpolatedAndWarnedAbout() throws {
    #expect(try question.instant("quantile(0.5, http{job=\"api\"})") == [Row("", [250])])
    #expect(try question.instant("quantile(2, http)") == [Row("", [.infinity])])
    #expect(
      try question.remarks("quantile(2, http)")
        == ["PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)"]
    )
  }

  @Test func valuesAreCountedUnderTheirText() throws {
    var question = Question()
    question.store.add("version", ["i": "0"], values: [6])
    question.store.add("version", ["i": "1"], values: [6])
    question.store.add("version", ["i": "2"], values: [7.5e-7])
    question.store.add("version", ["i": "3"], values: [1e22])
    #expect(
      try question.instant("count_values(\"v\", version)") == [
        Row("{v=\"0.00000075\"}", [1]), Row("{v=\"10000000000000000000000\"}", [1]),
        Row("{v=\"6\"}", [2]),
      ]
    )
    #expect(
      try question.instant("count_values without (v) (\"i\", version{i=~\".+\"} * 0)")
        == [Row("{i=\"0\"}", [4])]
    )
  }

  @Test func groupsWithoutSamplesAtAStepHaveAGap() throws {
    var question = Question()
    question.options.lookback = 60_000
    question.store.add("x", ["i": "0"], values: [1, nil, 3])
    question.store.add("x", ["i": "1"], values: [1, nil, nil])
    #expect(try question.range("sum(x)", through: 120_000) == [Row("", [2, nil, 3])])
    #expect(try question.range("avg(x)", through: 120_000) == [Row("", [1, nil, 3])])
  }
}
