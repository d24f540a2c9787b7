import PromQL
import Telemetry

/// A rule with what its evaluations have brought.
struct RuleState: Sendable {
  /// An alert with its times in milliseconds.
  struct ActiveAlert: Sendable {
    var alert: Alert
    var activeAt: Int64
    /// Since when it fires although the expression holds no more.
    var keptSince: Int64?
  }

  let rule: Rule
  private(set) var health = AlertRule.Health.unknown
  private(set) var lastError: String?
  private(set) var lastEvaluation: Timestamp?
  private(set) var evaluationTime: Duration?
  private(set) var active: [LabelSet: ActiveAlert] = [:]
  /// The series that the last evaluation wrote, whose end is to be marked.
  private var written: Set<LabelSet> = []
  /// Series of the store by their labels.
  private var ids: [LabelSet: SeriesID] = [:]

  init(_ rule: Rule) {
    self.rule = rule
  }

  /// The alerts, those of longest standing first.
  var alerts: [Alert] {
    active.values
      .sorted { ($0.activeAt, $0.alert.labels) < ($1.activeAt, $1.alert.labels) }
      .map(\.alert)
  }

  /// The rule as the port tells of it; `nil` for a recording rule.
  func alertRule(of group: RuleGroup, groupTime: Duration?) -> AlertRule? {
    guard case .alerting(let holdFor, _) = rule.kind else { return nil }
    var alertRule = AlertRule(
      name: rule.name,
      group: group.name,
      expression: rule.text,
      holdFor: holdFor,
      labels: LabelSet(rule.labels.map { .init(name: $0.name, value: $0.value.source) }),
      health: health,
      lastError: lastError
    )
    alertRule.lastEvaluation = lastEvaluation
    alertRule.evaluationTime = evaluationTime
    alertRule.interval = group.interval
    alertRule.groupTime = groupTime
    return alertRule
  }

  /// Evaluates the rule; where that fails, what was before stays as it was.
  mutating func evaluate(
    at moment: Int64,
    limit: Int,
    _ surroundings: RuleBook.Surroundings
  ) {
    let start = ContinuousClock.now
    defer {
      lastEvaluation = Timestamp(milliseconds: moment)
      evaluationTime = start.duration(to: .now)
    }
    do throws(RuleFailure) {
      let elements = try Self.elements(of: rule.expression, at: moment, surroundings.evaluator)
      var results: [(labels: LabelSet, value: Double)]
      switch rule.kind {
      case .recording:
        results = try recorded(elements)
      case .alerting(let holdFor, let keepFiringFor):
        try update(elements, at: moment, limit: limit, surroundings)
        progress(at: moment, holdFor: holdFor, keepFiringFor: keepFiringFor)
        results = alertSeries
      }
      if limit > 0, results.count > limit, rule.kind == .recording {
        throw RuleFailure(message: "exceeded limit of \(limit) with \(results.count) series")
      }
      write(results, at: moment, to: surroundings.store)
      (health, lastError) = (.ok, nil)
    } catch {
      (health, lastError) = (.failing, error.message)
    }
  }

  private static func elements(
    of expression: Expression,
    at moment: Int64,
    _ evaluator: Evaluator
  ) throws(RuleFailure) -> [VectorSample] {
    let result: Answer<QueryValue>
    do throws(EvaluationError) {
      result = try evaluator.instant(expression, at: moment)
    } catch {
      throw RuleFailure(message: error.message)
    }
    switch result.value {
    case .vector(let elements): return elements
    case .scalar(let sample):
      return [VectorSample(timestamp: sample.timestamp, value: sample.value)]
    case .string, .matrix:
      throw RuleFailure(message: "rule result is not a vector or scalar")
    }
  }

  // MARK: - Recording

  private func recorded(
    _ elements: [VectorSample]
  ) throws(RuleFailure) -> [(labels: LabelSet, value: Double)] {
    var seen: Set<LabelSet> = []
    var results: [(labels: LabelSet, value: Double)] = []
    for element in elements {
      var labels = element.labels.labels
      for label in rule.labels { labels.append(.init(name: label.name, value: label.value.source)) }
      labels.append(.init(name: "__name__", value: rule.name))
      let set = LabelSet(labels).withoutEmptyValues
      guard seen.insert(set).inserted else {
        throw RuleFailure(
          message: "vector contains metrics with the same labelset after applying rule labels"
        )
      }
      results.append((set, element.value))
    }
    return results
  }

  /// Appends results, and markers for series that have disappeared since the last time.
  private mutating func write(
    _ results: [(labels: LabelSet, value: Double)],
    at moment: Int64,
    to store: SeriesStore
  ) {
    let now = Set(results.map(\.labels))
    let all = results + written.subtracting(now).map { ($0, StaleMarker.value) }
    var samples = identified(all, at: moment, in: store)
    if store.append(samples).gone > 0 {
      ids = [:]
      samples = identified(all, at: moment, in: store)
      store.append(samples)
    }
    ids = ids.filter { now.contains($0.key) }
    written = now
  }

  private mutating func identified(
    _ results: [(labels: LabelSet, value: Double)],
    at moment: Int64,
    in store: SeriesStore
  ) -> [StoredSample] {
    let new = results.map(\.labels).filter { ids[$0] == nil }
    for (labels, id) in zip(new, store.identify(new)) { ids[labels] = id }
    return results.compactMap { result in
      ids[result.labels].map { StoredSample($0, moment, result.value) }
    }
  }

  // MARK: - Alerting

  /// Takes over for which labels the expression holds now.
  private mutating func update(
    _ elements: [VectorSample],
    at moment: Int64,
    limit: Int,
    _ surroundings: RuleBook.Surroundings
  ) throws(RuleFailure) {
    let current = try current(elements, at: moment, surroundings)
    if limit > 0, current.count > limit {
      active = [:]
      throw RuleFailure(message: "exceeded limit of \(limit) with \(current.count) alerts")
    }
    for (labels, facts) in current {
      let annotations = annotations(of: facts)
      if var known = active[labels] {
        known.alert.value = facts.value
        known.alert.annotations = annotations
        known.keptSince = nil
        active[labels] = known
      } else {
        let alert = Alert(
          labels: labels,
          annotations: annotations,
          state: .pending,
          activeAt: Timestamp(milliseconds: moment),
          value: facts.value
        )
        active[labels] = ActiveAlert(alert: alert, activeAt: moment)
      }
    }
    for (labels, known) in active where current[labels] == nil {
      active[labels] = kept(known, at: moment)
    }
  }

  /// Active alerts, by their labels.
  private func current(
    _ elements: [VectorSample],
    at moment: Int64,
    _ surroundings: RuleBook.Surroundings
  ) throws(RuleFailure) -> [LabelSet: RuleTemplate.Facts] {
    var current: [LabelSet: RuleTemplate.Facts] = [:]
    for element in elements {
      let facts = facts(of: element, at: moment, surroundings)
      guard current.updateValue(facts, forKey: labels(of: element, facts)) == nil else {
        throw RuleFailure(
          message: "vector contains metrics with the same labelset after applying alert labels"
        )
      }
    }
    return current
  }

  /// An alert whose expression holds no more; `nil` where that ends it.
  private func kept(_ alert: ActiveAlert, at moment: Int64) -> ActiveAlert? {
    guard case .alerting(_, let keep) = rule.kind, keep > .zero, alert.alert.state == .firing else {
      return nil
    }
    var kept = alert
    let since = alert.keptSince ?? moment
    kept.keptSince = since
    return moment - since < keep.milliseconds ? kept : nil
  }

  private mutating func progress(at moment: Int64, holdFor: Duration, keepFiringFor: Duration) {
    for (labels, known) in active
    where known.alert.state == .pending && moment - known.activeAt >= holdFor.milliseconds {
      active[labels]?.alert.state = .firing
    }
  }

  private func labels(of element: VectorSample, _ facts: RuleTemplate.Facts) -> LabelSet {
    var labels = element.labels.labels.filter { $0.name != "__name__" }
    for label in rule.labels {
      labels.append(.init(name: label.name, value: label.value.expanded(facts)))
    }
    labels.append(.init(name: "alertname", value: rule.name))
    return LabelSet(labels).withoutEmptyValues
  }

  private func annotations(of facts: RuleTemplate.Facts) -> [String: String] {
    Dictionary(
      rule.annotations.map { ($0.name, $0.value.expanded(facts)) },
      uniquingKeysWith: { $1 }
    )
  }

  private func facts(
    of element: VectorSample,
    at moment: Int64,
    _ surroundings: RuleBook.Surroundings
  ) -> RuleTemplate.Facts {
    let evaluator = surroundings.evaluator
    return RuleTemplate.Facts(
      labels: element.labels,
      value: element.value,
      externalLabels: surroundings.externalLabels,
      moment: Timestamp(milliseconds: moment)
    ) { query throws(RuleTemplate.Problem) in
      do {
        let expression = try Expression.parse(query)
        return try Self.elements(of: expression, at: moment, evaluator)
      } catch let problem as ParseProblem {
        throw RuleTemplate.Problem(reason: problem.description)
      } catch let failure as RuleFailure {
        throw RuleTemplate.Problem(reason: failure.message)
      } catch {
        throw RuleTemplate.Problem(reason: "\(error)")
      }
    }
  }

  /// The series by which Prometheus tells of its alerts.
  private var alertSeries: [(labels: LabelSet, value: Double)] {
    active.values.flatMap { known -> [(labels: LabelSet, value: Double)] in
      let labels = known.alert.labels.labels
      let state = known.alert.state == .firing ? "firing" : "pending"
      let shown = [
        LabelSet.Label(name: "alertstate", value: state),
        LabelSet.Label(name: "__name__", value: "ALERTS"),
      ]
      let since = LabelSet.Label(name: "__name__", value: "ALERTS_FOR_STATE")
      return [
        (LabelSet(labels + shown), 1),
        (LabelSet(labels + [since]), Double(known.activeAt.floorDivided(by: 1000))),
      ]
    }
  }
}

/// Why a rule has no result.
struct RuleFailure: Error {
  var message: String
}

extension LabelSet {
  /// The set without labels whose value is empty, which is what such labels mean.
  var withoutEmptyValues: LabelSet {
    labels.contains { $0.value.isEmpty } ? LabelSet(labels.filter { !$0.value.isEmpty }) : self
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

extension Int64 {
  fileprivate func floorDivided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
