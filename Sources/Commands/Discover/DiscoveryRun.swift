import Signals
import Telemetry

/// Carries a discovery out once.
struct DiscoveryRun {
  /// What came of it.
  struct Found {
    /// The services in order of name.
    var services: [FoundService] = []
    /// Of those that no row describes, which cannot be scraped.
    var outages: [ServiceID: ServiceOutage] = [:]
    /// What all answers cost together.
    var cost = Receipt(requests: 0)

    /// Takes in what an answer cost; several are waited for at a time.
    mutating func add(_ receipt: Receipt) {
      let elapsed = cost.elapsed
      cost.add(receipt)
      cost.elapsed = max(elapsed, receipt.elapsed)
    }
  }

  /// Who is asked.
  let source: any MetricsSource
  /// The end of the stretch that is looked at.
  let now: Timestamp
  /// Its length.
  var stretch = Discovery.stretch
  /// The most that each question may take.
  let deadline: Duration
  /// How many questions are asked at a time.
  let concurrency: Int

  /// Asks all questions.
  ///
  /// - Parameter discovery: What to look for.
  /// - Returns: The services and what finding them has cost.
  /// - Throws: The first failure: what is not answered must not read as "there is none".
  func find(_ discovery: Discovery) async throws(SourceError) -> Found {
    var answers: Discovery.Answers = [:]
    var found = Found()
    var round = discovery.round(answers)
    while !round.isComplete {
      if answers.metadata == nil, round.wantsMetadata {
        let answer = try await metadata()
        answers.metadata = MetricShapes.relevant(answer.value)
        found.add(answer.receipt)
        round = discovery.round(answers)
      }
      let open = round.searches.filter { answers[$0] == nil }
      for (search, answer) in try await ask(Array(open.prefix(concurrency))) {
        answers[search] = answer.value
        found.add(answer.receipt)
      }
      round = discovery.round(answers)
    }
    found.services = round.services
    let unknown = found.services.filter { $0.row == nil && $0.id.label == "job" }
    // What is scraped has `up`, whether it answers or not.
    if !unknown.isEmpty, answers[discovery.nameSearch]?.contains("up") == true {
      let answer = try await targets()
      found.add(answer.receipt)
      for service in unknown {
        let own = answer.value.filter { service.id.isMet(by: $0.labels) }
        found.outages[service.id] = ServiceOutage(own)
      }
    }
    return found
  }

  /// The targets; none where the server does not tell them.
  private func targets() async throws(SourceError) -> Answer<[ScrapeTarget]> {
    do throws(SourceError) {
      return try await source.targets(deadline: deadline)
    } catch {
      switch error {
      case .http, .api, .malformed: return Answer([])
      default: throw error
      }
    }
  }

  /// Type and unit of metrics; none where the server does not tell them, so that names alone count.
  private func metadata() async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    do throws(SourceError) {
      return try await source.metadata(of: nil, deadline: deadline)
    } catch {
      switch error {
      case .http, .api, .malformed: return Answer([:])
      default: throw error
      }
    }
  }

  private typealias Reply = (LabelSearch, Result<Answer<[String]>, SourceError>)

  private func ask(
    _ searches: [LabelSearch]
  ) async throws(SourceError) -> [(LabelSearch, Answer<[String]>)] {
    let replies = await withTaskGroup(of: Reply.self) { group in
      for search in searches {
        group.addTask { (search, await reply(to: search)) }
      }
      return await group.reduce(into: [Reply]()) { $0.append($1) }
    }
    return try replies.map { search, result throws(SourceError) in (search, try result.get()) }
  }

  private func reply(to search: LabelSearch) async -> Result<Answer<[String]>, SourceError> {
    do throws(SourceError) {
      let stretch = SeriesSearch(
        search.selectors,
        from: now - stretch,
        to: now,
        deadline: deadline
      )
      return .success(try await source.labelValues(of: search.label, stretch))
    } catch {
      return .failure(error)
    }
  }
}
