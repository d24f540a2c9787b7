import Signals
import Telemetry
import Testing

/// What tokens cost by the user's prices.
@Suite struct TokenBillTests {
  private let now = Timestamp(seconds: 1_795_000_000)
  private let prices = ModelPrices([
    "gpt-4o*": ModelPrice(input: 2.5, output: 10, cached: 1.25),
    "gpt-4o-mini*": ModelPrice(input: 0.15, output: 0.6),
    "text-embedding-3-small": ModelPrice(input: 0.02),
    "*-sonnet-*": ModelPrice(input: 3, output: 15),
  ])
  private let model: ModelMetrics = {
    var model = ModelMetrics()
    (model.modelLabel, model.tokenTypeLabel) = ("model", "type")
    return model
  }()

  private func bill(_ tokens: [(String, String, Double)]) -> TokenBill {
    let vector = tokens.map { name, kind, count in
      VectorSample(labels: LabelSet(["model": name, "type": kind]), timestamp: now, value: count)
    }
    return TokenBill(vector, model, prices)
  }

  @Test(
    arguments: [
      ("gpt-4o", 2.5), ("gpt-4o-2024-08-06", 2.5), ("gpt-4o-mini-2024-07-18", 0.15),
      ("claude-sonnet-4", 3), ("text-embedding-3-small", 0.02), ("text-embedding-3-large", nil),
      ("my-gpt-4o", nil), ("-sonnet", nil), ("", nil),
    ] as [(String, Double?)]
  )
  func thePatternThatSaysMostOfAModelGivesItsPrice(name: String, input: Double?) {
    #expect(prices.price(of: name)?.input == input)
  }

  @Test func eachKindHasItsPrice() {
    let bill = bill([
      ("gpt-4o", "input", 1_000_000), ("gpt-4o", "output", 100_000),
      ("gpt-4o", "cache_read", 400_000), ("gpt-4o-mini", "prompt", 2_000_000),
      ("gpt-4o-mini", "completion", 1_000_000),
    ])
    #expect(bill.dollars["gpt-4o"] == 2.5 + 1 + 0.5)
    #expect(bill.dollars["gpt-4o-mini"] == 0.3 + 0.6)
    #expect(bill.unpriced.isEmpty)
    #expect((bill.total - 4.9).magnitude < 1e-9)
  }

  @Test func whatIsWrittenIntoACacheIsPaidLikeWhatIsSent() {
    #expect(bill([("gpt-4o", "cache_creation", 1_000_000)]).total == 2.5)
    #expect(bill([("gpt-4o-mini", "cache_read", 1_000_000)]).total == 0.15, "no price of its own")
  }

  @Test func modelsWithoutAPriceAreNamed() {
    let bill = bill([
      ("llama", "input", 5), ("gpt-4o", "input", 1_000_000), ("", "input", 3),
      ("text-embedding-3-small", "output", 2), ("idle", "input", 0),
    ])
    #expect(bill.total == 2.5)
    #expect(bill.unpriced == ["no model", "llama", "text-embedding-3-small (output)"])
  }

  @Test func cachedAnswersAreNotPaidFor() {
    // Three equal calls of which two were answered from the cache, as LiteLLM counts them.
    let one = bill([("gpt-4o", "input", 10), ("gpt-4o", "output", 8)])
    let three = bill([
      ("gpt-4o", "input", 30), ("gpt-4o", "output", 24),
      ("gpt-4o", ModelMetrics.unpaidKind, 36),
    ])
    #expect((one.total - three.total).magnitude < 1e-12)
    let all = bill([("llama", "input", 9), ("llama", ModelMetrics.unpaidKind, 9)])
    #expect(all == bill([]), "what is not paid for needs no price")
  }

  @Test func aTotalBesideItsPartsIsNotCountedTwice() {
    let both = bill([("gpt-4o", "input", 1_000_000), ("gpt-4o", "total", 1_000_000)])
    #expect(both.total == 2.5 && both.unpriced.isEmpty)
    #expect(bill([("gpt-4o", "total", 5)]).unpriced == ["gpt-4o (total)"])
  }
}
