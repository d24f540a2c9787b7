import PromQL
import Synchronization
package import Telemetry

/// Evaluates rules over a store: recorded series go into it, alerts are kept.
///
/// One caller at a time evaluates; anybody may read meanwhile.
package final class RuleBook: Sendable {
  /// State of a group after its evaluations.
  struct Standing: Sendable {
    var group: RuleGroup
    var rules: [RuleState]
  }

  /// The store that rules read and write.
  struct Surroundings: Sendable {
    var store: SeriesStore
    var evaluator: Evaluator
    var externalLabels: LabelSet
  }

  private let surroundings: Surroundings
  private let standings: Mutex<[Standing]>

  /// - Parameters:
  ///   - groups: The groups, evaluated in this order.
  ///   - store: What the rules read and write.
  ///   - externalLabels: What templates see as `$externalLabels`.
  package init(
    _ groups: [RuleGroup],
    store: SeriesStore,
    externalLabels: LabelSet = .empty
  ) {
    surroundings = Surroundings(
      store: store,
      evaluator: Evaluator(store: store, options: LocalEngine.bounds),
      externalLabels: externalLabels
    )
    standings = Mutex(
      groups.map { Standing(group: $0, rules: $0.rules.map { RuleState($0) }) }
    )
  }

  /// How many groups there are.
  package var groupCount: Int { standings.withLock { $0.count } }

  /// How often a group asks to be evaluated; `nil` where it leaves that to the caller.
  package func interval(ofGroup index: Int) -> Duration? {
    standings.withLock { $0[index].group.interval }
  }

  /// Evaluates one group, its rules one after the other.
  ///
  /// - Parameters:
  ///   - index: Which group, in the order given.
  ///   - moment: The time of evaluation, later than that of the time before.
  package func evaluate(group index: Int, at moment: Timestamp) {
    var standing = standings.withLock { $0[index] }
    for rule in standing.rules.indices {
      standing.rules[rule].evaluate(
        at: moment.milliseconds,
        limit: standing.group.limit,
        surroundings
      )
    }
    let done = standing
    standings.withLock { $0[index] = done }
  }

  /// Evaluates all groups.
  package func evaluate(at moment: Timestamp) {
    for index in 0..<groupCount { evaluate(group: index, at: moment) }
  }

  /// The pending and firing alerts, in the order of the rules.
  package var alerts: [Alert] {
    standings.withLock { $0.flatMap { $0.rules.flatMap(\.alerts) } }
  }

  /// The alerting rules, in their order.
  package var alertRules: [AlertRule] {
    standings.withLock { standings in
      standings.flatMap { standing in
        let times = standing.rules.compactMap(\.evaluationTime)
        let whole = times.isEmpty ? nil : times.reduce(.zero, +)
        return standing.rules.compactMap { $0.alertRule(of: standing.group, groupTime: whole) }
      }
    }
  }
}
