import Dashboard
import Signals
import Telemetry
import Testing

/// Costs of language models where nothing counts dollars.
@Suite struct ModelPriceTests {
  private func desk(_ name: String, lacking: Set<String> = []) throws -> Desk {
    let row = try #require(MetricProfile.all.first { $0.name == name })
    var (shop, settings) = (SimulatedShop(), Desk.settings)
    (shop.profile, settings.profile, shop.lacking) = (row, row, lacking)
    settings.modelPrices = ModelPrices(["gpt-4o*": ModelPrice(input: 2.5, output: 10)])
    return Desk.settled(shop, settings)
  }

  private func tokens(
    _ label: String,
    _ kindLabel: String,
    _ counts: [(String, String, Double)],
    _ now: Timestamp
  ) -> Poll.Payload {
    .vector(
      counts.map { model, kind, count in
        VectorSample(
          labels: LabelSet([label: model, kindLabel: kind]),
          timestamp: now,
          value: count
        )
      }
    )
  }

  @Test func tokensAreMultipliedByThePrices() throws {
    var desk = try desk("otel-genai")
    let (label, kind) = ("gen_ai_request_model", "gen_ai_token_type")
    let day = [
      ("gpt-4o", "input", 4_000_000.0), ("gpt-4o", "output", 500_000),
      ("llama", "input", 7), ("qwen", "output", 9),
    ]
    desk.answer("llm_tokens_24h", tokens(label, kind, day, desk.now))
    desk.answer("llm_token_rate", tokens(label, kind, [("gpt-4o", "input", 200_000)], desk.now))
    let content = try #require(desk.content("llm"))
    #expect(content.state == .fresh)
    #expect(content.headline.map(\.value) == [0.5])
    #expect(content.headline.first?.text == "$0.50/h")
    let rows = content.rows.map { "\($0.figure.name) \($0.figure.value ?? -1)" }
    let lack = "no price: llama, qwen"
    #expect(
      rows == ["24 h 15.0", "\(lack) 2.0", "gpt-4o 1.0", "input 4000007.0", "output 500009.0"]
    )
    #expect(content.rows.first { $0.figure.name == lack }?.figure.text == "2 models")
    let facts = content.facts.map(\.text)
    #expect(facts.first == "by your prices")
    #expect(facts.contains("on pace"))
    #expect(desk.text.contains("by your prices"))
  }

  @Test func aMetricOfCostWins() throws {
    let desk = try desk("litellm")
    #expect(desk.instant("llm_cost_rate") != nil && desk.instant("llm_token_rate") == nil)
    #expect(desk.content("llm")?.facts.map(\.text).contains("by your prices") == false)
  }

  @Test func whereTheServerLacksThatMetricTokensArePriced() throws {
    var desk = try desk("litellm", lacking: ["litellm_spend_metric_total"])
    let expression = try #require(desk.instant("llm_tokens_24h")?.expression)
    #expect(expression.contains("litellm_cached_tokens_metric_total"))
    let day = [
      ("gpt-4o", "input", 30e6), ("gpt-4o", "output", 24e6), ("gpt-4o", "from cache", 36e6),
    ]
    desk.answer("llm_tokens_24h", tokens("model", "token_type", day, desk.now))
    let spent = try #require(desk.content("llm")?.rows.first?.figure.value)
    #expect((spent - 105).magnitude < 1e-9, "a third of 75 and 240 dollars")
  }

  @Test func theChartIsOfDollars() throws {
    var desk = try desk("vllm")
    desk.model.show("llm")
    desk.settle()
    func series(_ kind: String, _ rate: Double) -> TimeSeries {
      TimeSeries(
        labels: LabelSet(["model_name": "gpt-4o", "token_type": kind]),
        samples: [Sample(desk.now - .seconds(60), rate), Sample(desk.now, rate * 2)]
      )
    }
    desk.answer("llm_token_rate.range", .matrix([series("input", 1e6), series("output", 1e5)]))
    let chart = try #require(desk.content("llm")?.chart)
    #expect(chart.unit == .dollarsPerHour)
    #expect(chart.lines.first?.samples.map(\.value) == [3.5, 7])
  }
}
