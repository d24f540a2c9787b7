import Signals
import Telemetry

/// What the panel of language models shows where nothing counts dollars: tokens by the user's prices.
struct TokenCosts {
  let input: PanelInput

  static func queries(_ context: QueryContext, isCharted: Bool) -> [PanelQuery] {
    [
      PanelQuery(.modelTokens24h, in: context),
      PanelQuery(.modelTokenRate, in: context),
      isCharted ? PanelQuery(.modelTokenRate, .range, in: context) : nil,
    ].compactMap { $0 }
  }

  var content: PanelContent {
    var content = input.frame(required: [.modelTokens24h])
    let rates = input.vector(.modelTokenRate)
    let rate = rates.isEmpty ? nil : bill(rates).total
    content.headline = [
      Figure(value: rate, unit: .dollarsPerHour, state: input.state(.modelTokenRate))
    ]
    let tokens = input.vector(.modelTokens24h)
    let bill = bill(tokens)
    if !tokens.isEmpty {
      let spent = bill.dollars.map { Panel.Spending($0.key, $0.value) }
      let state = input.state(.modelTokens24h)
      Panel.addSpending(of: spent, rate: rate, state, input, to: &content)
    }
    content.facts.insert(Fact("by your prices"), at: 0)
    // Beside the sum that lacks them.
    if let row = unpricedRow(bill) { content.rows.insert(row, at: min(1, content.rows.count)) }
    content.rows += Panel.tokenRows(input)
    content.facts += input.caveats(.model)
    if input.isFullScreen {
      var chart = Chart(lines: [Chart.Line("cost", history)], unit: .dollarsPerHour)
      chart.isFilled = true
      content.chart = chart
    }
    return content
  }

  private func bill(_ tokens: [VectorSample]) -> TokenBill {
    TokenBill(tokens, input.context.profile.model, input.settings.modelPrices)
  }

  /// Says which models have no price, so that no sum seems whole that is not.
  private func unpricedRow(_ bill: TokenBill) -> Row? {
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
  private var history: [Sample] {
    var moments: [Timestamp: [VectorSample]] = [:]
    for series in input.series(.modelTokenRate).prefix(PanelContent.elementLimit) {
      for sample in series.samples {
        moments[sample.timestamp, default: []].append(
          VectorSample(labels: series.labels, timestamp: sample.timestamp, value: sample.value)
        )
      }
    }
    return moments.keys.sorted().map { Sample($0, bill(moments[$0] ?? []).total) }
  }
}
