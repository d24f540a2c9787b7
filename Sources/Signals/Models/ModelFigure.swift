package import Telemetry

/// A figure of language models by model and operation; one query each.
package enum ModelFigure: String, Hashable, Sendable, CaseIterable {
  /// Dollars an hour.
  case hour = "cost_hour"
  /// Dollars of the last 24 hours.
  case day = "cost_24h"
  /// Dollars since the month began.
  case month = "cost_month"
  /// Tokens a second, by kind too.
  case tokens
  /// The 95th percentile of the time to the first token, seconds.
  case firstToken = "first_token_p95"
  /// Calls a second.
  case calls
  /// Failed calls a second.
  case failures
  /// Calls a second that were refused as too many.
  case rateLimits = "rate_limits"

  /// Whether its answer changes over minutes only.
  package var isSlow: Bool { self == .day || self == .month }

  /// The expression; `nil` where the profile has nothing of the kind.
  ///
  /// - Parameters:
  ///   - context: The names, and what is looked at.
  ///   - month: The time since the month began.
  /// - Returns: PromQL whose elements have `QueryContext.modelRowLabels`.
  package func expression(_ context: QueryContext, month: Duration) -> String? {
    let model = context.profile.model
    let labels = context.modelRowLabels
    func spent(_ span: String) -> String? {
      model.cost.flatMap { cost in
        guard context.has(cost) else { return nil }
        return context.sum("increase(\(context.gauge(cost))[\(span)])", by: labels)
      }
    }
    switch self {
    case .hour:
      return model.cost.flatMap { cost in
        context.has(cost) ? "\(context.sum(context.rate(cost), by: labels)) * 3600" : nil
      }
    case .day: return spent("1d")
    case .month: return spent(month.prometheusText)
    case .tokens: return model.countedTokens == nil ? nil : context.modelTokenRates()
    case .firstToken:
      return context.known(model.firstToken).map { context.quantile(0.95, $0, by: labels) }
    case .calls: return context.modelCalls()
    case .failures: return context.failedModelCalls()
    case .rateLimits: return context.refusedModelCalls()
    }
  }
}

/// What may be spent by the end of the month, from what has been spent, at the pace of the last days, or
/// hours where no more is remembered.
package struct MonthForecast: Hashable, Sendable {
  /// Dollars at the end of the month, at the mean pace.
  package let likely: Double
  /// The same at the pace of the cheapest day or hour.
  package let least: Double
  /// The same at the pace of the dearest day or hour.
  package let most: Double

  /// The label of an answer to `expression` that says which pace it is.
  private static let label = "pace"

  /// The whole hours of which the pace is known where so much is remembered; `nil` where that is none.
  ///
  /// The first one is left out: it may have begun before what is remembered.
  package static func hours(of reach: Duration) -> Int? {
    let hours = Int(reach.components.seconds / 3600) - 1
    return hours >= 1 ? hours : nil
  }

  /// The mean, the smallest and the largest day of the last week, as dollars a day.
  ///
  /// - Parameters:
  ///   - context: The names, and what is looked at.
  ///   - reach: How much is remembered, where that is less: hours stand for days then.
  /// - Returns: PromQL; `nil` where nothing counts dollars, or too little is remembered.
  package static func expression(_ context: QueryContext, reach: Duration? = nil) -> String? {
    guard let cost = context.profile.model.cost, context.has(cost) else { return nil }
    var (spent, span) = ("sum(increase(\(context.gauge(cost))[1d]))", "7d:1d")
    if let reach {
      guard let hours = hours(of: reach) else { return nil }
      (spent, span) = ("(sum(increase(\(context.gauge(cost))[1h])) * 24)", "\(hours)h:1h")
    }
    return ["avg", "min", "max"].map { pace in
      let value = "\(pace)_over_time(\(spent)[\(span)])"
      return "label_replace(\(value), \"\(label)\", \"\(pace)\", \"\", \"\")"
    }.joined(separator: " or ")
  }

  /// - Parameters:
  ///   - spent: Dollars of the month so far.
  ///   - days: Elements of an answer to `expression`.
  ///   - left: The time until the month ends.
  package init?(spent: Double, days: [VectorSample], left: Duration) {
    func pace(_ name: String) -> Double? {
      days.first { $0.labels[Self.label] == name }?.value
    }
    guard let mean = pace("avg"), let least = pace("min"), let most = pace("max"),
      [spent, mean, least, most].allSatisfy(\.isFinite)
    else { return nil }
    let rest = left.inSeconds / 86_400
    likely = spent + mean * rest
    self.least = spent + least * rest
    self.most = spent + most * rest
  }
}
