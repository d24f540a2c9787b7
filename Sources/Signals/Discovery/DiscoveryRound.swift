import Telemetry

/// What the answers known so far mean, and what they lead to.
///
/// All of it stands on what the names of metrics may belong to, which is found out once.
package struct DiscoveryRound: Sendable {
  /// The questions that can be asked as far as answers are known; the first ones alone before them.
  package let searches: [LabelSearch]
  /// Whether metadata are to be asked for: some service has metrics that no row knows, and that look
  /// like requests.
  package let wantsMetadata: Bool
  /// Whether every question has been answered.
  package let isComplete: Bool
  /// The services in order of name, as far as answers are known; an answer that is missing counts as an
  /// empty one.
  package let services: [FoundService]

  /// What each service has of each row, by the row's place.
  private typealias Findings = [ServiceID: [Int: Set<ServiceTrait>]]

  init(_ discovery: Discovery, _ answers: Discovery.Answers) {
    let names = answers[discovery.nameSearch] ?? []
    let candidates = names.isEmpty ? [] : discovery.candidates(names)
    let found = Self.findings(discovery, candidates, answers)
    let table = Self.searches(discovery, candidates)
    let isTableAnswered = table.allSatisfy { answers[$0] != nil }
    let undescribed = Self.undescribed(found, discovery.profiles)
    let unknown = names.filter {
      !discovery.knownNames.contains($0) || discovery.sharedNames.contains($0)
    }
    wantsMetadata =
      discovery.isGuessing && isTableAnswered && !undescribed.isEmpty
      && unknown.contains(where: MetricShapes.mayMatter)
    var guessing: Guessing?
    if wantsMetadata, let metadata = answers.metadata {
      let shapes = MetricShapes(unknown, metadata)
      guessing = Guessing(shapes: shapes, selector: discovery.selector, answers: answers)
    }
    searches = table + (guessing?.searches ?? [])
    isComplete =
      searches.allSatisfy { answers[$0] != nil } && (answers.metadata != nil || !wantsMetadata)
    services = Self.services(discovery, found, guessing?.guesses(for: undescribed) ?? [:])
  }

  /// The questions that the table leads to.
  private static func searches(
    _ discovery: Discovery,
    _ candidates: [Discovery.Candidate]
  ) -> [LabelSearch] {
    let first = [discovery.nameSearch, discovery.jobSearch]
    var seen = Set(first)
    let second = candidates.flatMap { [$0.search, $0.jobSearch].compactMap { $0 } }
    return first + second.filter { seen.insert($0).inserted }
  }

  /// What each service has of each row; services of which no row knows anything among them.
  private static func findings(
    _ discovery: Discovery,
    _ candidates: [Discovery.Candidate],
    _ answers: Discovery.Answers
  ) -> Findings {
    var found: Findings = [:]
    var covered: Set<String> = []
    var proxies: Set<String> = []
    for candidate in candidates {
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
    for job in answers[discovery.jobSearch] ?? [] where !covered.contains(job) && !job.isEmpty {
      found[ServiceID("job", job)] = [:]
    }
    return found
  }

  /// The jobs whose requests no row describes, and that are not known as something that serves none.
  private static func undescribed(_ found: Findings, _ profiles: [MetricProfile]) -> [String] {
    found.filter { id, rows in
      id.label == "job"
        && !rows.contains { row, traits in
          traits.contains(.requests)
            || (traits.contains(.presence) && profiles[row].presence != ServerProfiles.anyClient)
        }
    }.map(\.key.value).sorted()
  }

  private static func services(
    _ discovery: Discovery,
    _ findings: Findings,
    _ guesses: [String: MetricProfile]
  ) -> [FoundService] {
    var found = findings
    var rows = discovery.profiles
    for (job, guess) in guesses.sorted(by: { $0.key < $1.key }) {
      let row = rows.firstIndex(of: guess) ?? rows.endIndex
      if row == rows.endIndex { rows.append(guess) }
      found[ServiceID("job", job), default: [:]][row] =
        guess.requests.duration == nil ? [.requests] : [.requests, .latency]
    }
    return found.map { discovery.service($0, $1, rows) }.sorted { $0.id < $1.id }
  }
}
