import Signals
import Telemetry

extension Panel {
  /// LLM cost against budget and pace.
  static let modelCost: Panel = Panel(
    id: "llm",
    title: "LLM cost",
    minimumWidth: 30,
    isChart: false
  ) { context, scope in
    [
      PanelQuery(.modelCostRate, in: context),
      PanelQuery(.modelCost24h, in: context),
      PanelQuery(.modelTokens24h, in: context),
      scope.isFullScreen || scope.hasCursor
        ? PanelQuery(.modelCostRate, .range, in: context) : nil,
    ].compactMap { $0 }
  } content: { input in
    let model = input.context.profile.model
    let hasTokensAlone = model.cost == nil && !model.isEmpty
    var content = input.frame(required: [hasTokensAlone ? .modelTokens24h : .modelCostRate])
    if hasTokensAlone {
      content.facts = [Fact(input.context.profile.lack(of: .modelCostRate) ?? "")]
    } else {
      content.headline = [input.figureWithHistory(.modelCostRate)]
    }
    let spent = input.vector(.modelCost24h)
    if !spent.isEmpty { addSpending(of: spent, input, to: &content) }
    content.rows += tokenRows(input)
    content.facts += input.caveats(.model)
    if input.isFullScreen, !hasTokensAlone {
      var chart = Chart(
        lines: [Chart.Line("cost", input.samples(.modelCostRate))],
        unit: .dollarsPerHour
      )
      chart.isFilled = true
      content.chart = chart
    }
    return content
  }

  /// Adds the 24 hours against the budget, and each model's share, the dearest first.
  private static func addSpending(
    of spent: [VectorSample],
    _ input: PanelInput,
    to content: inout PanelContent
  ) {
    let total = spent.reduce(0) { $0 + ($1.value.isFinite ? $1.value : 0) }
    let budget = input.settings.thresholds.modelBudget24h
    var figure = Figure(
      "24 h",
      value: total,
      unit: .dollars,
      threshold: budget > 0 ? Threshold(critical: budget) : nil,
      state: input.state(.modelCost24h)
    )
    figure.text = "\(input.about) \(figure.text)"
    if budget > 0 {
      let isWhole = budget == budget.rounded() && budget < 1e6
      let whole = "$\(Int(saturating: budget))"
      figure.text += " of " + (isWhole ? whole : SignalUnit.dollars.text(budget))
    }
    content.rows.append(Row(figure, fraction: budget > 0 ? total / budget : nil))
    if let pace = BudgetPace(
      spent: total,
      budget: budget,
      dollarsPerHour: input.value(.modelCostRate)
    ) {
      content.facts = pace.facts
    }
    content.rows += modelRows(of: spent, total: total, input)
  }

  /// Each model's share of what was spent.
  private static func modelRows(
    of spent: [VectorSample],
    total: Double,
    _ input: PanelInput
  ) -> [Row] {
    guard total > 0 else { return [] }
    let label = input.context.profile.model.modelLabel ?? ""
    let models = spent.filter { $0.value.isFinite }
      .sorted { $0.value == $1.value ? $0.labels < $1.labels : $0.value > $1.value }
    return models.map { model in
      let figure = Figure(
        model.labels[label] ?? "no model",
        value: model.value / total,
        unit: .ratio,
        state: input.state(.modelCost24h)
      )
      let dollars = SignalUnit.dollars.text(model.value)
      return Row(figure, note: "\(input.about) \(dollars)")
    }
  }

  private static func tokenRows(_ input: PanelInput) -> [Row] {
    let label = input.context.profile.model.answeredKindLabel
    let state = input.state(.modelTokens24h)
    return input.vector(.modelTokens24h).map { sample in
      var figure = Figure(
        sample.labels[label] ?? "tokens",
        value: sample.value,
        unit: .tokens,
        state: state
      )
      figure.text = "\(input.about) \(figure.text)"
      return Row(figure)
    }
  }
}

extension BudgetPace {
  /// Where the spending leads, in words.
  var facts: [Fact] {
    let dollars = SignalUnit.dollars
    switch verdict {
    case .over: return [Fact("over budget by \(dollars.text(-left))", severity: .critical)]
    case .ahead:
      return [
        Fact("pace \(dollars.text(projected ?? 0)) in 24 h", severity: .warning),
        Fact("\(dollars.text(left)) left"),
      ]
    case .onPace: return [Fact("on pace", severity: .ok), Fact("\(dollars.text(left)) left")]
    case .unknown: return [Fact("\(dollars.text(left)) left")]
    }
  }
}
