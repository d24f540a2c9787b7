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
  let knownNames: Set<String>
  /// Those of them by which alone no row can be told, since several libraries have them.
  let sharedNames: Set<String>

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
    knownNames.contains(name) || TimeMarkQuestion.mayMatter(name)
      || (isGuessing && MetricShapes.mayMatter(name))
  }

  private var everything: [String] {
    selector.isEmpty ? [] : ["{\(selector.map(\.promQL).joined(separator: ","))}"]
  }

  /// The question for the names of all metrics.
  package var nameSearch: LabelSearch { LabelSearch("__name__", everything) }

  /// The question for all jobs, also those that no profile knows.
  package var jobSearch: LabelSearch { LabelSearch("job", everything) }

  /// What the answers known so far mean, and what they lead to.
  package func round(_ answers: Answers) -> DiscoveryRound { DiscoveryRound(self, answers) }

  /// A way to instrument whose names are there.
  struct Candidate {
    let row: Int
    let trait: ServiceTrait
    let search: LabelSearch
    /// Which jobs the services come from, where the service is not the job.
    let jobSearch: LabelSearch?
  }

  /// The ways to instrument whose names are there.
  func candidates(_ names: [String]) -> [Candidate] {
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
  func service(
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
