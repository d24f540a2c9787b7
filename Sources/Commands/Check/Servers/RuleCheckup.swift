import Checks
import PromQL
import PrometheusAPI
import Telemetry

/// Looks at the rules of a Prometheus, and at whether there are series that they could fire on.
struct RuleCheckup {
  let client: PrometheusClient
  let server: CheckedServer
  let now: Timestamp

  /// The most selectors that are looked up one by one.
  private static let mostSelectors = 200
  /// How far back series are looked for: longer than servers keep them.
  private static let past = Duration.seconds(10 * 365 * 86_400)

  /// Makes all checks of rules.
  ///
  /// - Parameter targets: The active targets, whose scrape intervals count.
  /// - Returns: What the checks came to.
  func outcome(_ targets: [ScrapeTarget]) async -> CheckOutcome {
    let rules: [WrittenRule]
    do throws(SourceError) {
      rules = try await server.ask { deadline throws(SourceError) in
        try await client.writtenRules(deadline: deadline).value
      }
    } catch {
      return server.unchecked(LoadedRuleChecks.names + RuleChecks.names, error)
    }
    var outcome = LoadedRuleChecks.outcome(of: rules, at: server.place)
    var checks = RuleChecks()
    checks.reach.scrapeInterval = targets.compactMap(\.scrapeInterval).min()
    do throws(SourceError) {
      let (missing, unseen) = try await missingSelectors(of: rules)
      checks.reach.isMissing = { selector in
        missing.contains(VectorSelector(matchers: selector.matchers))
      }
      if unseen > 0 {
        outcome.unchecked.append(
          Unchecked(
            RuleChecks.neverFires,
            at: server.place,
            because: "\(unseen) selectors beyond the first \(Self.mostSelectors) were not looked up"
          )
        )
      }
    } catch {
      outcome.add(server.unchecked([RuleChecks.neverFires], error))
    }
    outcome.add(checks.outcome(of: rules, at: server.place))
    return outcome
  }

  /// The selectors of alerts of which the server has no series, and how many were not looked up.
  private func missingSelectors(
    of rules: [WrittenRule]
  ) async throws(SourceError) -> (missing: Set<VectorSelector>, unseen: Int) {
    var selectors: [VectorSelector] = []
    // What was never evaluated may wait for a rule that records.
    for rule in rules where rule.kind == .alerting && rule.lastEvaluation != nil {
      guard let expression = try? Expression.parse(rule.expression) else { continue }
      for selector in RuleReach.selectors(of: expression) where !selectors.contains(selector) {
        selectors.append(selector)
      }
    }
    guard !selectors.isEmpty else { return ([], 0) }
    let names = Set(try await metricNames(matching: []))
    var missing: Set<VectorSelector> = []
    var lookups = 0
    var unseen = 0
    for selector in selectors {
      let name = selector.matchers.first { $0.name == "__name__" && $0.comparison == .equal }
      if let name, !names.contains(name.value) {
        missing.insert(selector)
        continue
      }
      if name != nil, selector.matchers.count == 1 { continue }
      guard lookups < Self.mostSelectors else {
        unseen += 1
        continue
      }
      lookups += 1
      let text = Expression.vectorSelector(selector).text
      if try await metricNames(matching: [text]).isEmpty { missing.insert(selector) }
    }
    return (missing, unseen)
  }

  private func metricNames(matching selectors: [String]) async throws(SourceError) -> [String] {
    let now = now
    return try await server.ask { deadline throws(SourceError) in
      let search = SeriesSearch(selectors, from: now - Self.past, to: now, deadline: deadline)
      return try await client.labelValues(of: "__name__", search).value
    }
  }
}
