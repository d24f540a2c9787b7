package import Telemetry

/// Finds the services that a server has metrics of, and how each is instrumented.
///
/// Two rounds: the names of all metrics, then for each way to instrument whose names are there, which
/// services have it. All are questions to the index; their number is bounded by the table of profiles
/// and not by what the server holds. `Discovery` says what to ask and what the answers mean, and asks
/// nobody.
package struct Discovery: Hashable, Sendable {
  /// The profiles that may describe a service, the first where several do equally well.
  package let profiles: [MetricProfile]
  /// Matchers for every series.
  package let selector: [LabelMatcher]
  /// The names of metrics that matter: of the others a server may have any number.
  package let knownNames: Set<String>

  /// The stretch of time before now in which a series must have had a sample.
  ///
  /// Prometheus keeps the index of its newest two hours in one piece, so that what it names may be a bit
  /// older.
  package static let stretch = Duration.seconds(600)

  /// The most questions of one discovery: a table of profiles that needs more is too long.
  package static let limit = 150

  /// What was answered, by question.
  package typealias Answers = [LabelSearch: [String]]

  /// Looks for the profiles of a table.
  package init(_ profiles: [MetricProfile] = MetricProfile.all, selector: [LabelMatcher] = []) {
    self.profiles = profiles
    self.selector = selector
    knownNames = Set(
      profiles.flatMap { profile in ServiceTrait.allCases.flatMap { $0.metrics(profile) } }
    ).union(ServiceSaturation.metrics).union(ServicePulses.strangers)
  }

  private var everything: [String] {
    selector.isEmpty ? [] : ["{\(selector.map(\.promQL).joined(separator: ","))}"]
  }

  /// The question for the names of all metrics.
  package var nameSearch: LabelSearch { LabelSearch("__name__", everything) }

  /// The question for all jobs, also those that no profile knows.
  package var jobSearch: LabelSearch { LabelSearch("job", everything) }

  /// The questions that can be asked as far as answers are known; the first round alone before them.
  package func searches(_ answers: Answers) -> [LabelSearch] {
    let first = [nameSearch, jobSearch]
    guard let names = answers[nameSearch] else { return first }
    var seen = Set(first)
    let second = candidates(names).flatMap { candidate in
      [candidate.search, candidate.jobSearch].compactMap { $0 }
    }
    return first + second.filter { seen.insert($0).inserted }
  }

  /// Whether every question has been answered.
  package func isComplete(_ answers: Answers) -> Bool {
    searches(answers).allSatisfy { answers[$0] != nil }
  }

  /// The services in order of name, as far as answers are known; an answer that is missing counts as an
  /// empty one.
  package func services(_ answers: Answers) -> [FoundService] {
    let names = answers[nameSearch] ?? []
    var found: [ServiceID: [Int: Set<ServiceTrait>]] = [:]
    var covered: Set<String> = []
    var proxies: Set<String> = []
    for candidate in candidates(names) {
      let label = candidate.search.label
      for value in answers[candidate.search] ?? [] where !value.isEmpty {
        found[ServiceID(label, value), default: [:]][candidate.row, default: []]
          .insert(candidate.trait)
        if label == "job" { covered.insert(value) }
      }
      if let jobs = candidate.jobSearch { proxies.formUnion(answers[jobs] ?? []) }
    }
    covered.formUnion(proxies)
    // A proxy that has nothing to tell of itself is there by the services behind it.
    found = found.filter { id, rows in
      id.label != "job" || !proxies.contains(id.value)
        || rows.values.contains { $0 != [.presence] }
    }
    let unknown = (answers[jobSearch] ?? []).filter { !covered.contains($0) && !$0.isEmpty }
    return
      (found.map { service($0, $1) }
      + unknown.map { service(ServiceID("job", $0), [:]) })
      .sorted { $0.id < $1.id }
  }

  private struct Candidate {
    let row: Int
    let trait: ServiceTrait
    let search: LabelSearch
    /// Which jobs the services come from, where the service is not the job.
    let jobSearch: LabelSearch?
  }

  private func candidates(_ names: [String]) -> [Candidate] {
    let names = Set(names.lazy.filter(knownNames.contains))
    return profiles.enumerated().flatMap { row, profile in
      ServiceTrait.allCases.compactMap { trait in
        trait.search(profile, selector, names).map { search in
          Candidate(
            row: row,
            trait: trait,
            search: search,
            jobSearch: search.label == "job" || trait != .requests
              ? nil : LabelSearch("job", search.selectors)
          )
        }
      }
    }
  }

  /// Judges which rows describe a service.
  private func service(_ id: ServiceID, _ rows: [Int: Set<ServiceTrait>]) -> FoundService {
    // A row of requests describes a service only where they are counted.
    let able = rows.filter { row, traits in
      profiles[row].requests.counted == nil || traits.contains(.requests)
        || !traits.isSubset(of: [.latency])
    }
    func weight(_ row: Int) -> Int {
      (able[row] ?? []).reduce(0) { $0 + $1.weight(in: profiles[row]) }
    }
    let ordered = able.keys.sorted { (weight($1), $0) < (weight($0), $1) }
    guard let best = ordered.first else { return FoundService(unknown: id) }
    let own = able[best] ?? []
    var all = own
    var additions: [MetricProfile] = []
    var lesser: [MetricProfile] = []
    for row in ordered.dropFirst() {
      let new = (able[row] ?? []).subtracting(all).subtracting([.requests, .latency, .presence])
      if new.isEmpty {
        if able[row]?.contains(.requests) == true { lesser.append(profiles[row]) }
      } else {
        additions.append(profiles[row])
        all.formUnion(new)
      }
    }
    return FoundService(
      id: id,
      row: profiles[best],
      traits: all,
      additions: additions,
      lesser: lesser,
      traitsOfRow: own
    )
  }
}
