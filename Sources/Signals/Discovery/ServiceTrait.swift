import Telemetry

/// What a service can have of a profile, each recognised by series of its own.
package enum ServiceTrait: String, Hashable, Sendable, CaseIterable {
  /// Requests are counted.
  case requests
  /// Their durations are.
  case latency
  /// Queries to databases are timed.
  case queries
  /// Database connections are counted.
  case connections
  /// Look-ups in a cache are counted.
  case cache
  /// Tokens or costs of language models are counted.
  case model
  /// Calls to other services are timed.
  case calls
  /// The process counts what it uses under names of its own.
  case process
  /// The machine is measured with it.
  case host
  /// Nothing but that it is one of these.
  case presence

  /// What finds the services that have it; `nil` where the profile has nothing of the kind, or the
  /// server has no metric of those names.
  ///
  /// - Parameters:
  ///   - profile: The profile.
  ///   - selector: Matchers for every series.
  ///   - names: The names of metrics that the server has.
  /// - Returns: The question.
  func search(
    _ profile: MetricProfile,
    _ selector: [LabelMatcher],
    _ names: Set<String>
  ) -> LabelSearch? {
    let selectors = series(profile).filter { names.contains($0.metric) }
      .map { PromQLText.selector($0.metric, selector + $0.matchers) }
    return selectors.isEmpty ? nil : LabelSearch(profile.serviceLabel, selectors)
  }

  /// The series of it that a context has, as PromQL.
  func selectors(_ profile: MetricProfile, _ context: QueryContext) -> [String] {
    let names = Set(metrics(profile).filter(context.has))
    return search(profile, context.selector, names)?.selectors ?? []
  }

  /// The metrics by which it is recognised.
  func metrics(_ profile: MetricProfile) -> [String] { series(profile).map(\.metric) }

  private typealias Series = (metric: String, matchers: [LabelMatcher])

  private func series(_ profile: MetricProfile) -> [Series] {
    let requests = profile.requests
    switch self {
    case .requests:
      guard let counter = requests.counter else { return Self.latency.series(profile) }
      return [(counter, requests.counts + requests.marks)]
    case .latency:
      guard let duration = requests.duration else { return [] }
      let matchers = requests.counts + requests.durationMarks
      switch requests.durationForm {
      case .histogram: return Self.histogram(duration, matchers)
      case .summary: return [(duration, matchers + [LabelMatcher("quantile", .notEqual, "")])]
      case .sum: return [(duration, matchers)]
      }
    case .queries: return profile.database.duration.map { Self.histogram($0, []) } ?? []
    case .connections: return Self.counters([profile.database.connections])
    case .cache:
      return Self.counters([profile.cache.operations, profile.cache.hits, profile.cache.misses])
    case .model:
      let model = profile.model
      return Self.counters([model.cost, model.tokens, model.inputTokens, model.outputTokens])
        + (model.tokenHistogram.map { Self.histogram($0, []) } ?? [])
    case .calls: return profile.calls.duration.map { Self.histogram($0, []) } ?? []
    case .process:
      let (process, usual) = (profile.process, ProcessMetrics())
      return Self.counters([process == usual ? nil : process.cpu])
    case .host: return Self.counters([profile.host?.cpu])
    case .presence: return Self.counters([profile.presence])
    }
  }

  /// A histogram in both forms; of a classic one only the last bucket, which each has.
  private static func histogram(_ name: String, _ matchers: [LabelMatcher]) -> [Series] {
    [
      (name + "_bucket", matchers + [LabelMatcher("le", .equal, "+Inf")]),
      (name, matchers + [LabelMatcher("quantile", .equal, "")]),
    ]
  }

  private static func counters(_ names: [String?]) -> [Series] {
    names.compactMap { $0 }.map { ($0, []) }
  }

  /// How much it says of a service, for the choice among profiles.
  func weight(in profile: MetricProfile) -> Int {
    switch self {
    case .requests:
      8 + (profile.requests.tellsErrors ? 4 : 0) + (profile.requests.endpointLabel == nil ? 0 : 2)
    case .latency:
      switch profile.requests.durationForm {
      case .histogram: 6
      case .summary: 4
      case .sum: 2
      }
    case .queries, .connections, .cache, .model, .calls: 1
    case .process, .host, .presence: 0
    }
  }
}
