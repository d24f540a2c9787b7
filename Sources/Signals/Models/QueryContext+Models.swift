import Telemetry

/// Language models through the profile.
extension QueryContext {
  private var model: ModelMetrics { profile.model }

  /// Whether costs are reckoned from tokens and the user's prices, as they are where nothing counts
  /// dollars.
  package var pricesTokens: Bool {
    hasModelPrices && model.countedTokens != nil && !(model.cost.map(has) ?? false)
  }

  /// Models have to be told apart where each has its price.
  private var modelLabels: [String] {
    hasModelPrices ? [model.modelLabel].compactMap { $0 } : []
  }

  /// What tells rows of models apart: their names, and what was done.
  package var modelRowLabels: [String] {
    [model.modelLabel, model.operationLabel].compactMap(\.self)
  }

  /// Tokens a second by model, operation and kind.
  package func modelTokenRates() -> String { tokens(by: modelRowLabels) { rate($0) } }

  /// A metric of models where the server has it, a histogram by its bare name.
  func known(_ metric: String?) -> String? {
    metric.flatMap { has($0) || has($0 + "_bucket") ? $0 : nil }
  }

  /// Calls a second by model and operation, also those that failed.
  func modelCalls() -> String? {
    guard let calls = modelCalls([]) else { return nil }
    guard let failed = known(model.failedCalls) else { return sum(calls, by: modelRowLabels) }
    // Without a label of its own the one could hide the other.
    let marked = "label_replace(\(rate(failed)), \"outcome\", \"failed\", \"\", \"\")"
    return sum("\(calls) or \(marked)", by: modelRowLabels)
  }

  /// Failed calls a second.
  func failedModelCalls() -> String? {
    if let failed = known(model.failedCalls) { return sum(rate(failed), by: modelRowLabels) }
    guard !model.failures.isEmpty else { return nil }
    return modelCalls(model.failures).map { sum($0, by: modelRowLabels) }
  }

  /// Calls a second that were refused as too many.
  func refusedModelCalls() -> String? {
    guard let counter = model.refusedCalls else {
      guard !model.rateLimits.isEmpty else { return nil }
      return modelCalls(model.rateLimits).map { sum($0, by: modelRowLabels) }
    }
    guard has(counter) else { return nil }
    let refused = rate(counter, model.rateLimits)
    guard let label = model.modelLabel, let own = model.refusedModelLabel else {
      return sum(refused, by: modelRowLabels)
    }
    // What comes last counts; an empty label changes nothing.
    let named = [model.refusedModelFallback, own].compactMap(\.self).reduce(refused) {
      let (to, from) = (PromQLText.quoted(label), PromQLText.quoted($1))
      return "label_replace(\($0), \(to), \"$1\", \(from), \"(.+)\")"
    }
    return sum(named, by: modelRowLabels)
  }

  private func modelCalls(_ matchers: [LabelMatcher]) -> String? {
    known(model.calls).map {
      model.countsByDuration ? observationRate($0, matchers) : rate($0, matchers)
    }
  }

  /// Tokens of 24 hours by kind, and by model where there are prices.
  func modelTokens() -> String { tokens { "increase(\(gauge($0))[1d])" } }

  /// Tokens an hour, likewise.
  func modelTokenRate() -> String { "(\(tokens { rate($0) })) * 3600" }

  /// Tokens by kind, where each kind has a metric of its own too.
  private func tokens(_ counted: (String) -> String) -> String {
    tokens(by: modelLabels, counted)
  }

  private func tokens(by models: [String], _ counted: (String) -> String) -> String {
    let unpaid = part(model.unpaidTokens, ModelMetrics.unpaidKind, by: models, counted)
    let parts: [String?]
    if let tokens = model.tokens ?? model.tokenHistogram.map({ $0 + "_sum" }) {
      var all = counted(tokens)
      if model.tokens == nil, let histogram = model.tokenHistogram, hasNative(histogram) {
        all = "histogram_sum(\(counted(histogram))) or \(all)"
      }
      parts = [sum(all, by: models + [model.tokenTypeLabel].compactMap { $0 }), unpaid]
    } else {
      parts = [
        part(model.inputTokens, "input", by: models, counted),
        part(model.outputTokens, "output", by: models, counted),
        unpaid,
      ]
    }
    return parts.compactMap { $0 }.joined(separator: " or ")
  }

  /// Tokens of one kind, with the kind as a label.
  private func part(
    _ metric: String?,
    _ kind: String,
    by labels: [String],
    _ counted: (String) -> String
  ) -> String? {
    guard let metric else { return nil }
    let tokens = sum(counted(metric), by: labels)
    return "label_replace(\(tokens), \"\(model.answeredKindLabel)\", \"\(kind)\", \"\", \"\")"
  }
}

extension ModelMetrics {
  /// The label of the kind of tokens, where each kind has a metric of its own.
  private static let kindLabel = "token_type"

  /// The kind of tokens that nobody pays for.
  package static let unpaidKind = "from cache"

  /// The label of the kind of tokens in the answer to what asks for them.
  package var answeredKindLabel: String { tokenTypeLabel ?? Self.kindLabel }
}
