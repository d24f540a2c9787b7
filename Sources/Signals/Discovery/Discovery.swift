package import Telemetry

/// Finds the services that a server has metrics of, and how each is instrumented.
///
/// Two rounds: the names of all metrics, then for each way to instrument whose names are there, which
/// services have it. Where that leaves services that no row describes, and metrics that look like
/// requests, two more rounds guess how those are instrumented (`Guessing`). All but one, for metadata,
/// are questions to the index; their number is bounded by the table of profiles and the number of
/// guesses, and not by what the server holds. `Discovery` says what to ask and what the answers mean, and asks
/// nobody.
package struct Discovery: Hashable, Sendable {
  /// The profiles that may describe a service, the first where several do equally well.
  package let profiles: [MetricProfile]
  /// Matchers for every series.
  package let selector: [LabelMatcher]
  /// Whether profiles are proposed for services that no row describes.
  package let isGuessing: Bool
  /// The names of metrics that rows know: of others a server may have any number.
  private let knownNames: Set<String>
  /// Those of them by which alone no row can be told, since several libraries have them.
  private let sharedNames: Set<String>

  /// The stretch of time before now in which a series must have had a sample.
  ///
  /// Prometheus keeps the index of its newest two hours in one piece, so that what it names may be a bit
  /// older.
  package static let stretch = Duration.seconds(600)

  /// The most questions of the table in one discovery: a table that needs more is too long.
  package static let limit = 220
  /// The most questions more where services are to be guessed, metadata among them.
  package static let guessLimit = Guessing.limit + 1

  /// What was answered, by question.
  package struct Answers: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    private var values: [LabelSearch: [String]]
    /// What the server says of metrics; `nil` while it was not asked.
    package var metadata: [String: [MetricMetadata]]?

    package init(dictionaryLiteral elements: (LabelSearch, [String])...) {
      values = Dictionary(elements) { first, _ in first }
    }

    /// The answer to a question; `nil` while there is none.
    package subscript(search: LabelSearch) -> [String]? {
      get { values[search] }
      set { values[search] = newValue }
    }
  }

  /// Looks for the profiles of a table.
  ///
  /// - Parameters:
  ///   - profiles: The table.
  ///   - selector: Matchers for every series.
  ///   - isGuessing: Whether profiles are proposed for services that no row describes.
  package init(
    _ profiles: [MetricProfile] = MetricProfile.all,
    selector: [LabelMatcher] = [],
    isGuessing: Bool = true
  ) {
    self.profiles = profiles
    self.selector = selector
    self.isGuessing = isGuessing
    func names(_ profiles: [MetricProfile]) -> Set<String> {
      Set(profiles.flatMap { profile in ServiceTrait.allCases.flatMap { $0.metrics(profile) } })
    }
    knownNames = names(profiles).union(ServiceSaturation.metrics).union(ServicePulses.strangers)
    sharedNames = names(profiles.filter { !$0.requests.marks.isEmpty })
  }

  /// Whether a metric's name can matter, so that it is worth being kept.
  package func canMatter(_ name: String) -> Bool {
    knownNames.contains(name) || (isGuessing && MetricShapes.mayMatter(name))
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
    let known = searchesOfTable(answers)
    guard known.allSatisfy({ answers[$0] != nil }) else { return known }
    return known + (guessing(answers)?.searches ?? [])
  }

  /// The questions that the table leads to.
  private func searchesOfTable(_ answers: Answers) -> [LabelSearch] {
    let first = [nameSearch, jobSearch]
    guard let names = answers[nameSearch] else { return first }
    var seen = Set(first)
    let second = candidates(names).flatMap { candidate in
      [candidate.search, candidate.jobSearch].compactMap { $0 }
    }
    return first + second.filter { seen.insert($0).inserted }
  }

  /// Whether metadata are to be asked for: some service has metrics that no row knows, and that look
  /// like requests.
  package func wantsMetadata(_ answers: Answers) -> Bool {
    guard isGuessing, searchesOfTable(answers).allSatisfy({ answers[$0] != nil }) else {
      return false
    }
    return unknownNames(answers).contains(where: MetricShapes.mayMatter)
      && !undescribed(findings(answers)).isEmpty
  }

  /// Whether every question has been answered.
  package func isComplete(_ answers: Answers) -> Bool {
    searches(answers).allSatisfy { answers[$0] != nil }
      && (answers.metadata != nil || !wantsMetadata(answers))
  }

  /// The services in order of name, as far as answers are known; an answer that is missing counts as an
  /// empty one.
  package func services(_ answers: Answers) -> [FoundService] {
    var found = findings(answers)
    var rows = profiles
    if let guessing = guessing(answers) {
      let guesses = guessing.guesses(for: undescribed(found))
      for (job, guess) in guesses.sorted(by: { $0.key < $1.key }) {
        let row = rows.firstIndex(of: guess) ?? rows.endIndex
        if row == rows.endIndex { rows.append(guess) }
        found[ServiceID("job", job), default: [:]][row] =
          guess.requests.duration == nil ? [.requests] : [.requests, .latency]
      }
    }
    return found.map { service($0, $1, rows) }.sorted { $0.id < $1.id }
  }

  /// What each service has of each row, by the row's place; services of which no row knows anything
  /// among them.
  private func findings(_ answers: Answers) -> [ServiceID: [Int: Set<ServiceTrait>]] {
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
    for job in answers[jobSearch] ?? [] where !covered.contains(job) && !job.isEmpty {
      found[ServiceID("job", job)] = [:]
    }
    return found
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

  /// Judges which rows of a table describe a service.
  private func service(
    _ id: ServiceID,
    _ found: [Int: Set<ServiceTrait>],
    _ profiles: [MetricProfile]
  ) -> FoundService {
    // A row of requests describes a service only where they are counted.
    let able = found.filter { row, traits in
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

/// What is left to be guessed.
extension Discovery {
  /// The jobs whose requests no row describes, and that are not known as something that serves none.
  private func undescribed(_ found: [ServiceID: [Int: Set<ServiceTrait>]]) -> [String] {
    found.filter { id, rows in
      id.label == "job"
        && !rows.contains { row, traits in
          traits.contains(.requests)
            || (traits.contains(.presence) && profiles[row].presence != ServerProfiles.anyClient)
        }
    }.map(\.key.value).sorted()
  }

  private func unknownNames(_ answers: Answers) -> [String] {
    (answers[nameSearch] ?? []).filter { !knownNames.contains($0) || sharedNames.contains($0) }
  }

  /// What guesses; `nil` where there is nothing to guess, or metadata are not known.
  private func guessing(_ answers: Answers) -> Guessing? {
    guard let metadata = answers.metadata, wantsMetadata(answers) else { return nil }
    let shapes = MetricShapes(unknownNames(answers), metadata)
    return Guessing(shapes: shapes, selector: selector, answers: answers)
  }
}
