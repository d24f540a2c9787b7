import Signals
import Telemetry

/// Costs where nothing counts dollars: tokens by the prices of the settings.
extension Panel {
  static func pricedQueries(_ context: QueryContext, isCharted: Bool) -> [PanelQuery] {
    [
      PanelQuery(.modelTokens24h, in: context),
      PanelQuery(.modelTokenRate, in: context),
      isCharted ? PanelQuery(.modelTokenRate, .range, in: context) : nil,
    ].compactMap { $0 }
  }

  static func pricedContent(_ input: PanelInput) -> PanelContent {
    var content = input.frame(required: [.modelTokens24h])
    let rates = input.vector(.modelTokenRate)
    let rate = rates.isEmpty ? nil : bill(rates, input).total
    content.headline = [
      Figure(value: rate, unit: .dollarsPerHour, state: input.state(.modelTokenRate))
    ]
    let tokens = input.vector(.modelTokens24h)
    let bill = bill(tokens, input)
    if !tokens.isEmpty {
      let spent = bill.dollars.map { Spending($0.key, $0.value) }
      addSpending(of: spent, rate: rate, input.state(.modelTokens24h), input, to: &content)
    }
    content.facts.insert(Fact("by your prices"), at: 0)
    content.rows += [unpricedRow(bill, input)].compactMap { $0 } + tokenRows(input)
    content.facts += input.caveats(.model)
    if input.isFullScreen {
      var chart = Chart(lines: [Chart.Line("cost", costs(input))], unit: .dollarsPerHour)
      chart.isFilled = true
      content.chart = chart
    }
    return content
  }

  private static func bill(_ tokens: [VectorSample], _ input: PanelInput) -> TokenBill {
    TokenBill(tokens, input.context.profile.model, input.settings.modelPrices)
  }

  /// Says which models have no price, so that no sum seems whole that is not.
  private static func unpricedRow(_ bill: TokenBill, _ input: PanelInput) -> Row? {
    let names = bill.unpriced
    guard !names.isEmpty else { return nil }
    var figure = Figure(
      "no price: " + names.prefix(PanelContent.elementLimit).joined(separator: ", "),
      value: Double(names.count),
      unit: .count,
      state: input.state(.modelTokens24h)
    )
    figure.text = names.count == 1 ? "1 model" : "\(names.count) models"
    return Row(figure)
  }

  /// Dollars an hour over the window.
  private static func costs(_ input: PanelInput) -> [Sample] {
    var moments: [Timestamp: [VectorSample]] = [:]
    for series in input.series(.modelTokenRate).prefix(PanelContent.elementLimit) {
      for sample in series.samples {
        moments[sample.timestamp, default: []].append(
          VectorSample(labels: series.labels, timestamp: sample.timestamp, value: sample.value)
        )
      }
    }
    return moments.keys.sorted().map { Sample($0, bill(moments[$0] ?? [], input).total) }
  }
}
