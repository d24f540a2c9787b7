import PromQL
import Testing

@Suite struct FunctionSemanticsTests {
  private let minutes: Question = {
    var question = Question()
    question.store.add("x", ["job": "a"], values: [-1.5, 2.5, 4, 8])
    return question
  }()

  @Test(
    arguments: [
      ("abs(x)", 1.5), ("ceil(x)", -1), ("floor(x)", -2), ("round(x)", -1), ("round(x, 0.4)", -1.6),
      ("sgn(x)", -1), ("clamp(x, -1, 1)", -1), ("clamp_min(x, 0)", 0), ("clamp_max(x, -2)", -2),
      ("exp(x - x)", 1), ("sqrt(x * x)", 1.5), ("rad(x * 0 + 180)", .pi),
      ("deg(x * 0 + pi())", 180),
      ("ln(x)", .nan), ("log2(x * 0 + 8)", 3), ("log10(x * 0 + 1000)", 3), ("x ^ 2", 2.25),
      ("timestamp(x)", 0), ("vector(scalar(x))", -1.5),
    ]
  )
  func computesElementByElement(_ query: String, _ expected: Double) throws {
    let found = try minutes.instant(query)
    let labels = query.hasPrefix("vector") ? "" : "{job=\"a\"}"
    #expect(found == [Row(labels, [expected])])
  }

  @Test func clampOfAnEmptyIntervalIsEmpty() throws {
    #expect(try minutes.instant("clamp(x, 1, -1)").isEmpty)
  }

  @Test(
    arguments: [
      ("minute", 46.0), ("hour", 23), ("day_of_week", 0), ("day_of_month", 29),
      ("day_of_year", 60), ("days_in_month", 29), ("month", 2), ("year", 2004),
    ]
  )
  func readsTheCalendar(_ function: String, _ expected: Double) throws {
    // 2004-02-29T23:46:10Z, a Sunday.
    let moment: Int64 = 1_078_098_370
    #expect(try minutes.instant("\(function)(vector(\(moment)))") == [Row("", [expected])])
    #expect(try minutes.instant("\(function)()", at: moment * 1000) == [Row("", [expected])])
  }

  @Test func theCalendarHasNoEnd() throws {
    // 2286-11-20 is beyond the nanoseconds of 64 bits; no number at all is the last second.
    #expect(try minutes.instant("year(vector(1e10))") == [Row("", [2286])])
    #expect(try minutes.instant("year(vector(-62135596801))") == [Row("", [0])])
    #expect(try minutes.instant("year(vector(NaN))") == [Row("", [292_277_026_596])])
    #expect(try minutes.instant("minute(vector(Inf))") == [Row("", [30])])
  }

  @Test func timesAreThoseOfTheStepsAndOfTheSamples() throws {
    #expect(try minutes.range("time()", through: 120_000) == [Row("", [0, 60, 120])])
    #expect(
      try minutes.range("timestamp(x)", through: 300_000, from: 240_000)
        == [Row("{job=\"a\"}", [180, 180])]
    )
    #expect(
      try minutes.range("timestamp(x + 0)", through: 300_000, from: 240_000)
        == [Row("{job=\"a\"}", [240, 300])]
    )
  }

  @Test func offsetsAndMomentsMoveTheSelection() throws {
    #expect(try minutes.instant("x offset 1m", at: 120_000) == [Row("x{job=\"a\"}", [2.5])])
    #expect(try minutes.instant("x offset -1m", at: 120_000) == [Row("x{job=\"a\"}", [8])])
    #expect(
      try minutes.range("x @ 60", through: 120_000) == [Row("x{job=\"a\"}", [2.5, 2.5, 2.5])]
    )
    #expect(
      try minutes.range("x @ end() - x @ start()", through: 180_000)
        == [Row("{job=\"a\"}", [9.5, 9.5, 9.5, 9.5])]
    )
    #expect(
      try minutes.range("sum_over_time(x[2m] @ 180 offset 1m)", through: 60_000)
        == [Row("{job=\"a\"}", [6.5, 6.5])]
    )
  }

  @Test func subqueriesEvaluateAtMultiplesOfTheirStep() throws {
    // At 210 s, 2 m back and every minute: 2 m and 3 m.
    #expect(try minutes.instant("x[2m:1m]", at: 210_000) == [Row("x{job=\"a\"}", [4, 8])])
    #expect(
      try minutes.instant("max_over_time((x * 2)[3m:30s])", at: 120_000)
        == [Row("{job=\"a\"}", [8])]
    )
    #expect(
      try minutes.range("count_over_time(x[2m:1m])", through: 240_000, from: 120_000)
        == [Row("{job=\"a\"}", [2, 2, 2])]
    )
    #expect(
      try minutes.instant("sum_over_time(vector(time())[3m:1m])", at: 180_000) == [Row("", [360])]
    )
    #expect(
      try minutes.instant("avg_over_time(x[2m:1m] @ 180 offset 1m)", at: 0)
        == [Row("{job=\"a\"}", [3.25])]
    )
  }

  @Test func rangesGiveRawSamples() throws {
    #expect(try minutes.instant("x[2m]", at: 180_000) == [Row("x{job=\"a\"}", [4, 8])])
  }

  @Test func absenceHasTheLabelsOfTheSelector() throws {
    #expect(
      try minutes.instant("absent(y{a=\"1\",b!=\"2\",c=\"3\",c=\"4\"})")
        == [Row("{a=\"1\"}", [1])]
    )
    #expect(try minutes.instant("absent(x)").isEmpty)
    #expect(try minutes.instant("absent(sum(y{a=\"1\"}))") == [Row("", [1])])
    #expect(
      try minutes.range("absent_over_time(x[1m])", through: 300_000)
        == [Row("", [nil, nil, nil, nil, 1, 1])]
    )
  }

  @Test func labelsAreReplacedAndJoined() throws {
    var question = Question()
    question.store.add("up", ["instance": "host-7:9100", "job": "node"], values: [1])
    #expect(
      try question.instant(
        "label_replace(up, \"host\", \"$1/${n}$$\", \"instance\", \"(.+)-(?P<n>[0-9]+):.*\")"
      )
        == [Row("up{host=\"host/7$\",instance=\"host-7:9100\",job=\"node\"}", [1])]
    )
    #expect(
      try question.instant("label_replace(up, \"host\", \"$1\", \"instance\", \"host\")")
        == [Row("up{instance=\"host-7:9100\",job=\"node\"}", [1])]
    )
    #expect(
      try question.instant("label_replace(up, \"job\", \"\", \"instance\", \".*\")")
        == [Row("up{instance=\"host-7:9100\"}", [1])]
    )
    #expect(
      try question.instant("label_join(up, \"both\", \"-\", \"job\", \"none\", \"instance\")")
        .first?.labels.contains("both=\"node--host-7:9100\"") == true
    )
    #expect(
      try question.failure("label_replace(up, \"a\", \"\", \"b\", \"(\")")
        == "invalid regular expression in label_replace(): ("
    )
  }

  @Test func seriesThatBecomeEqualAreRefused() throws {
    var question = Question()
    question.store.add("a", ["job": "x"], values: [1, 2])
    question.store.add("b", ["job": "x"], values: [3, 4])
    let words = "vector cannot contain metrics with the same labelset"
    #expect(try question.failure("abs({job=\"x\"})") == words)
    #expect(try question.failure("-{job=\"x\"}") == words)
    #expect(try question.failure("rate({job=\"x\"}[2m])", at: 60_000) == words)
    #expect(
      try question.failure("label_replace({job=\"x\"}, \"__name__\", \"c\", \"\", \"\")") == words
    )
    #expect(try question.instant("last_over_time({job=\"x\"}[1m])").count == 2)
  }

  @Test func ordersAreKeptInInstantQueriesAlone() throws {
    var question = Question()
    question.store.add("x", ["i": "2"], values: [2])
    question.store.add("x", ["i": "10"], values: [.nan])
    question.store.add("x", ["i": "1"], values: [3])
    #expect(
      try question.instant("sort(x)").map(\.labels) == ["x{i=\"2\"}", "x{i=\"1\"}", "x{i=\"10\"}"]
    )
    #expect(
      try question.instant("sort_desc(x) * 2").map(\.labels)
        == ["{i=\"1\"}", "{i=\"2\"}", "{i=\"10\"}"]
    )
    #expect(
      try question.range("sort_desc(x)", through: 0).map(\.labels)
        == ["x{i=\"1\"}", "x{i=\"10\"}", "x{i=\"2\"}"]
    )
  }

  @Test func histogramsAreReadFromTheirBuckets() throws {
    var question = Question()
    for (bound, count) in [("0.1", 50.0), ("1", 90), ("+Inf", 100)] {
      question.store.add("h_bucket", ["job": "a", "le": bound], values: [count])
    }
    question.store.add("h_bucket", ["job": "a", "le": "none"], values: [1])
    #expect(
      try question.instant("histogram_quantile(0.5, h_bucket)") == [Row("{job=\"a\"}", [0.1])]
    )
    #expect(
      try question.instant("histogram_fraction(0, 0.1, h_bucket)") == [Row("{job=\"a\"}", [0.5])]
    )
    #expect(
      try question.remarks("histogram_quantile(0.5, h_bucket)").first?.contains("none") == true
    )
    #expect(try question.instant("histogram_count(h_bucket)").isEmpty)
  }

  @Test func smoothingRefusesFactorsOutOfRange() throws {
    #expect(
      try minutes.failure("double_exponential_smoothing(x[5m], 1.5, 0.1)", at: 180_000)
        == "invalid smoothing factor. Expected: 0 < sf < 1, got: 1.500000"
    )
    #expect(try minutes.instant("double_exponential_smoothing(y[5m], 1.5, 0.1)").isEmpty)
  }

  @Test func ratesOfNamesThatAreNoCountersAreRemarkedOn() throws {
    let remarks = try minutes.remarks("rate(x[5m])", at: 180_000)
    #expect(remarks.count == 1)
    #expect(remarks.first?.contains("metric might not be a counter") == true)
  }

  @Test func extremeTimesDoNotOverflow() throws {
    for query in ["x offset 290y", "x @ 9e15", "rate(x[290y])", "x[280y:1y] offset -290y"] {
      _ = try minutes.failure(query, at: .max)
      _ = try minutes.failure(query, at: .min)
    }
    #expect(
      try minutes.failure("sum_over_time(vector(1)[290y:1ms])")
        == EvaluationError.tooManySamples.message
    )
  }
}
