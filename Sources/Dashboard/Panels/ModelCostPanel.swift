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
    let isCharted = scope.isFullScreen || scope.hasCursor
    guard !context.pricesTokens else { return TokenCosts.queries(context, isCharted: isCharted) }
    return [
      PanelQuery(.modelCostRate, in: context),
      PanelQuery(.modelCost24h, in: context),
      PanelQuery(.modelTokens24h, in: context),
      isCharted ? PanelQuery(.modelCostRate, .range, in: context) : nil,
    ].compactMap { $0 }
  } content: { input in
    guard !input.context.pricesTokens else { return TokenCosts(input: input).content }
    let model = input.context.profile.model
    let hasTokensAlone = model.cost == nil && !model.isEmpty
    var content = input.frame(required: [hasTokensAlone ? .modelTokens24h : .modelCostRate])
    if hasTokensAlone {
      content.facts = [Fact(input.context.profile.lack(of: .modelCostRate) ?? "")]
    } else {
      content.headline = [input.figureWithHistory(.modelCostRate)]
    }
    let label = model.modelLabel ?? ""
    let spent = input.vector(.modelCost24h).map { Spending($0.labels[label], $0.value) }
    if !spent.isEmpty {
      let state = input.state(.modelCost24h)
      addSpending(of: spent, rate: input.value(.modelCostRate), state, input, to: &content)
    }
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

  /// What a model has cost in 24 hours.
  struct Spending {
    let model: String
    let dollars: Double

    init(_ model: String?, _ dollars: Double) {
      self.model = model ?? "no model"
      self.dollars = dollars.isFinite ? dollars : 0
    }
  }

  /// Adds the 24 hours against the budget, and each model's share, the dearest first.
  static func addSpending(
    of spent: [Spending],
    rate: Double?,
    _ state: ReadingState,
    _ input: PanelInput,
    to content: inout PanelContent
  ) {
    let total = spent.reduce(0) { $0 + $1.dollars }
    let budget = input.settings.thresholds.modelBudget24h
    var figure = Figure(
      "24 h",
      value: total,
      unit: .dollars,
      threshold: budget > 0 ? Threshold(critical: budget) : nil,
      state: state
    )
    figure.text = "\(input.about) \(figure.text)"
    if budget > 0 {
      let isWhole = budget == budget.rounded() && budget < 1e6
      let whole = "$\(Int(saturating: budget))"
      figure.text += " of " + (isWhole ? whole : SignalUnit.dollars.text(budget))
    }
    content.rows.append(Row(figure, fraction: budget > 0 ? total / budget : nil))
    if let pace = BudgetPace(spent: total, budget: budget, dollarsPerHour: rate) {
      content.facts = pace.facts
    }
    content.rows += modelRows(of: spent, total: total, state, input)
  }

  /// Each model's share of what was spent.
  private static func modelRows(
    of spent: [Spending],
    total: Double,
    _ state: ReadingState,
    _ input: PanelInput
  ) -> [Row] {
    guard total > 0 else { return [] }
    let models = spent.sorted {
      $0.dollars == $1.dollars ? $0.model < $1.model : $0.dollars > $1.dollars
    }
    return models.map { model in
      let figure = Figure(model.model, value: model.dollars / total, unit: .ratio, state: state)
      let dollars = SignalUnit.dollars.text(model.dollars)
      return Row(figure, note: "\(input.about) \(dollars)")
    }
  }

  /// Tokens of all models by kind.
  static func tokenRows(_ input: PanelInput) -> [Row] {
    let label = input.context.profile.model.answeredKindLabel
    let state = input.state(.modelTokens24h)
    let tokens = input.vector(.modelTokens24h)
    let kinds = Dictionary(grouping: tokens) { $0.labels[label] ?? "tokens" }
    return kinds.sorted { $0.key < $1.key }.map { kind, samples in
      let count = samples.reduce(0) { $0 + $1.value }
      var figure = Figure(kind, value: count, unit: .tokens, state: state)
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
