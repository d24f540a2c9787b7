import PromQL
import Testing

@Suite struct OperatorSemanticsTests {
  private let question: Question = {
    var question = Question()
    question.store.add("errors", ["code": "500", "method": "get"], values: [24])
    question.store.add("errors", ["code": "404", "method": "get"], values: [30])
    question.store.add("errors", ["code": "501", "method": "put"], values: [3])
    question.store.add("errors", ["code": "500", "method": "post"], values: [6])
    question.store.add("errors", ["code": "404", "method": "post"], values: [21])
    question.store.add("requests", ["method": "get"], values: [600])
    question.store.add("requests", ["method": "del"], values: [34])
    question.store.add("requests", ["method": "post"], values: [120])
    return question
  }()

  // The first two are the examples of Prometheus' documentation of vector matching.
  @Test func oneToOneMatchingAsDocumented() throws {
    let found = try question.instant(
      "errors{code=\"500\"} / ignoring(code) requests"
    )
    #expect(
      found == [Row("{method=\"get\"}", [0.04]), Row("{method=\"post\"}", [0.05])]
    )
  }

  @Test func manyToOneMatchingAsDocumented() throws {
    let found = try question.instant("errors / ignoring(code) group_left requests")
    #expect(
      found == [
        Row("{code=\"404\",method=\"get\"}", [0.05]),
        Row("{code=\"404\",method=\"post\"}", [0.175]),
        Row("{code=\"500\",method=\"get\"}", [0.04]),
        Row("{code=\"500\",method=\"post\"}", [0.05]),
      ]
    )
    let swapped = try question.instant("requests * on(method) group_right errors")
    #expect(swapped.count == 4)
    #expect(swapped.first == Row("{code=\"404\",method=\"get\"}", [18_000]))
  }

  @Test func includedLabelsComeFromTheOneSide() throws {
    var question = question
    question.store.add("owner", ["method": "get", "team": "web"], values: [1])
    let found = try question.instant("errors * on(method) group_left(team) owner")
    #expect(
      found == [
        Row("{code=\"404\",method=\"get\",team=\"web\"}", [30]),
        Row("{code=\"500\",method=\"get\",team=\"web\"}", [24]),
      ]
    )
  }

  @Test func ambiguousMatchesFailInPrometheusWords() throws {
    #expect(
      try question.failure("requests / ignoring(code) errors")?.hasPrefix(
        "found duplicate series for the match group {method=\"get\"} on the right hand-side of "
          + "the operation: [{__name__=\"errors\", code=\"500\", method=\"get\"}, "
          + "{__name__=\"errors\", code=\"404\", method=\"get\"}];many-to-many matching not allowed"
      ) == true
    )
    #expect(
      try question.failure("errors / ignoring(code) requests")
        == "multiple matches for labels: many-to-one matching must be explicit "
        + "(group_left/group_right)"
    )
    #expect(
      try question.failure("errors * on(method) group_left(code) errors{code=\"404\"}")
        == "multiple matches for labels: grouping labels must ensure unique matches"
    )
  }

  // Since Prometheus 3.9, https://github.com/prometheus/prometheus/pull/17668.
  @Test func aMatchIsAmbiguousEvenWhereTheComparisonFiltersItOut() throws {
    #expect(
      try question.failure("errors > ignoring(code) requests")
        == "multiple matches for labels: many-to-one matching must be explicit "
        + "(group_left/group_right)"
    )
  }

  @Test func comparisonsFilterAndKeepTheName() throws {
    #expect(
      try question.instant("requests > 100") == [
        Row("requests{method=\"get\"}", [600]), Row("requests{method=\"post\"}", [120]),
      ]
    )
    #expect(
      try question.instant("100 < requests") == [
        Row("requests{method=\"get\"}", [600]), Row("requests{method=\"post\"}", [120]),
      ]
    )
    #expect(
      try question.instant("requests > bool 100") == [
        Row("{method=\"del\"}", [0]), Row("{method=\"get\"}", [1]), Row("{method=\"post\"}", [1]),
      ]
    )
    #expect(try question.instant("1 > bool 2") == [Row("scalar", [0])])
    #expect(
      try question.instant("requests == on(method) requests") == [
        Row("{method=\"del\"}", [34]), Row("{method=\"get\"}", [600]),
        Row("{method=\"post\"}", [120]),
      ]
    )
  }

  @Test func setOperatorsLookAtLabelsAlone() throws {
    #expect(
      try question.instant("requests and on(method) errors") == [
        Row("requests{method=\"get\"}", [600]), Row("requests{method=\"post\"}", [120]),
      ]
    )
    #expect(
      try question.instant("requests unless on(method) errors")
        == [Row("requests{method=\"del\"}", [34])]
    )
    #expect(
      try question.instant("errors{method=\"put\"} or on(method) requests").map(\.labels) == [
        "errors{code=\"501\",method=\"put\"}", "requests{method=\"del\"}",
        "requests{method=\"get\"}", "requests{method=\"post\"}",
      ]
    )
  }

  @Test func setOperatorsDecideAtEachStep() throws {
    var question = Question()
    question.options.lookback = 60_000
    question.store.add("a", values: [1, 2, nil, 4])
    question.store.add("b", values: [nil, 20, 30, nil])
    #expect(try question.range("a and on() b", through: 180_000) == [Row("a", [nil, 2, nil, nil])])
    #expect(
      try question.range("a unless on() b", through: 180_000) == [Row("a", [1, nil, nil, 4])]
    )
    #expect(
      try question.range("a or on() b", through: 180_000)
        == [Row("a", [1, 2, nil, 4]), Row("b", [nil, nil, 30, nil])]
    )
  }

  @Test func arithmeticFollowsIEEE() throws {
    #expect(try question.instant("1 / 0") == [Row("scalar", [.infinity])])
    #expect(try question.instant("0 / 0") == [Row("scalar", [.nan])])
    #expect(try question.instant("-7 % 3") == [Row("scalar", [-1])])
    #expect(try question.instant("2 ^ 3 ^ 2") == [Row("scalar", [512])])
    #expect(try question.instant("-2 ^ 2") == [Row("scalar", [-4])])
    #expect(try question.instant("1 atan2 1") == [Row("scalar", [.pi / 4])])
  }

  @Test func negationDropsTheName() throws {
    #expect(
      try question.instant("-requests{method=\"get\"}") == [Row("{method=\"get\"}", [-600])]
    )
  }

  @Test func partnersMayChangeFromStepToStep() throws {
    var question = Question()
    question.options.lookback = 60_000
    question.store.add("a", ["job": "x"], values: [1, 2, 3])
    question.store.add("b", ["job": "x", "pod": "1"], values: [10, nil, nil])
    question.store.add("b", ["job": "x", "pod": "2"], values: [nil, 20, 30])
    #expect(
      try question.range("a * on(job) b", through: 120_000)
        == [Row("{job=\"x\"}", [10, 40, 90])]
    )
    #expect(
      try question.range("a * on(job) group_left(pod) b", through: 120_000) == [
        Row("{job=\"x\",pod=\"1\"}", [10, nil, nil]),
        Row("{job=\"x\",pod=\"2\"}", [nil, 40, 90]),
      ]
    )
  }
}
